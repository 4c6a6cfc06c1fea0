using System.Globalization;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;

namespace Halles.Bench;

/// <summary>Fills a mall with the real catalogues, as merchants who typed them in would have: brand, category, attributes, codes.</summary>
internal sealed class RealMall(MallWriter writer)
{
    public const int Shops = 200;

    private const int LeastInCategory = 4;

    /// <summary>What is taken over of Icecat's attributes, with the unit of numbers; the field's name begins with its type.</summary>
    private static readonly (string Field, string English, string French, string? Unit)[] Attributes =
    [
        ("attr_t_product_colour", "Colour", "Couleur", null), ("attr_t_type", "Type", "Type", null), ("attr_t_printing_colours", "Printing colours", "Couleurs d’impression", null),
        ("attr_t_print_technology", "Print technology", "Technologie d’impression", null), ("attr_t_compatibility", "Compatibility", "Compatibilité", null), ("attr_t_brand_compatibility", "Brand compatibility", "Marque compatible", null),
        ("attr_t_connector_1", "Connector 1", "Connecteur 1", null), ("attr_t_connector_2", "Connector 2", "Connecteur 2", null), ("attr_t_cable_colour", "Cable colour", "Couleur du câble", null),
        ("attr_t_material", "Material", "Matière", null), ("attr_t_processor_family", "Processor family", "Famille de processeur", null), ("attr_t_internal_memory_type", "Memory type", "Type de mémoire", null),
        ("attr_t_operating_system_installed", "Operating system", "Système d’exploitation", null), ("attr_t_ink_type", "Ink type", "Type d’encre", null), ("attr_n_cable_length", "Cable length", "Longueur du câble", "m"),
        ("attr_n_internal_memory", "Memory", "Mémoire", "GB"), ("attr_n_hdd_capacity", "Disk", "Disque", "GB"), ("attr_n_quantity_per_pack", "Pieces", "Pièces", null), ("attr_n_weight", "Weight", "Poids", "g"),
        ("attr_b_bluetooth", "Bluetooth", "Bluetooth", null), ("attr_b_touchscreen", "Touchscreen", "Écran tactile", null), ("attr_b_wi_fi", "Wi-Fi", "Wi-Fi", null),
    ];

    private static readonly Dictionary<string, string> English = new(StringComparer.Ordinal)
    {
        ["Biscuits"] = "Biscuits", ["Petit-déjeuners"] = "Breakfast", ["Chips et frites"] = "Crisps and chips", ["Soupes"] = "Soups", ["Jus de fruits"] = "Fruit juices",
    };

    private readonly Dictionary<string, Guid> _categories = new(StringComparer.Ordinal);

    /// <returns>How many were loaded and how many refused.</returns>
    public async Task<(int Loaded, int Refused)> Load(IReadOnlyList<RawProduct> raw)
    {
        await writer.Write<Done>(s =>
        {
            Taxonomy(s, raw);
            return default(Done);
        });
        var shops = await Founding.OpenShops(writer, Shops);
        var loaded = 0;
        foreach (var few in raw.Index().GroupBy(p => (Shop: p.Index % Shops, p.Item.IsFood)))
        {
            var place = shops[few.Key.Shop];
            var written = await writer.Write<int>(
                s =>
                {
                    var goods = new NewProducts(s, place.Shop, few.Key.IsFood ? "fr" : "en", Currency.Eur);
                    return few.Count(p => Add(s, goods, place, p.Index, few.Key.IsFood ? Food(p.Item) : Electronics(p.Item)));
                }, Lane.Office, LockKey.Of(LockKind.Shop, place.Shop));
            loaded += written.Value;
        }

        return (loaded, raw.Count - loaded);
    }

    private static bool Add(WriteSession s, NewProducts goods, OpenShop place, int index, ProductInput input)
    {
        var added = goods.Add(input with { Variants = [input.Variants[0] with { Price = 100 + (index * 37 % 2900) }] }, publish: true);
        if (added.Ok)
        {
            OpeningStock.Write(s, place.Shop, added.Value.Variants[0].Id, place.Store, 1, Founding.Actor);
        }

        return added.Ok;
    }

    private ProductInput Food(RawProduct raw) => new()
    {
        Name = new LocalText("fr", Cut(raw["product_name"] is { Length: > 0 } name ? name : raw.Sku, 150)),
        Description = new LocalText("fr", Cut(raw["ingredients"], 2_000)),
        Maker = Cut(raw["brands"].Replace(",", ", ", StringComparison.Ordinal), 150),
        CategoryId = _categories.GetValueOrDefault(raw["main_category_fr"], Founding.Category),
        TaxCategory = "food",
        Variants = [Variant(raw, raw.Sku)],
    };

    private ProductInput Electronics(RawProduct raw) => new()
    {
        Name = new LocalText("en", Cut(raw["title"], 200)),
        Description = new LocalText("en", Cut(raw["short_description"], 2_000)),
        Maker = raw["supplier"],
        CategoryId = _categories.GetValueOrDefault(raw["attr_t_product_type"], _categories["electronics"]),
        TaxCategory = "standard",
        Attributes = Attributes.Where(a => raw[a.Field].Length is > 0 and <= 100).ToDictionary(a => Code(a.Field), a => a.Field[5] == 'b' ? raw[a.Field].ToLowerInvariant() : raw[a.Field], StringComparer.Ordinal),
        Variants = [Variant(raw, raw["ean"].Split(' ')[0])],
    };

    private static VariantInput Variant(RawProduct raw, string barcode) =>
        new(null, [], raw.Sku, Gtin.TryParse(barcode, out var gtin, out Problem? _) ? gtin.Value : null, 100, false, null, 500);

    private void Taxonomy(WriteSession s, IReadOnlyList<RawProduct> raw)
    {
        foreach (var (field, english, french, unit) in Attributes)
        {
            s.Db.Add(new ProductAttribute
            {
                Code = Code(field), Name = new LocalText("en", english) { ["fr"] = french }, Unit = unit,
                Type = field[5] switch { 'n' => AttributeType.Number, 'b' => AttributeType.YesNo, _ => AttributeType.Text },
            });
        }

        foreach (var (french, english) in raw.Select(p => p["main_category_fr"]).Where(c => c.Length > 0).Distinct().Select(c => (c, English.GetValueOrDefault(c, c))))
        {
            Add(french, null, new LocalText("fr", french) { ["en"] = english });
        }

        var root = Add("all-electronics", null, new LocalText("en", "Electronics") { ["fr"] = "Électronique" });
        Add("electronics", root, new LocalText("en", "Other electronics") { ["fr"] = "Autre électronique" });
        foreach (var type in raw.Select(p => p["attr_t_product_type"]).Where(t => t.Length > 2).GroupBy(t => t).Where(t => t.Count() >= LeastInCategory).Select(t => t.Key))
        {
            Add(type, root, new LocalText("en", type));
        }

        Guid Add(string name, Guid? parent, LocalText text)
        {
            var id = s.NewId();
            s.Db.Add(new Category { Id = id, ParentId = parent, Code = Slug.From(name), Name = text, Attributes = [.. Attributes.Select(a => Code(a.Field))] });
            s.Changed(Topic.Category, Guid.Empty, id);
            return _categories[name] = id;
        }
    }

    private static string Code(string field) => field[7..].Replace('_', '-');

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
