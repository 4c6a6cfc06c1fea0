using System.Globalization;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Districts;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Shops;

namespace Halles.Mall.Storefront;

/// <summary>A product with all that belongs to it, as the system of record has it.</summary>
internal sealed class SourceProduct
{
    public required Product Row { get; init; }

    public List<(string Language, TextField Field, string Text)> Texts { get; } = [];

    public List<SourceVariant> Variants { get; } = [];

    public List<SourcePhoto> Photos { get; } = [];

    /// <summary>When released promotions without a code were, are and will be on it.</summary>
    public List<PromotionSpell> Promotions { get; } = [];
}

/// <summary>A variant with its price history (when it is reduced, or a promotion makes its price) and its stock by store.</summary>
internal sealed class SourceVariant
{
    public required Variant Row { get; init; }

    public List<(DateTimeOffset At, long Price)> Prices { get; } = [];

    public List<SourceStock> Stock { get; } = [];
}

/// <summary>A photo with the pixels of its original.</summary>
internal sealed record SourcePhoto(int Position, string Media, LocalText Alt, int Width, int Height);

internal readonly record struct SourceStock(Guid Store, long Available, long SeenAt);

/// <summary>
/// Reads from the system of record, many subjects with one statement: the same few statements on both engines, each with
/// a fixed number of places so that it stays prepared.
/// </summary>
internal sealed class Source(SqlSession sql)
{
    /// <summary>How many subjects a statement asks for.</summary>
    public const int AtOnce = 200;

    private static readonly string Ids = "(" + string.Join(", ", Enumerable.Range(1, AtOnce).Select(Place)) + ")";
    private static readonly string Wanted = WantedRows();
    private readonly object?[] _ids = new object?[AtOnce];
    private readonly object?[] _pairs = new object?[2 * AtOnce];

