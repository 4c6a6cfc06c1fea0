using System.Runtime.InteropServices;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;

namespace Halles.Mall.Storefront;

/// <summary>Turns products of the system of record into the rows that pages, lists and search read.</summary>
internal sealed class ProductWriter(SqlSession sql, ShelfChanges changes, DateTimeOffset now)
{
    private readonly Roster _roster = changes.Roster;
    private readonly TextWriter _text = new(sql, changes);
    private readonly RosterKeys _keys = changes.Roster.Keys;
    private readonly Dictionary<string, AttributeEntry> _attributes = changes.Roster.Attributes.OfType<AttributeEntry>().ToDictionary(a => a.Code, StringComparer.Ordinal);

    /// <summary>Writes a product, or takes it away when shoppers may not see it (or no longer).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="product">What the system of record has; null when that is nothing published.</param>
    public void Write(Guid id, SourceProduct? product)
    {
        var key = KeyOf(id);
        if (product is null || product.Variants.Count == 0 || !_keys.Shops.TryGetValue(product.Row.ShopId, out var shop))
        {
            if (key != 0)
            {
                Remove(key);
            }

            return;
        }

        var isNew = key == 0;
        key = isNew ? changes.NewKey() : key;
        product.Variants.Sort((a, b) => (a.Row.Position, a.Row.Id).CompareTo((b.Row.Position, b.Row.Id)));
        product.Photos.Sort((a, b) => a.Position.CompareTo(b.Position));
        var row = product.Row;
        var soldBy = row.StepUnit is { } sign && Units.TryParse(sign, out var unit) ? new SoldBy(unit, row.StepSize, row.Weighed) : SoldBy.Piece;
        var category = _keys.Categories.GetValueOrDefault(row.CategoryId);
        var variants = product.Variants.Select(v => Priced(product, v, soldBy)).ToList();
        var stock = Stock(product);
        var lines = Attributes(row);
        var name = Texts(product, TextField.Name);
        var old = isNew ? 0 : sql.Scalar<long>("SELECT text_hash FROM products WHERE key = $1", key);
        var words = new ProductWords(product, name, _roster.Shops[shop]!, category, lines);
        var hash = _text.Write(key, words, isNew ? null : old);
        WriteRow(key, shop, category, product, soldBy, variants, stock, name, hash);
        WritePages(key, product, soldBy, variants, lines, name);
        WriteCodes(key, product, isNew);
        changes.Put(key, new ShelfRow
        {
            Shop = shop,
            Category = category,
            Price = variants.Min(v => v.Price),
            Published = Published(row),
            Facets = Facets(lines),
            Stores = StockEntry.StoresIn(stock),
            Flags = Flags(row, soldBy),
            NameWords = (byte)words.NameWords,
        });
    }

    /// <summary>Writes the stock of a product that is here and whose other facts have not changed.</summary>
    public void WriteStock(int key, IReadOnlyList<(Guid Variant, SourceStock Stock)> stock)
    {
        var kept = sql.Query("SELECT detail FROM pages WHERE key = $1", key * (long)StorefrontSchema.MostLanguages);
        StoredPage? page;
        using (kept)
        {
            page = kept.Read() ? JsonSerializer.Deserialize(kept.Bytes(0), StorefrontJson.Kept.StoredPage) : null;
        }

        if (page is null)
        {
            return;
        }

        var entries = new List<StockEntry>();
        for (var i = 0; i < page.Variants.Count; i++)
        {
            foreach (var (variant, at) in stock)
            {
                if (variant == page.Variants[i].Id && _keys.Stores.TryGetValue(at.Store, out var store))
                {
                    entries.Add(new StockEntry(i, store, at.Available, at.SeenAt));
                }
            }
        }

        var span = CollectionsMarshal.AsSpan(entries);
        sql.Execute("UPDATE products SET stock = $2, available = $3 WHERE key = $1", key, StockEntry.Write(span), StockEntry.Sum(span));
        changes.Put(key, changes.Row(key) with { Stores = StockEntry.StoresIn(span) });
    }

    public int KeyOf(Guid id) => sql.Scalar<int>("SELECT key FROM products WHERE id = $1", id);

