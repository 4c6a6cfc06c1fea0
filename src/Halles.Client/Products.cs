namespace Halles.Client;

/// <summary>What a shop keeps of a product: sent whole to make or change it, and read back as it is.</summary>
/// <param name="Name">By language; needed in the language of the shop.</param>
/// <param name="Category">Code of a category that has none below it.</param>
/// <param name="TaxCategory"><c>standard</c>, <c>food</c>, <c>books</c>, <c>plants</c>, <c>press</c>, <c>intermediate</c> or <c>zero</c>.</param>
/// <param name="Variants">Those that the options make, each by its choice; one alone without options. What is not named stays as it is, or takes after its sibling.</param>
/// <param name="Description">Markdown without HTML, by language.</param>
/// <param name="Safety">Warnings and safety information, by language.</param>
/// <param name="Maker">The manufacturer's name and place.</param>
/// <param name="AgeLimit">Sold from this age on; 0 when there is no limit.</param>
/// <param name="Attributes">Values by the mall's attribute codes.</param>
/// <param name="StepUnit">For goods sold by weight, volume or length: the unit of a step, such as <c>g</c>; null by the piece.</param>
/// <param name="StepSize">How many units one step is.</param>
/// <param name="Weighed">The final weight is entered when it is ready.</param>
/// <param name="Policy"><c>counted</c>, <c>daily</c> or <c>to-order</c>.</param>
/// <param name="PreparationHours">What a piece made to order takes.</param>
/// <param name="Options">Three at most, such as size and colour.</param>
/// <param name="StillRight">Translations that are right although the own text changes, such as <c>description.en</c>.</param>
public sealed record ProductContent(
    IReadOnlyDictionary<string, string> Name, string Category, string TaxCategory, IReadOnlyList<VariantContent> Variants, IReadOnlyDictionary<string, string>? Description = null,
    IReadOnlyDictionary<string, string>? Safety = null, string? Maker = null, int AgeLimit = 0, IReadOnlyDictionary<string, string>? Attributes = null, string? StepUnit = null, int StepSize = 1,
    bool Weighed = false, string Policy = "counted", int PreparationHours = 0, IReadOnlyList<OptionContent>? Options = null, IReadOnlyList<string>? StillRight = null);

/// <summary>An option and its values in order, by language.</summary>
public sealed record OptionContent(IReadOnlyDictionary<string, string> Name, IReadOnlyList<IReadOnlyDictionary<string, string>> Values);

/// <summary>One thing that can be bought.</summary>
/// <param name="Price">VAT included; of one kg, l or m for goods sold by steps.</param>
/// <param name="Sku">The shop's own number; one is made when a new variant has none.</param>
/// <param name="Gtin">8, 12, 13 or 14 digits.</param>
/// <param name="Choice">A value of each option, in the language of the shop.</param>
/// <param name="Measure">Contents, such as <c>800 g</c>, for the unit price.</param>
/// <param name="WeightGrams">With its packing, for shipping.</param>
/// <param name="Reduced">Announce the price as a reduction, where the law allows it (lowest price of the 30 days before).</param>
public sealed record VariantContent(
    Amount Price, string? Sku = null, string? Gtin = null, IReadOnlyList<string>? Choice = null, string? Measure = null, int WeightGrams = 0, bool Reduced = false);

/// <summary>A product of the shop with all that it keeps of it.</summary>
/// <param name="Language">In which the shop writes: the others are translations.</param>
/// <param name="Content">Change it and send it back.</param>
/// <param name="Outdated">Translations whose own text has changed since, such as <c>description.en</c>.</param>
public sealed record ProductSheet(OwnProduct Product, string Language, ProductContent Content, IReadOnlyList<string> Outdated);

/// <summary>Puts a product on sale, takes it off, or puts it away.</summary>
/// <param name="State"><c>published</c>, <c>draft</c> or <c>archived</c>.</param>
public sealed record ProductStateRequest(string State);
