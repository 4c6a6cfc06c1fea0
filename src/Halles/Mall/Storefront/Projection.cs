using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Halles.Mall.Storefront;

/// <summary>
/// Writes one storefront file through the only writing connection to it. What changed is read again from the system of
/// record, many subjects at once, and written in one transaction with the position that it brings the file to.
/// </summary>
internal sealed class Projection : IDisposable
{
    /// <summary>How many products are held in memory at once while writing.</summary>
    private const int Portion = 1000;

    /// <summary>How many portions of a new file are committed at once: a commit adds a piece to each text index, and pieces must be merged.</summary>
    private const int PortionsTogether = 10;

    private readonly MallDatabase _database;
    private readonly TimeProvider _clock;
    private readonly SqliteConnection _connection;
    private readonly SqlSession _sql;

    public Projection(MallDatabase database, TimeProvider clock, Generation generation)
    {
        (_database, _clock, Generation) = (database, clock, generation);
        _connection = Open(generation.File);
        _sql = new SqlSession(_connection, Engine.Sqlite);
        _sql.Execute("PRAGMA journal_mode=WAL");
        _sql.Execute("PRAGMA synchronous=NORMAL"); // what a power cut takes is read from the feed again
        _sql.Execute("PRAGMA mmap_size=0");
        _sql.Execute("PRAGMA cache_size=-16000");
        Position = StorefrontSchema.Position(_sql);
    }

    public Generation Generation { get; }

    /// <summary>Up to where the file follows the feed.</summary>
    public FeedPosition Position { get; private set; }

    /// <summary>True when the settings have become others than this file can follow: its languages or its currency.</summary>
    public bool NeedsNewFile { get; private set; }

    /// <summary>Where the file's facts come from (<see cref="Source.Origin"/>).</summary>
    public string? Origin => StorefrontSchema.Get(_sql, "origin");

    /// <summary>Makes an empty file of this schema for a mall.</summary>
    public static void Create(string file, Settings.MallSettings mall, string origin)
    {
        Generation.Delete(file);
        using var connection = Open(file);
        using var sql = new SqlSession(connection, Engine.Sqlite);
        sql.Execute("PRAGMA page_size=4096");
        sql.Execute("PRAGMA journal_mode=WAL");
        sql.Execute("BEGIN");
        StorefrontSchema.Create(sql, mall.Languages.Count);
        StorefrontSchema.Put(sql, "mall", JsonSerializer.Serialize(mall, StorefrontJson.Kept.MallSettings));
        StorefrontSchema.Put(sql, "origin", origin);
        sql.Execute("COMMIT");
    }

    /// <summary>Fills an empty file with all there is, as of a position read before.</summary>
    /// <param name="position">Read before anything else.</param>
    /// <param name="meanwhile">Done now and then, so that the file that is still read does not fall behind.</param>
    /// <param name="stop">Gives up.</param>
    public void Fill(FeedPosition position, Action meanwhile, CancellationToken stop)
    {
        InTransaction(changes =>
        {
            var roster = new RosterWriter(_sql, changes);
            Source.Snapshot(_database, source =>
            {
                roster.WriteCategories(source.Categories(), source.Attributes());
                roster.WriteDistricts(source.Districts());
                roster.WriteShops(source.Shops(source.AllShops()));
                roster.WriteStores(source.Stores(source.AllStores()));
                return 0;
            });
        });
        MergeText(asItGrows: false);
        for (var (last, more) = (Guid.Empty, true); more;)
        {
            InTransaction(changes =>
            {
                for (var i = 0; i < PortionsTogether && more; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    var (ids, products) = Source.Snapshot(_database, source =>
                    {
                        var next = source.PublishedAfter(last, Portion);
                        return (next, source.Products(next));
                    });
                    WriteProducts(changes, ids, products);
                    (last, more) = ids.Count == 0 ? (last, false) : (ids[^1], true);
                    meanwhile();
                }
            });
        }

        MergeText(asItGrows: true);
        InTransaction(_ =>
        {
            StorefrontSchema.Put(_sql, "position", position.ToString());
            StorefrontSchema.Put(_sql, "built", _clock.GetUtcNow().ToString("O"));
        });
        _sql.Execute("PRAGMA wal_checkpoint(TRUNCATE)"); // or the next start reads through all that was written last
        Position = position;
    }

    /// <summary>Brings the file and the memory up to the last of these changes.</summary>
    public void Follow(IReadOnlyList<Change> batch)
    {
        var touched = new Touched(batch);
        if (touched.Nothing)
        {
            Position = batch[^1].Position; // read again after a restart, which costs less than a commit now
            return;
        }

        var late = new HashSet<Guid>();
        InTransaction(changes => FollowSmall(changes, touched, late));
        foreach (var ids in touched.Products.Concat(late).Distinct().Chunk(Portion))
        {
            var products = Source.Snapshot(_database, source => source.Products(ids));
            InTransaction(changes => WriteProducts(changes, ids, products));
        }

        InTransaction(changes =>
        {
            FollowStock(changes, touched);
            StorefrontSchema.Put(_sql, "position", batch[^1].Position.ToString());
        });
        Position = batch[^1].Position;
    }