    public void Remove(int key)
    {
        sql.Execute("DELETE FROM products WHERE key = $1", key);
        sql.Execute("DELETE FROM pages WHERE key >= $1 AND key < $2", key * (long)StorefrontSchema.MostLanguages, (key + 1) * (long)StorefrontSchema.MostLanguages);
        RemoveCodes(key);
        _text.Remove(key);
        changes.Remove(key);
    }

    private void WriteRow(
        int key, int shop, int category, SourceProduct product, SoldBy soldBy, List<StoredVariant> variants, StockEntry[] stock, LocalText name, long hash)
    {
        var row = product.Row;
        var shown = variants.MinBy(v => v.Price)!;
        sql.Execute(
            """
            INSERT OR REPLACE INTO products (key, id, shop, category, price, dearest, published, updated, flags, stock, available,
                handle, sku, gtin, lowest, reduced, per, unit_price, unit, photo, age_limit, languages, text_hash, photo_width, photo_height)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
            """,
            key, row.Id, shop, category, shown.Price, variants.Max(v => v.Price), Published(row), row.UpdatedAt.Micros(), (int)Flags(row, soldBy),
            StockEntry.Write(stock), StockEntry.Sum(stock),
            row.Handle, shown.Sku, shown.Gtin, shown.Lowest, shown.Reduced, soldBy.Unit is Unit.Piece ? null : (int)soldBy.Unit.Base(), shown.UnitPrice, (int?)shown.Unit,
            product.Photos.FirstOrDefault()?.Media, row.AgeLimit, string.Join(' ', _roster.Mall.Languages.Where(name.ContainsKey)), hash,
            product.Photos.FirstOrDefault()?.Width, product.Photos.FirstOrDefault()?.Height);
    }

    private void WritePages(int key, SourceProduct product, SoldBy soldBy, List<StoredVariant> variants, List<AttributeLineKey> lines, LocalText name)
    {
        var row = product.Row;
        // What lowers the price itself is told by the price alone, with the lowest of the 30 days before (Promotion.IsPrice).
        var promotions = product.Promotions.Where(s => s.HoldsAt(now)).Select(s => s.Promotion).Where(p => !p.IsReduction && !(p.Uses >= p.LimitAll))
            .Select(p => new RunningPromotion(new Wording(p.Name, p.Language), p.Terms, p.EndsAt)).ToList();
        var (description, safety) = (Texts(product, TextField.Description), Texts(product, TextField.Safety));
        for (var i = 0; i < _roster.Mall.Languages.Count; i++)
        {
            var language = _roster.Mall.Languages[i];
            var options = row.Options.Select(o => new OptionLine(Wording.Of(o.Name, language), [.. o.Values.Select(v => Wording.Of(v, language))])).ToList();
            var page = new StoredPage(
                Wording.Of(description, language), Wording.Of(safety, language), row.Maker, [.. lines.Select(l => l.In(language))], options,
                [.. variants.Select(v => v with { Words = Words(options, v.Choice) })],
                [.. product.Photos.Select(p => new Photo(p.Media, p.Width, p.Height, Wording.Of(p.Alt, language)))], soldBy, row.Policy, row.PreparationHours, row.TaxCategory,
                promotions);
            var (shown, alt) = (Wording.Of(name, language), page.Photos.Count > 0 ? page.Photos[0].Alt : new Wording("", language));
            sql.Execute(
                "INSERT OR REPLACE INTO pages (key, name, name_language, alt, alt_language, detail) VALUES ($1, $2, $3, $4, $5, $6)",
                (key * (long)StorefrontSchema.MostLanguages) + i, shown.Text, shown.Language, alt.Text, alt.Language, JsonSerializer.SerializeToUtf8Bytes(page, StorefrontJson.Kept.StoredPage));
        }
    }

    private void WriteCodes(int key, SourceProduct product, bool isNew)
    {
        if (!isNew)
        {
            RemoveCodes(key);
        }

        foreach (var variant in product.Variants)
        {
            sql.Execute("INSERT OR REPLACE INTO variants (id, product) VALUES ($1, $2)", variant.Row.Id, key);
            foreach (var code in (string?[])[variant.Row.Sku, variant.Row.Gtin])
            {
                if (code is not null && SearchCode.Of(code) is { Length: > 0 } plain)
                {
                    sql.Execute("INSERT OR IGNORE INTO codes (code, product) VALUES ($1, $2)", plain, key);
                }
            }
        }
    }

