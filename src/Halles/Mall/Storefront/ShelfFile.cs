using System.Buffers;
using Halles.Kernel.Storage;

namespace Halles.Mall.Storefront;

/// <summary>
/// The shelf's rows in the storefront file, sixty-four products to a row of its table: a start reads a million of them in a
/// second, where going through the products themselves would take twenty.
/// </summary>
internal static class ShelfFile
{
    private const int Together = 64;

    /// <summary>Writes the products that a transaction changes, with their neighbours.</summary>
    public static void Write(SqlSession sql, ShelfChanges changes)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        foreach (var chunk in changes.Keys.Select(key => key / Together).Distinct())
        {
            bytes.ResetWrittenCount();
            for (var key = chunk * Together; key < (chunk + 1) * Together; key++)
            {
                Append(bytes, changes.Row(key));
            }

            sql.Execute("INSERT INTO shelf (chunk, rows) VALUES ($1, $2) ON CONFLICT (chunk) DO UPDATE SET rows = excluded.rows", chunk, bytes.WrittenSpan.ToArray());
        }
    }

    /// <summary>Puts all products of the file on an empty shelf.</summary>
    public static void Read(SqlSession sql, Shelf shelf)
    {
        using var chunks = sql.Query("SELECT chunk, rows FROM shelf ORDER BY chunk");
        while (chunks.Read())
        {
            var first = chunks.Int(0) * Together;
            ReadOnlySpan<byte> bytes = chunks.Bytes(1);
            for (var i = 0; i < Together; i++)
            {
                if (Take(ref bytes) is { Shop: not 0 } row)
                {
                    shelf.Put(first + i, row);
                }
            }
        }

        shelf.Loaded();
    }

    private static void Append(ArrayBufferWriter<byte> bytes, in ShelfRow row)
    {
        Append(bytes, (ulong)row.Shop);
        if (row.Shop == 0)
        {
            return;
        }

        Append(bytes, (ulong)row.Category);
        Append(bytes, unchecked((ulong)row.Price));
        Append(bytes, unchecked((ulong)row.Published));
        Append(bytes, (ulong)row.Flags);
        Append(bytes, row.NameWords);
        Append(bytes, row.Facets);
        Append(bytes, row.Stores);
    }

    private static ShelfRow Take(ref ReadOnlySpan<byte> bytes)
    {
        var shop = (int)Number(ref bytes);
        return shop == 0 ? default : new ShelfRow
        {
            Shop = shop,
            Category = (int)Number(ref bytes),
            Price = unchecked((long)Number(ref bytes)),
            Published = unchecked((long)Number(ref bytes)),
            Flags = (ProductFlags)Number(ref bytes),
            NameWords = (byte)Number(ref bytes),
            Facets = Keys(ref bytes),
            Stores = Keys(ref bytes),
        };
    }

    private static void Append(ArrayBufferWriter<byte> bytes, int[]? keys)
    {
        Append(bytes, (ulong)(keys?.Length ?? 0));
        foreach (var key in keys ?? [])
        {
            Append(bytes, (ulong)key);
        }
    }

    private static int[] Keys(ref ReadOnlySpan<byte> bytes)
    {
        var keys = new int[(int)Number(ref bytes)];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = (int)Number(ref bytes);
        }

        return keys;
    }

    // Seven bits to a byte, the low ones first (LEB128).
    private static void Append(ArrayBufferWriter<byte> bytes, ulong number)
    {
        var span = bytes.GetSpan(10);
        var length = 0;
        for (; number >= 0x80; number >>= 7)
        {
            span[length++] = (byte)((number & 0x7F) | 0x80);
        }

        span[length++] = (byte)number;
        bytes.Advance(length);
    }

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        var (number, place) = (0UL, 0);
        while (bytes[place] >= 0x80)
        {
            number |= (ulong)(bytes[place] & 0x7F) << (7 * place++);
        }

        number |= (ulong)bytes[place] << (7 * place++);
        bytes = bytes[place..];
        return number;
    }
}
