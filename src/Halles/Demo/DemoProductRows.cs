using System.Globalization;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Demo;

/// <summary>The products of a shop of the demo, with texts, variants, prices and pictures.</summary>
internal sealed class DemoProductRows(DemoShop shop, DemoTaxonomyRows taxonomy, DemoPictures pictures, DateTimeOffset now)
{
    private readonly Guid _shop = DemoShopRows.Id(shop);
    private readonly HashSet<string> _handles = new(StringComparer.Ordinal);

    /// <summary>Writes them, and gives each with its variants.</summary>
    public List<(DemoProduct Written, Product Product, List<Variant> Variants)> Write(WriteSession s) => [.. shop.Products.Select(p => Write(s, p))];

    private (DemoProduct Written, Product Product, List<Variant> Variants) Write(WriteSession s, DemoProduct p)
    {
        var created = Created(p);
        var product = new Product
        {
            ShopId = _shop,
            Id = Seeded.Id("product:" + p.Sku, created),
            Handle = Slug.Unique(p.Name["fr"], _handles.Contains),
            State = ProductState.Published,
            CategoryId = taxonomy.Category(p.Category),
            TaxCategory = p.Tax,
            Language = "fr",
            Maker = p.Maker,
            AgeLimit = p.Age,
            Options = [.. (p.Options ?? []).Select(o => new ProductOption(o.Name, [.. o.Values.Select(Words)]))],
            Attributes = Attributes(p),
            StepUnit = p.Sold?.Unit,
            StepSize = p.Sold?.Step ?? 1,
            Weighed = p.Sold?.Weighed ?? false,
            Policy = p.Stock switch { "daily" => StockPolicy.Daily, "to-order" => StockPolicy.ToOrder, _ => StockPolicy.Counted },
            PreparationHours = p.PrepHours,
            CreatedAt = created,
            UpdatedAt = created,
            PublishedAt = created,
        };
        _handles.Add(product.Handle);
        s.Insert(product);
        s.Changed(Topic.Product, _shop, product.Id);
        WriteTexts(s, p, product.Id);
        WritePhotos(s, p, product.Id);
        var variants = DemoVariants.Of(p, product, now);
        foreach (var variant in variants)
        {
            s.Insert(variant);
            s.Insert(DemoVariants.Prices(p, variant, created, now));
        }

        return (p, product, variants);
    }

    /// <summary>Between the shop's opening and sixty days ago.</summary>
    private DateTimeOffset Created(DemoProduct p)
    {
        var opened = DemoShopRows.Opened(shop);
        var until = now.AddDays(-60);
        return opened >= until ? until : opened.AddHours(Seeded.Pick("created:" + p.Sku, (int)Math.Max(1, (until - opened).TotalHours)));
    }

    private void WriteTexts(WriteSession s, DemoProduct p, Guid id)
    {
        foreach (var (field, text) in new[] { (TextField.Name, p.Name), (TextField.Description, p.Text), (TextField.Safety, p.Safety ?? []) })
        {
            s.Insert(text.Select(t => new ProductText
            {
                ShopId = _shop,
                ProductId = id,
                Language = t.Key,
                Field = field,
                Text = t.Value,
                State = t.Key == "fr" ? TextState.Own : TextState.Translated,
            }));
        }
    }

    private void WritePhotos(WriteSession s, DemoProduct p, Guid id) =>
        s.Insert(pictures.PhotosOf(p).Select((hash, i) => new ProductPhoto
        {
            ShopId = _shop,
            ProductId = id,
            Position = i,
            Media = hash,
            Alt = i == 0 ? p.Name : new LocalText { ["fr"] = p.Name["fr"] + ", autre vue", ["en"] = p.Name["en"] + ", another view" },
        }));

    private static LocalText Words(Dictionary<string, JsonElement> value) =>
        new() { ["fr"] = value["fr"].GetString()!, ["en"] = value["en"].GetString()! };

    private static Dictionary<string, string> Attributes(DemoProduct p) => (p.Attributes ?? []).ToDictionary(
        a => a.Key,
        a => a.Value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => a.Value.GetDecimal().ToString(CultureInfo.InvariantCulture),
            _ => DemoContent.Code(a.Value.GetString()!),
        },
        StringComparer.Ordinal);
}