    private void RemoveCodes(int key)
    {
        sql.Execute("DELETE FROM variants WHERE product = $1", key);
        sql.Execute("DELETE FROM codes WHERE product = $1", key);
    }

    private StoredVariant Priced(SourceProduct product, SourceVariant variant, SoldBy soldBy)
    {
        var row = variant.Row;
        var running = product.Promotions.Where(s => s.HoldsAt(now)).Select(s => s.Promotion).Where(p => p.IsPrice).ToList();
        var price = new Money(running.Select(p => p.Reduced(row.Price)).Append(row.Price).Min(), _roster.Currency);
        var reduction = row.ReducedSince is null && price.Minor == row.Price ? null : PriceReduction.At(ShownPromotions.Asked(Prices(product, variant), product.Promotions), now);
        // Of one whole unit, and of what is sold by the unit, the price says it already.
        UnitPrice? unitPrice = soldBy.Unit is Unit.Piece && Measure.TryParse(row.Measure, out var content) && content.Amount != content.Unit.PerBase() ? Kernel.UnitPrice.Of(price, content) : null;
        return new StoredVariant(
            row.Id, row.Sku, row.Gtin, row.Choice, "", price.Minor, reduction?.LowestBefore.Minor, reduction?.Since.Micros(), unitPrice?.Price.Minor, unitPrice?.Per, row.Measure, row.Weight);
    }

    // What was never changed since it was published was asked for from then on.
    private List<Kernel.PriceChange> Prices(SourceProduct product, SourceVariant variant) => variant.Prices.Count == 0
        ? [new(product.Row.PublishedAt ?? product.Row.CreatedAt, new Money(variant.Row.Price, _roster.Currency))]
        : [.. variant.Prices.OrderBy(p => p.At).Select(p => new Kernel.PriceChange(p.At, new Money(p.Price, _roster.Currency)))];

    private StockEntry[] Stock(SourceProduct product) =>
        [.. product.Variants.SelectMany((v, i) => v.Stock.Where(s => _keys.Stores.ContainsKey(s.Store)).Select(s => new StockEntry(i, _keys.Stores[s.Store], s.Available, s.SeenAt)))];

    private List<AttributeLineKey> Attributes(Product row) =>
        [.. row.Attributes.Where(a => a.Value.Length > 0 && _attributes.ContainsKey(a.Key)).Select(a => new AttributeLineKey(_attributes[a.Key], a.Value))];

    private int[] Facets(List<AttributeLineKey> lines) => [.. lines.Select(l => changes.ValueKey(sql, new FacetValue(l.Attribute.Key, l.Value)))];

    private static ProductFlags Flags(Product row, SoldBy soldBy) =>
        (row.Policy is StockPolicy.ToOrder ? ProductFlags.ToOrder : 0) | (soldBy.Unit is Unit.Piece ? ProductFlags.ByPiece : 0);

    private static long Published(Product row) => (row.PublishedAt ?? row.CreatedAt).Micros();

    /// <summary>A text of a product in all its languages, its own first: that is the one shown where a translation is missing.</summary>
    private static LocalText Texts(SourceProduct product, TextField field)
    {
        var text = new LocalText();
        foreach (var (language, _, words) in product.Texts.Where(t => t.Field == field && t.Text.Length > 0).OrderBy(t => t.Language != product.Row.Language))
        {
            text[language] = words;
        }

        return text;
    }

    private static string Words(List<OptionLine> options, IReadOnlyList<int> choice) =>
        string.Join(", ", choice.Zip(options).Where(c => c.First >= 0 && c.First < c.Second.Values.Count).Select(c => c.Second.Values[c.First].Text));
}

/// <summary>A value of an attribute that a product has.</summary>
internal sealed record AttributeLineKey(AttributeEntry Attribute, string Value)
{
    public AttributeLine In(string language) => new(
        Attribute.Code, Wording.Of(Attribute.Data.Name, language), Value, Attribute.Words(Value, language), Attribute.Data.Type, Attribute.Data.Unit);
}
