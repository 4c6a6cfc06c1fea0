using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Microsoft.Data.Sqlite;

namespace Halles.Mall.Storefront;

/// <summary>
/// One storefront file with its readers and what of it is in memory. Readers hold it while they read; when it has been
/// replaced, the last of them closes it and takes the file away.
/// </summary>
internal sealed class Generation
{
    private const string Prefix = "storefront-";
    private readonly SqlReaders _readers;
    private int _holders = 1;
    private bool _retired;

    private Generation(string file, long number, Shelf shelf, Vocabulary[] vocabularies) =>
        (File, Number, Shelf, Vocabularies, _readers) = (file, number, shelf, vocabularies, new SqlReaders(() => OpenReader(file)));

    public string File { get; }

    public long Number { get; }

    public Shelf Shelf { get; }

    /// <summary>What words find.</summary>
    public Postings Postings { get; } = new();

    /// <summary>The words of each language's index.</summary>
    public Vocabulary[] Vocabularies { get; }

    /// <summary>The files in a folder, the newest first.</summary>
    public static IReadOnlyList<(string File, long Number)> In(DataFolder folder) =>
        [.. Directory.GetFiles(folder.Path, Prefix + "*.db").Select(f => (f, NumberOf(f))).Where(f => f.Item2 > 0).OrderByDescending(f => f.Item2)];

    public static string FileOf(DataFolder folder, long number) => folder.Within(Prefix + number.ToString(CultureInfo.InvariantCulture) + ".db");

    /// <summary>Opens a file that is whole and of this program's schema; null when it must be built anew.</summary>
    public static Generation? Open(string file, long number)
    {
        try
        {
            return Look(file, sql => StorefrontSchema.Get(sql, "schema") == StorefrontSchema.Version.ToString(CultureInfo.InvariantCulture) && StorefrontSchema.Get(sql, "built") is not null ? StoredMall(sql) : null) is { } mall
                ? new Generation(file, number, Load(file, mall), [.. mall.Languages.Select((_, i) => new Vocabulary(i))])
                : null;
        }
        catch (Exception e) when (e is SqliteException or AggregateException) // of two things that are read beside one another
        {
            return null;
        }
    }

    /// <summary>A generation over a file that is being written and has nothing in it but its tables.</summary>
    public static Generation Empty(string file, long number, MallSettings mall) =>
        new(file, number, EmptyShelf(mall), [.. mall.Languages.Select((_, i) => new Vocabulary(i))]);

    /// <summary>Takes it for reading; false when it is gone.</summary>
    public bool TryHold()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            if (holders == 0)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
        return true;
    }

    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
        {
            return;
        }

        _readers.Dispose();

        if (_retired)
        {
            Delete(File);
        }
    }

    /// <summary>Has the file taken away after its last reader.</summary>
    public void Retire()
    {
        _retired = true;
        LetGo();
    }

    /// <summary>Reads the file; only by who holds the generation.</summary>
    public T Read<T>(Func<SqlSession, T> work) => _readers.Read(work);

    /// <summary>Takes a file and what SQLite keeps beside it away.</summary>
    public static void Delete(string file)
    {
        foreach (var part in (string[])["", "-wal", "-shm", "-journal"])
        {
            System.IO.File.Delete(file + part);
        }
    }

    private static SqlSession OpenReader(string file)
    {
        var connection = new SqliteConnection(ReadString(file));
        connection.Open();
        var sql = new SqlSession(connection, Engine.Sqlite);
        sql.Execute("PRAGMA mmap_size=0");
        sql.Execute("PRAGMA cache_size=-4000");
        return sql;
    }

    // A pool of our own: statements stay prepared with their connection.
    private static string ReadString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 0 }.ToString();

    private static long NumberOf(string file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static MallSettings StoredMall(SqlSession sql) => JsonSerializer.Deserialize(StorefrontSchema.Get(sql, "mall")!, StorefrontJson.Kept.MallSettings)!;

    // What is read of products needs nothing of shops: beside one another on two processors.
    private static Shelf Load(string file, MallSettings mall)
    {
        var shelf = EmptyShelf(mall);
        Parallel.Invoke(
            () => shelf.Roster = Look(file, sql => RosterReader.Read(sql, mall)),
            () => Look(file, sql =>
            {
                using (var values = sql.Query("SELECT attribute, value FROM attribute_values ORDER BY key"))
                {
                    while (values.Read())
                    {
                        shelf.AddValue(new FacetValue(values.Int(0), values.Text(1)));
                    }
                }

                ShelfFile.Read(sql, shelf);
                return shelf.Count;
            }));
        return shelf;
    }

    private static Shelf EmptyShelf(MallSettings mall) => new() { Roster = new Roster(mall, [null], [null], [null], [null], []) };

    private static T Look<T>(string file, Func<SqlSession, T> read)
    {
        using var readers = new SqlReaders(() => OpenReader(file));
        return readers.Read(read);
    }
}

/// <summary>The stock of a variant in a store, as a product's row keeps it.</summary>
/// <param name="Variant">Its number among the product's.</param>
/// <param name="Store">Key of the store.</param>
/// <param name="SeenAt">Microseconds.</param>
internal readonly record struct StockEntry(int Variant, int Store, long Available, long SeenAt)
{
    public static ReadOnlySpan<StockEntry> Read(byte[] kept) => MemoryMarshal.Cast<byte, StockEntry>(kept);

    public static byte[] Write(ReadOnlySpan<StockEntry> entries) => MemoryMarshal.AsBytes(entries).ToArray();

    /// <summary>Keys of the stores where something is left, rising.</summary>
    public static int[] StoresIn(ReadOnlySpan<StockEntry> entries)
    {
        var stores = new List<int>(entries.Length);
        foreach (var entry in entries)
        {
            if (entry.Available > 0 && !stores.Contains(entry.Store))
            {
                stores.Add(entry.Store);
            }
        }

        stores.Sort();
        return [.. stores];
    }

    public static long Sum(ReadOnlySpan<StockEntry> entries)
    {
        var sum = 0L;
        foreach (var entry in entries)
        {
            sum += entry.Available;
        }

        return sum;
    }
}
