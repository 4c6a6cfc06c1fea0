using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>How a shop's products are written: by this mall's own table, or as another system takes them in.</summary>
internal interface IExportFormat
{
    /// <summary>By which it is asked for; for another system its word.</summary>
    string Name { get; }

    /// <summary>What stands between cells.</summary>
    char Separator => ',';

    /// <summary>Whether only what is on sale is written.</summary>
    bool OnlyPublished => false;

    /// <summary>The columns of the table, in order.</summary>
    IReadOnlyList<string> Columns(ExportedShop shop);

    /// <summary>The rows of a product, cells by column; a column that a row does not name stays empty.</summary>
    IEnumerable<Dictionary<string, string>> Rows(ExportedShop shop, ExportedProduct product);
}

/// <summary>A shop whose products are written.</summary>
/// <param name="Language">In which it writes.</param>
/// <param name="Languages">Others in which it has texts.</param>
/// <param name="Attributes">The codes of those that any product has.</param>
/// <param name="Categories">Each category's code, and its name below those above it.</param>
internal sealed record ExportedShop(string Slug, string Language, string Origin, Currency Currency, IReadOnlyList<string> Languages, IReadOnlyList<string> Attributes, IReadOnlyDictionary<Guid, (string Code, IReadOnlyList<string> Path)> Categories)
{
    /// <summary>A price in major units.</summary>
    public string Price(Variant variant) => new Money(variant.Price, Currency).ToMachine();
}

/// <summary>A product with all that is written of it.</summary>
/// <param name="Photos">Their addresses, in order.</param>
/// <param name="Stock">Pieces in all stores, by variant; none where nobody has counted.</param>
internal sealed record ExportedProduct(Product Product, List<ProductText> Texts, List<Variant> Variants, List<string> Photos, Dictionary<Guid, long> Stock)
{
    public bool Published => Product.State is ProductState.Published;

    /// <summary>A text in the language of the shop.</summary>
    public string Text(TextField field, string language) => Texts.Find(t => t.Field == field && t.Language == language)?.Text ?? "";

    /// <summary>The names of the options.</summary>
    public IEnumerable<string> Options(string language) => Product.Options.Select(o => o.Name.Best(language));

    /// <summary>A variant's value of each option.</summary>
    public IEnumerable<string> Choice(Variant variant, string language) => variant.Choice.Select((value, option) => Product.Options[option].Values[value].Best(language));

    /// <summary>Pieces there; empty where it is made to order, or nobody has counted.</summary>
    public string Pieces(Variant variant) => Product.Policy is not StockPolicy.ToOrder && Stock.TryGetValue(variant.Id, out var pieces) ? pieces.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>The bar code as it stands below the bars.</summary>
    public static string BarCode(Variant variant) => variant.Gtin is { } gtin ? Gtin.Parse(gtin).Printed : "";
}
