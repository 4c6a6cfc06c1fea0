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
/// <param name="OptionLanguages">Others in which options are named.</param>
/// <param name="Stores">Those that are not given up, by id and slug, in their order.</param>
internal sealed record ExportedShop(string Slug, string Language, string Origin, Currency Currency, IReadOnlyList<string> Languages, IReadOnlyList<string> Attributes, IReadOnlyDictionary<Guid, (string Code, IReadOnlyList<string> Path)> Categories,
    IReadOnlyList<string> OptionLanguages, IReadOnlyList<string> AltLanguages, IReadOnlyList<(Guid Id, string Slug)> Stores)
{
    /// <summary>A price in major units.</summary>
    public string Price(long price) => new Money(price, Currency).ToMachine();
}

/// <summary>A product with all that is written of it.</summary>
/// <param name="Photos">Their addresses, in order.</param>
/// <param name="Stock">Pieces in all stores, by variant, and how many of them can be ordered; none where nobody has counted.</param>
internal sealed record ExportedProduct(Product Product, List<ProductText> Texts, List<Variant> Variants, List<string> Photos, Dictionary<Guid, (long OnHand, long Available)> Stock)
{
    /// <summary>What is to be seen on each of the photos.</summary>
    public required IReadOnlyList<LocalText> Alts { get; init; }

    /// <summary>Pieces by variant and store; none where nobody has counted.</summary>
    public required IReadOnlyDictionary<(Guid Variant, Guid Store), long> InStores { get; init; }

    /// <summary>Those of the variants whose price is announced as one.</summary>
    public required IReadOnlyDictionary<Guid, PriceReduction> Reductions { get; init; }

    public bool Published => Product.State is ProductState.Published;

    /// <summary>A text in the language of the shop.</summary>
    public string Text(TextField field, string language) => Texts.Find(t => t.Field == field && t.Language == language)?.Text ?? "";

    /// <summary>What others have as a piece of goods that are sold by weight or length, such as <c>100 g</c>; null of what is sold by the piece.</summary>
    public string? Step => Product.StepUnit is { } unit ? string.Create(CultureInfo.InvariantCulture, $"{Product.StepSize} {unit}") : null;

    /// <summary>The name for others, who know only pieces: with what a piece is.</summary>
    public string Title(string language) => Step is { } step ? $"{Text(TextField.Name, language)}, {step}" : Text(TextField.Name, language);

    /// <summary>The price of a piece for others; here goods by weight or length have theirs by the kilogram, litre or metre.</summary>
    public long PiecePrice(Variant variant) => LinePrice.Of(variant.Price, 1, Product.StepUnit, Product.StepSize);

    /// <summary>What a piece of it weighs for others.</summary>
    public int PieceGrams(Variant variant) => Product.StepUnit switch
    {
        "g" => Product.StepSize,
        "kg" => Product.StepSize * 1000,
        _ => variant.Weight,
    };

    /// <summary>The names of the options.</summary>
    public IEnumerable<string> Options(string language) => Product.Options.Select(o => o.Name.Best(language));

    /// <summary>A variant's value of each option.</summary>
    public IEnumerable<string> Choice(Variant variant, string language) => variant.Choice.Select((value, option) => Product.Options[option].Values[value].Best(language));

    /// <summary>Pieces there; empty where it is made to order, or nobody has counted.</summary>
    public string Pieces(Variant variant) => Product.Policy is not StockPolicy.ToOrder && Stock.TryGetValue(variant.Id, out var pieces) ? pieces.OnHand.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Whether it can be ordered now.</summary>
    public bool CanBeOrdered(Variant variant) => Product.Policy is StockPolicy.ToOrder || Stock.GetValueOrDefault(variant.Id).Available > 0;

    /// <summary>The bar code as it stands below the bars.</summary>
    public static string BarCode(Variant variant) => variant.Gtin is { } gtin ? Gtin.Parse(gtin).Printed : "";
}