    public void Dispose()
    {
        _sql.Dispose();
        _connection.Dispose();
    }

    /// <summary>Settings, taxonomy, shops and stores; collects the products whose rows must follow.</summary>
    private void FollowSmall(ShelfChanges changes, Touched touched, HashSet<Guid> late)
    {
        if (touched.Small)
        {
            var roster = new RosterWriter(_sql, changes);
            var shops = Source.Snapshot(_database, source =>
            {
                if (touched.Settings && source.Settings() is { } mall)
                {
                    roster.WriteSettings(mall);
                }

                if (touched.Categories)
                {
                    roster.WriteCategories(source.Categories(), source.Attributes());
                }

                if (touched.Districts)
                {
                    roster.WriteDistricts(source.Districts());
                }

                roster.WriteShops(source.Shops(touched.Shops));
                roster.WriteStores(source.Stores(touched.Stores));
                return roster.Shown.ToDictionary(shop => shop, source.ProductsOf);
            });
            NeedsNewFile |= roster.NeedsNewFile;
            late.UnionWith(shops.Values.SelectMany(ids => ids));
            late.UnionWith(roster.ProductsToWriteAgain());
        }
    }

    private void WriteProducts(ShelfChanges changes, IReadOnlyList<Guid> ids, Dictionary<Guid, SourceProduct> products)
    {
        var writer = new ProductWriter(_sql, changes, _clock.GetUtcNow());
        foreach (var id in ids)
        {
            writer.Write(id, products.GetValueOrDefault(id));
        }
    }

    private void FollowStock(ShelfChanges changes, Touched touched)
    {
        // A change of stock names its variant.
        var products = new Dictionary<Guid, (int Key, Guid Shop)>();
        foreach (var variant in touched.Stock)
        {
            using var row = _sql.Query("SELECT p.key, p.id, p.shop FROM variants v JOIN products p ON p.key = v.product WHERE v.id = $1", variant);
            if (row.Read())
            {
                products[row.Id(1)] = (row.Int(0), changes.Roster.Shops[row.Int(2)]!.Id);
            }
        }

        if (products.Count == 0)
        {
            return;
        }

        var stock = Source.Snapshot(_database, source => source.Stock(products.Select(p => (p.Value.Shop, p.Key)))).ToLookup(s => s.Product, s => (s.Variant, s.Stock));
        var writer = new ProductWriter(_sql, changes, _clock.GetUtcNow());
        foreach (var (id, (key, _)) in products)
        {
            writer.WriteStock(key, [.. stock[id]]);
        }
    }

    // While a file is filled, its text indexes are only added to, in great pieces; at the end each is merged into one.
    private void MergeText(bool asItGrows)
    {
        for (var language = 0; language < Generation.Vocabularies.Length; language++)
        {
            var index = StorefrontSchema.Text(language);
            if (asItGrows)
            {
                _sql.Execute($"INSERT INTO {index} ({index}) VALUES ('optimize')");
            }

            _sql.Execute($"INSERT INTO {index} ({index}, rank) VALUES ('automerge', $1)", asItGrows ? 4 : 0);
            _sql.Execute($"INSERT INTO {index} ({index}, rank) VALUES ('hashsize', $1)", asItGrows ? 1 << 20 : 16 << 20);
        }
    }

    private void InTransaction(Action<ShelfChanges> work)
    {
        var changes = new ShelfChanges(Generation);
        _sql.Execute("BEGIN IMMEDIATE");
        try
        {
            work(changes);
            TextWriter.WriteWords(_sql, changes);
            ShelfFile.Write(_sql, changes);
            _sql.Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }

        changes.Apply();
    }

    // On a full disk SQLite has rolled back by itself.
    private void RollBack()
    {
        try
        {
            _sql.Execute("ROLLBACK");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1)
        {
        }
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 0 }.ToString());
        connection.Open();
        return connection;
    }
}

/// <summary>The subjects of a batch of changes, each once.</summary>
internal sealed class Touched
{
    public Touched(IEnumerable<Change> batch)
    {
        foreach (var change in batch)
        {
            switch (change.Topic)
            {
                case Topic.Settings:
                    Settings = true;
                    break;
                case Topic.Category:
                    Categories = true;
                    break;
                case Topic.District:
                    Districts = true;
                    break;
                case Topic.Shop:
                    Shops.Add(change.ShopId == Guid.Empty ? change.Subject : change.ShopId);
                    break;
                case Topic.Store:
                    Stores.Add(change.Subject);
                    break;
                case Topic.Product:
                    Products.Add(change.Subject);
                    break;
                case Topic.Stock:
                    Stock.Add(change.Subject);
                    break;
                default:
                    break;
            }
        }
    }

    public bool Settings { get; }

    public bool Categories { get; }

    public bool Districts { get; }

    public HashSet<Guid> Shops { get; } = [];

    public HashSet<Guid> Stores { get; } = [];

    public HashSet<Guid> Products { get; } = [];

    /// <summary>Variants whose stock changed.</summary>
    public HashSet<Guid> Stock { get; } = [];

    public bool Small => Settings || Categories || Districts || Shops.Count > 0 || Stores.Count > 0;

    public bool Nothing => !Small && Products.Count == 0 && Stock.Count == 0;
}
