using System.Text.RegularExpressions;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>What of a WooCommerce export is read.</summary>
internal enum WooCommerceColumn
{
    Id,
    Type,
    Sku,
    Gtin,
    Name,
    Published,
    Short,
    Description,
    TaxClass,
    InStock,
    Stock,
    Weight,
    Sale,
    Price,
    Categories,
    Tags,
    Images,
    Parent,
    Brand,
}

/// <summary>
/// Where a product export of WooCommerce has what. Its header is in the language of the site, and translators change their
/// words, but a whole export has its columns in one order: they are counted from the weight and the three measures behind it,
/// whose units stand in brackets in every language. Of an export of some columns only the words tell.
/// </summary>
internal sealed partial class WooCommerceHeader
{
    private const int MostAttributes = 40;

    private const int LastFixed = 20;
    private const int GtinPlace = 2;
    private const int LowStockPlace = 15;

    /// <summary>The columns before the weight, in order; null where they are not read.</summary>
    private static readonly WooCommerceColumn?[] Before =
    [
        WooCommerceColumn.Type, WooCommerceColumn.Sku, WooCommerceColumn.Gtin, WooCommerceColumn.Name, WooCommerceColumn.Published, null, null, WooCommerceColumn.Short, WooCommerceColumn.Description,
        null, null, null, WooCommerceColumn.TaxClass, WooCommerceColumn.InStock, WooCommerceColumn.Stock, null, null, null,
    ];

    /// <summary>So far behind the weight they stand.</summary>
    private static readonly Dictionary<WooCommerceColumn, int> Behind = new()
    {
        [WooCommerceColumn.Sale] = 6, [WooCommerceColumn.Price] = 7, [WooCommerceColumn.Categories] = 8, [WooCommerceColumn.Tags] = 9, [WooCommerceColumn.Images] = 11, [WooCommerceColumn.Parent] = 14, [WooCommerceColumn.Brand] = LastFixed + 1,
    };

    private static readonly Dictionary<WooCommerceColumn, string[]> Words = new()
    {
        [WooCommerceColumn.Id] = ["ID"],
        [WooCommerceColumn.Type] = ["Type", "Typ", "Tipo", "Тип"],
        [WooCommerceColumn.Sku] = ["SKU", "UGS", "Artikelnummer", "Artikelnummer (SKU)", "Art.-Nr.", "Артикул"],
        [WooCommerceColumn.Name] = ["Name", "Nom", "Nombre", "Nome", "Naam", "Имя"],
        [WooCommerceColumn.Published] = ["Published", "Publié", "Veröffentlicht", "Publicado", "Pubblicato", "Gepubliceerd", "Опубликован"],
        [WooCommerceColumn.Short] = ["Short description", "Description courte", "Kurzbeschreibung", "Descripción corta", "Korte beschrijving", "Korte omschrijving", "Короткое описание"],
        [WooCommerceColumn.Description] = ["Description", "Beschreibung", "Descripción", "Beschrijving", "Описание"],
        [WooCommerceColumn.TaxClass] = ["Tax class", "Classe de TVA", "Steuerklasse", "Clase de impuesto", "Belastingklasse", "Налоговый класс"],
        [WooCommerceColumn.InStock] = ["In stock?", "En stock ?", "Vorrätig?", "¿Existencias?", "¿En inventario?", "Op voorraad?", "В наличии?"],
        [WooCommerceColumn.Stock] = ["Stock", "Lager", "Bestand", "Lagerbestand", "Inventario", "Voorraad"],
        [WooCommerceColumn.Sale] = ["Sale price", "Tarif promo", "Angebotspreis", "Precio rebajado", "Actieprijs"],
        [WooCommerceColumn.Price] = ["Regular price", "Tarif régulier", "Regulärer Preis", "Precio normal", "Reguliere prijs", "Базовая цена"],
        [WooCommerceColumn.Categories] = ["Categories", "Catégories", "Kategorien", "Categorías", "Categorieën", "Категории"],
        [WooCommerceColumn.Tags] = ["Tags", "Étiquettes", "Schlagwörter", "Etiquetas", "Метки"],
        [WooCommerceColumn.Images] = ["Images", "Bilder", "Imágenes", "Afbeeldingen", "Изображения"],
        [WooCommerceColumn.Parent] = ["Parent", "Übergeordnetes Produkt", "Superior", "Hoofd"],
        [WooCommerceColumn.Brand] = ["Brands", "Marques", "Marken", "Marcas", "Merken"],
    };

    private readonly Dictionary<WooCommerceColumn, string> _columns;

    private WooCommerceHeader(TableColumns columns, Dictionary<WooCommerceColumn, string> found)
    {
        _columns = found;
        Attributes = [.. Enumerable.Range(1, MostAttributes).Select(n => Attribute(columns, n)).OfType<(string, string)>()];
        var weight = this[WooCommerceColumn.Weight];
        WeightUnit = weight.Length == 0 ? "" : weight[(weight.LastIndexOfAny(['(', '（']) + 1)..^1];
    }

    /// <summary>The columns of name and values of each attribute.</summary>
    public IReadOnlyList<(string Name, string Values)> Attributes { get; }

