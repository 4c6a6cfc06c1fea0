using System.IO.Compression;
using Halles.Kernel.Storage;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>Keeps an uploaded file in the mall's own storage, compressed and in pieces, while its import needs it.</summary>
internal static class ImportFiles
{
    private const int Piece = 1 << 20;

    /// <summary>Keeps a file in this transaction.</summary>
    public static void Keep(WriteSession s, Guid shop, Guid import, ReadOnlySpan<byte> file)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(file);
        }

        foreach (var (number, piece) in packed.ToArray().Chunk(Piece).Index())
        {
            s.Insert(new ImportPart { ShopId = shop, ImportId = import, Number = number, Content = piece });
        }
    }

    /// <summary>The file from its beginning; empty when it is not kept any more.</summary>
    public static Stream Open(MallDatabase database, Guid shop, Guid import)
    {
        var packed = new MemoryStream();
        database.Read(sql =>
        {
            using var rows = sql.Query("SELECT content FROM import_parts WHERE shop_id = $1 AND import_id = $2 ORDER BY number", shop, import);
            while (rows.Read())
            {
                packed.Write(rows.Bytes(0));
            }

            return 0;
        });
        packed.Position = 0;
        return packed.Length == 0 ? packed : new CappedStream(new BrotliStream(packed, CompressionMode.Decompress), SourceFile.MostMegabytes * 1_000_000L);
    }

    /// <summary>Forgets it.</summary>
    public static void Forget(WriteSession s, Guid shop, Guid import) => s.Sql.Execute("DELETE FROM import_parts WHERE shop_id = $1 AND import_id = $2", shop, import);
}