    /// <summary>Runs the reading in one snapshot.</summary>
    public static T Snapshot<T>(MallDatabase database, Func<Source, T> work) => database.Read(sql =>
    {
        sql.Execute(database.Engine is Engine.Sqlite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try
        {
            return work(new Source(sql));
        }
        finally
        {
            sql.Execute("ROLLBACK");
        }
    });

    public MallSettings? Settings()
    {
        using var row = sql.Query("SELECT data FROM settings WHERE id = 1");
        return row.Read() ? row.Json<MallSettings>(0) : null;
    }

    /// <summary>Tells one system of record from another, so that a storefront is not kept beside a foreign one.</summary>
    public string Origin() => sql.Engine is Engine.Sqlite ? "sqlite" : sql.Scalar<string>("SELECT current_database() || ' ' || (SELECT cluster FROM feed_epoch)")!;

    public List<(Guid Id, StoredCategory Data)> Categories()
    {
        // What stands deeper in Google's taxonomy is only a part of what its category is: no other name of that.
        var aliases = sql.List("SELECT category_id, address, former_id, name FROM category_aliases WHERE address IS NOT NULL ORDER BY id", r => (Category: r.Id(0), Address: r.Text(1), Merged: !r.IsNull(2), Name: r.Json<LocalText>(3)))
            .ToLookup(a => a.Category);
        return sql.List(
            "SELECT id, parent_id, code, position, name, attributes, slugs FROM categories",
            r => (r.Id(0), new StoredCategory(r.IdOrNull(1), r.Text(2), r.Int(3), r.Json<LocalText>(4), r.Json<string[]>(5), r.Json<LocalText>(6),
                [.. aliases[r.Id(0)].Select(a => a.Address)], [.. aliases[r.Id(0)].Where(a => a.Merged).SelectMany(a => a.Name.Values).Distinct()])));
    }

    public List<(Guid Id, StoredDistrict Data)> Districts() => sql.List(
        "SELECT id, slug, name, text, position, boundary, added, left_out FROM districts",
        r => (r.Id(0), new StoredDistrict(r.Text(1), r.Json<LocalText>(2), r.Json<LocalText>(3), r.Int(4), r.Json<Boundary>(5), r.Json<Guid[]>(6), r.Json<Guid[]>(7))));

    public List<(string Code, StoredAttribute Data)> Attributes() => sql.List(
        "SELECT code, name, type, unit, value_names FROM attributes",
        r => (r.Text(0), new StoredAttribute(r.Json<LocalText>(1), r.Word<AttributeType>(2), r.TextOrNull(3), r.Json<Dictionary<string, LocalText>>(4))));

    public List<Guid> AllShops() => sql.List("SELECT id FROM shops", r => r.Id(0));

    public List<Guid> AllStores() => sql.List("SELECT id FROM stores", r => r.Id(0));

    /// <summary>The shops of these ids that exist, with how they are got and paid.</summary>
    public List<(Guid Id, StoredShop Data, StoredShopPage Page)> Shops(IEnumerable<Guid> ids) => InChunks(ids, $"""
        SELECT s.id, s.slug, s.name, s.kind, s.strap, s.logo, s.cover, s.tint, s.state, s.holiday, s.story, s.returns, s.legal, s.email, s.phone, s.opened_at, f.ways, p.ways, l.width, l.height, c.width, c.height
        FROM shops s LEFT JOIN media.originals l ON l.hash = {HashOf("s.logo")} LEFT JOIN media.originals c ON c.hash = {HashOf("s.cover")} LEFT JOIN shop_fulfilment f ON f.shop_id = s.id LEFT JOIN shop_payment p ON p.shop_id = s.id WHERE s.id IN {Ids}
        """, r =>
        {
            var getting = r.IsNull(16) ? WaysOfGetting.None : r.Json<WaysOfGetting>(16);
            var paying = r.IsNull(17) ? WaysOfPaying.None : r.Json<WaysOfPaying>(17);
            var ways = new List<FulfilmentKind>();
            if (getting.Collect is not null)
            {
                ways.Add(FulfilmentKind.Collect);
            }

            if (getting.Deliver is not null)
            {
                ways.Add(FulfilmentKind.Deliver);
            }

            if (getting.Ship is not null)
            {
                ways.Add(FulfilmentKind.Ship);
            }

            return (r.Id(0),
                new StoredShop(r.Text(1), r.Text(2), r.Text(3), r.Json<LocalText>(4), Photo(r, 5, 18), Photo(r, 6, 20), r.Text(7), r.Word<ShopState>(8), r.IsNull(9) ? null : r.Json<Holiday>(9), ways),
                new StoredShopPage(r.Json<LocalText>(10), r.Json<LocalText>(11), r.Json<LegalIdentity>(12), r.Text(13), r.TextOrNull(14), getting,
                    new PayingWays(paying.InStore, paying.OnDelivery, paying.Transfer is not null), r.InstantOrNull(15)));
        });

    public List<(Guid Id, StoredStore Data)> Stores(IEnumerable<Guid> ids) => InChunks(ids, $"""
        SELECT id, shop_id, slug, name, address, latitude, longitude, time_zone, hours, closed_until, services, access, phone, position, gone FROM stores WHERE id IN {Ids}
        """, r => (r.Id(0), new StoredStore(
            r.Id(1), r.Text(2), r.Text(3), r.Json<Address>(4), r.Get<double>(5), r.Get<double>(6), r.Text(7), r.Text(8), r.InstantOrNull(9),
            r.Json<string[]>(10), r.Json<LocalText>(11), r.TextOrNull(12), r.Int(13), r.Bool(14))));

    /// <summary>Ids of published products after one, in order: the way through all of them.</summary>
    public List<Guid> PublishedAfter(Guid id, int most) => sql.List(
        "SELECT id FROM products WHERE id > $1 AND state = 'Published' ORDER BY id LIMIT $2", r => r.Id(0), id, most);

    public List<Guid> ProductsOf(Guid shop) => sql.List("SELECT id FROM products WHERE shop_id = $1 AND state = 'Published'", r => r.Id(0), shop);

    /// <summary>The published ones of these products, whole.</summary>
    public Dictionary<Guid, SourceProduct> Products(IEnumerable<Guid> ids)
    {
        var products = InChunks(ids, $"""
            SELECT shop_id, id, handle, category_id, tax_category, language, maker, age_limit, options, attributes, step_unit, step_size, weighed, policy,
                preparation_hours, created_at, updated_at, published_at
            FROM products WHERE id IN {Ids} AND state = 'Published'
            """, Product).ToDictionary(p => p.Row.Id);
        var wanted = products.Values.Select(p => (p.Row.ShopId, p.Row.Id)).ToList();
        InChunks(wanted, $"{Wanted} SELECT t.product_id, t.language, t.field, t.text FROM w CROSS JOIN product_texts t WHERE t.shop_id = w.shop AND t.product_id = w.product",
            r => products[r.Id(0)].Texts.Add((r.Text(1), r.Word<TextField>(2), r.Text(3))));
        InChunks(wanted, $"{Wanted} SELECT p.product_id, p.position, p.media, p.alt, o.width, o.height FROM w CROSS JOIN product_photos p CROSS JOIN media.originals o WHERE p.shop_id = w.shop AND p.product_id = w.product AND o.hash = {HashOf("p.media")}",
            r => products[r.Id(0)].Photos.Add(new SourcePhoto(r.Int(1), r.Text(2), r.Json<LocalText>(3), r.Int(4), r.Int(5))));
        var variants = new Dictionary<Guid, SourceVariant>();
        InChunks(wanted, $"{Wanted} SELECT v.product_id, v.id, v.position, v.sku, v.gtin, v.choice, v.price, v.reduced_since, v.measure, v.weight FROM w CROSS JOIN variants v WHERE v.shop_id = w.shop AND v.product_id = w.product AND NOT v.archived",
            r =>
            {
                var variant = new SourceVariant
                {
                    Row = new Variant
                    {
                        ShopId = default, ProductId = r.Id(0), Id = r.Id(1), Position = r.Int(2), Sku = r.Text(3), Gtin = r.TextOrNull(4), Choice = r.Json<int[]>(5),
                        Price = r.Long(6), ReducedSince = r.InstantOrNull(7), Measure = r.TextOrNull(8), Weight = r.Int(9),
                    },
                };
                products[r.Id(0)].Variants.Add(variant);
                variants.Add(variant.Row.Id, variant);
            });
        InChunks(wanted, $"{Wanted} SELECT c.variant_id, c.at, c.price FROM w CROSS JOIN variants v CROSS JOIN price_changes c WHERE v.shop_id = w.shop AND v.product_id = w.product AND v.reduced_since IS NOT NULL AND c.shop_id = v.shop_id AND c.variant_id = v.id",
            r => variants.GetValueOrDefault(r.Id(0))?.Prices.Add((r.Instant(1), r.Long(2))));
        var promotions = ShownPromotions.Of(sql, [.. products.Values.Select(p => (p.Row.ShopId, p.Row.Id, p.Row.CategoryId))]);
        InChunks(wanted.Where(w => promotions[w.Id].Any(p => p.Promotion.IsPrice)), $"{Wanted} SELECT c.variant_id, c.at, c.price FROM w CROSS JOIN variants v CROSS JOIN price_changes c WHERE v.shop_id = w.shop AND v.product_id = w.product AND v.reduced_since IS NULL AND c.shop_id = v.shop_id AND c.variant_id = v.id",
            r => variants.GetValueOrDefault(r.Id(0))?.Prices.Add((r.Instant(1), r.Long(2))));
        foreach (var product in products.Values)
        {
            product.Promotions.AddRange(promotions[product.Row.Id]);
        }

        foreach (var (_, variant, stock) in Stock(wanted))
        {
            variants.GetValueOrDefault(variant)?.Stock.Add(stock);
        }

        return products;
    }

    /// <summary>The stock of these products (shop and id) by variant and store.</summary>
    public List<(Guid Product, Guid Variant, SourceStock Stock)> Stock(IEnumerable<(Guid Shop, Guid Product)> products)
    {
        var stock = new List<(Guid, Guid, SourceStock)>();
        InChunks(products, $"{Wanted} SELECT v.product_id, v.id, s.store_id, s.on_hand - s.held - s.safety, s.seen_at FROM w CROSS JOIN variants v CROSS JOIN stock s WHERE v.shop_id = w.shop AND v.product_id = w.product AND s.shop_id = v.shop_id AND s.variant_id = v.id",
            r => stock.Add((r.Id(0), r.Id(1), new SourceStock(r.Id(2), Math.Max(0, r.Long(3)), r.Long(4)))));
        return stock;
    }

    // Photos are named by the hex of their hash; originals are kept under its bytes.
    private string HashOf(string column) => sql.Engine is Engine.Sqlite ? $"unhex({column})" : $"decode({column}, 'hex')";

    private static Photo? Photo(SqlRows r, int media, int size) => r.IsNull(size) ? null : new Photo(r.Text(media), r.Int(size), r.Int(size + 1), new Wording("", ""));

    private static SourceProduct Product(SqlRows r) => new()
    {
        Row = new Product
        {
            ShopId = r.Id(0), Id = r.Id(1), Handle = r.Text(2), CategoryId = r.Id(3), TaxCategory = r.Text(4), Language = r.Text(5), Maker = r.TextOrNull(6),
            AgeLimit = r.Int(7), Options = r.Json<ProductOption[]>(8), Attributes = r.Json<Dictionary<string, string>>(9), StepUnit = r.TextOrNull(10), StepSize = r.Int(11),
            Weighed = r.Bool(12), Policy = r.Word<StockPolicy>(13), PreparationHours = r.Int(14), CreatedAt = r.Instant(15), UpdatedAt = r.Instant(16), PublishedAt = r.InstantOrNull(17),
        },
    };

    private List<T> InChunks<T>(IEnumerable<Guid> ids, string query, Func<SqlRows, T> map)
    {
        var all = new List<T>();
        foreach (var chunk in ids.Chunk(AtOnce))
        {
            for (var i = 0; i < AtOnce; i++)
            {
                _ids[i] = i < chunk.Length ? chunk[i] : Guid.Empty;
            }

            all.AddRange(sql.List(query, map, _ids));
        }

        return all;
    }

    private void InChunks(IEnumerable<(Guid Shop, Guid Product)> products, string query, Action<SqlRows> take)
    {
        foreach (var chunk in products.Chunk(AtOnce))
        {
            for (var i = 0; i < AtOnce; i++)
            {
                (_pairs[2 * i], _pairs[(2 * i) + 1]) = i < chunk.Length ? chunk[i] : (Guid.Empty, Guid.Empty);
            }

            using var rows = sql.Query(query, _pairs);
            while (rows.Read())
            {
                take(rows);
            }
        }
    }

    private static string Place(int number) => "$" + number.ToString(CultureInfo.InvariantCulture);

    // CROSS JOIN has SQLite begin with the wanted ones; it would scan the other table whole.
    private static string WantedRows()
    {
        var text = new StringBuilder("WITH w (shop, product) AS (VALUES ");
        for (var i = 0; i < AtOnce; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append('(').Append(Place((2 * i) + 1)).Append(", ").Append(Place((2 * i) + 2)).Append(')');
        }

        return text.Append(')').ToString();
    }
}