    public string WeightUnit { get; }

    /// <summary>The column's name in this file; empty when it has none.</summary>
    public string this[WooCommerceColumn column] => _columns.GetValueOrDefault(column, "");

    /// <summary>Of a header of WooCommerce; null of any other.</summary>
    public static WooCommerceHeader? Of(TableColumns columns)
    {
        var named = Words.Select(w => (w.Key, Name: Array.Find(w.Value, columns.Has))).Where(n => n.Name is not null).ToDictionary(n => n.Key, n => n.Name!);
        if (columns.Names.FirstOrDefault(n => n.StartsWith("GTIN, UPC, EAN", StringComparison.Ordinal)) is { } gtin)
        {
            named[WooCommerceColumn.Gtin] = gtin;
        }

        var measures = Measures(columns);
        if (measures >= 0 || columns.Names.FirstOrDefault(n => WeightAlone().IsMatch(n)) is not null)
        {
            named[WooCommerceColumn.Weight] = measures >= 0 ? columns.Names[measures] : columns.Names.First(n => WeightAlone().IsMatch(n));
        }

        var placed = Placed(columns, measures);
        if (placed is not null && named.All(n => placed.GetValueOrDefault(n.Key, n.Value).Equals(n.Value, StringComparison.OrdinalIgnoreCase)))
        {
            return new WooCommerceHeader(columns, named.Concat(placed.Where(p => !named.ContainsKey(p.Key))).ToDictionary());
        }

        var told = named.ContainsKey(WooCommerceColumn.Name) && named.ContainsKey(WooCommerceColumn.Sku)
            && ((named.ContainsKey(WooCommerceColumn.Type) && named.ContainsKey(WooCommerceColumn.Price)) || (named.ContainsKey(WooCommerceColumn.Short) && !HasOtherPrice()));
        return told ? new WooCommerceHeader(columns, named) : null;

        // Plain tables have names, numbers and short descriptions too, but call the price as WooCommerce never does.
        bool HasOtherPrice() => MappedTable.Guess(columns).TryGetValue(TableField.Price, out var price) && !named.Values.Contains(price, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Where four columns with a unit in brackets stand together; -1 where none do.</summary>
    private static int Measures(TableColumns columns)
    {
        for (var i = 0; i + 3 < columns.Names.Count; i++)
        {
            if (Enumerable.Range(i, 4).All(c => InUnits().IsMatch(columns.Names[c])))
            {
                return i;
            }
        }

        return -1;
    }

    private static Dictionary<WooCommerceColumn, string>? Placed(TableColumns columns, int weight)
    {
        var names = columns.Names;
        var begin = names is [var first, ..] && first.Equals("ID", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (weight < begin || names.Count <= weight + LastFixed)
        {
            return null;
        }

        // Older exports have no number under the bars, and still older ones no low stock.
        List<WooCommerceColumn?>? before = (Before.Length - (weight - begin)) switch
        {
            0 => [.. Before],
            1 => [.. Before.Where((_, i) => i != GtinPlace)],
            2 => [.. Before.Where((_, i) => i is not (GtinPlace or LowStockPlace))],
            _ => null,
        };
        if (before is null)
        {
            return null;
        }

        var placed = before.Index().Where(b => b.Item is not null).ToDictionary(b => b.Item!.Value, b => names[begin + b.Index]);
        foreach (var (column, behind) in Behind.Where(b => weight + b.Value < names.Count && !(b.Key is WooCommerceColumn.Brand && NoBrand().IsMatch(names[weight + b.Value]))))
        {
            placed[column] = names[weight + behind];
        }

        if (begin == 1)
        {
            placed[WooCommerceColumn.Id] = names[0];
        }

        placed[WooCommerceColumn.Weight] = names[weight];
        return placed;
    }

    /// <summary>An attribute's first two columns bear its number, whatever the words; files to download bear numbers too, and end with an address.</summary>
    private static (string Name, string Values)? Attribute(TableColumns columns, int number)
    {
        if (columns.Has($"Attribute {number} name"))
        {
            return ($"Attribute {number} name", $"Attribute {number} value(s)");
        }

        List<string> found = [];
        foreach (var name in columns.Names.Where(n => !n.Contains(':', StringComparison.Ordinal) && Numbers().Match(n) is { Success: true } match && match.Value == $"{number}"))
        {
            if (!name.Contains("URL", StringComparison.OrdinalIgnoreCase))
            {
                found.Add(name);
            }
            else if (found.Count < 3)
            {
                found.Clear();
            }
        }

        return found.Count < 2 ? null : (found[0], found[1]);
    }

    [GeneratedRegex(@"[(（][^()（）]{1,5}[)）]$")]
    private static partial Regex InUnits();

    [GeneratedRegex(@"^\p{L}+ \((kg|g|lbs|oz)\)$")]
    private static partial Regex WeightAlone();

    [GeneratedRegex(@"\d|:")]
    private static partial Regex NoBrand();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])\d{1,2}(?![\p{L}\p{N}])")]
    private static partial Regex Numbers();
}
