using Halles.Kernel;
using Halles.Kernel.Tables;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>Something that is to be said of a row of a file.</summary>
/// <param name="Row">As a spreadsheet counts: the header is row 1.</param>
/// <param name="Column">The column's name in the file; empty where it is the row as a whole.</param>
public sealed record RowProblem(int Row, string Column, Problem Problem);

/// <summary>A photo of another system.</summary>
/// <param name="Address">Where it can be fetched.</param>
/// <param name="Alt">What it shows; empty when that is not said.</param>
public sealed record SourcePhoto(string Address, string Alt = "")
{
    /// <summary>The same in other languages than the shop's; null where the file has none.</summary>
    public LocalText? Alts { get; init; }
}

/// <summary>A variant as a file has it.</summary>
/// <param name="Row">The row that it stands in.</param>
/// <param name="Choice">For each option of the product, the value's words.</param>
public sealed record SourceVariant(int Row, IReadOnlyList<string> Choice)
{
    public string? Sku { get; init; }

    /// <summary>A valid GTIN of 14 digits.</summary>
    public string? Gtin { get; init; }

    /// <summary>In major units of <see cref="Currency"/>; null when the file says none.</summary>
    public decimal? Price { get; init; }

    /// <summary>The ISO 4217 code that stands beside the price; null when none does.</summary>
    public string? Currency { get; init; }

    /// <summary>Pieces there; null when the other system keeps no count.</summary>
    public long? Quantity { get; init; }

    /// <summary>Pieces in each store by its slug, as only the mall's own table says it.</summary>
    public IReadOnlyDictionary<string, long> Stores { get; init; } = NoStores;

    private static readonly Dictionary<string, long> NoStores = [];

    /// <summary>Since when its price is announced as a reduction, and the lowest of the 30 days before, in major units; as only the mall's own table says it.</summary>
    public (DateTimeOffset Since, decimal Before)? Reduction { get; init; }

    public int Grams { get; init; }

    /// <summary>Contents such as <c>800 g</c>.</summary>
    public string? Measure { get; init; }
}

/// <summary>How a product is sold, as only the mall's own table says it.</summary>
/// <param name="StepUnit">The unit in which it is sold by measure; null where it is sold by the piece.</param>
public sealed record SourceTerms(StockPolicy Policy, int PreparationHours, int AgeLimit, string? StepUnit, int StepSize, bool Weighed);

/// <summary>A product as a file of another system has it, in this mall's terms, not yet held against what the mall knows.</summary>
/// <param name="key">By what the other system tells it from others; the same in each export.</param>
public sealed class SourceProduct(string key)
{
    public string Key => key;

    /// <summary>All rows of the file that say something of it.</summary>
    public List<int> Rows { get; } = [];

    public string Name { get; set; } = "";

    /// <summary>Markdown.</summary>
    public string Description { get; set; } = "";

    /// <summary>In the other system's words, the wider before the narrower: "Home &gt; Vases"; empty when none is said.</summary>
    public string Category { get; set; } = "";

    /// <summary>One of the mall's tax categories; null when the file does not say.</summary>
    public string? Tax { get; set; }

    /// <summary>What the other system calls its tax, and the column that says so; null where it says none.</summary>
    public (string Column, string Words)? TheirTax { get; set; }

    public string? Maker { get; set; }

    /// <summary>Warnings and the like, Markdown.</summary>
    public string Safety { get; set; } = "";

    /// <summary>How it is sold; null when the file does not say.</summary>
    public SourceTerms? Terms { get; set; }

    /// <summary>Whether it is on sale there.</summary>
    public bool Published { get; set; }

    /// <summary>The names of its options.</summary>
    public List<string> Options { get; } = [];

    public List<SourceVariant> Variants { get; } = [];

    /// <summary>The system has no variants, so that having one of it says nothing of how many there are.</summary>
    public bool KnowsNoVariants { get; init; }

    /// <summary>Whether the file says how many there are of any variant.</summary>
    public bool IsCounted => Variants.Exists(v => v.Quantity is not null || v.Stores.Count > 0);

    public List<SourcePhoto> Photos { get; } = [];

    /// <summary>By the other system's name of the attribute.</summary>
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Texts in other languages than the shop's: by field (<c>name</c>, <c>description</c>) and language.</summary>
    public Dictionary<(string Field, string Language), string> Translations { get; } = [];

    /// <summary>Words of its options in other languages: by the option's place and the value; the empty word is the option's name.</summary>
    public Dictionary<(int Option, string Word), LocalText> Words { get; } = [];

    /// <summary>Why it cannot be taken; empty when it can.</summary>
    public List<RowProblem> Refused { get; } = [];

    /// <summary>What was left out or done otherwise than the file says.</summary>
    public List<RowProblem> Notes { get; } = [];

    /// <summary>The same where it is true only of products that are not here yet.</summary>
    public List<RowProblem> NotesOfNew { get; } = [];

    /// <summary>What was left out of many products alike: told once for a column, with how many it was.</summary>
    public List<(string Column, Problem Problem, bool OnlyOfNew)> Once { get; } = [];

    /// <summary>The row by which the file names it.</summary>
    public int Row => Rows[0];

    /// <summary>A row that cannot be read, so that it is counted and told.</summary>
    public static SourceProduct Unreadable(TableRow row, string column, Problem problem)
    {
        var product = new SourceProduct("") { Rows = { row.Number } };
        product.Refuse(row.Number, column, problem);
        return product;
    }

    /// <summary>Says why it cannot be taken; once, for work may run again.</summary>
    public void Refuse(int row, string column, Problem problem) => Tell(Refused, row, column, problem);

    /// <summary>Says what was left out or done otherwise; once, for work may run again.</summary>
    /// <param name="onlyOfNew">It is true only of products that are not here yet.</param>
    public void Note(int row, string column, Problem problem, bool onlyOfNew = false) => Tell(onlyOfNew ? NotesOfNew : Notes, row, column, problem);

    /// <summary>Says what was left out, once for the column in the whole file.</summary>
    /// <param name="onlyOfNew">It is true only of products that are not here yet.</param>
    public void NoteOnce(string column, Problem problem, bool onlyOfNew = false)
    {
        if (!Once.Exists(o => o.Column == column && o.Problem.Code == problem.Code))
        {
            Once.Add((column, problem, onlyOfNew));
        }
    }

    private static void Tell(List<RowProblem> all, int row, string column, Problem problem)
    {
        if (!all.Exists(n => n.Row == row && n.Column == column && n.Problem.Code == problem.Code))
        {
            all.Add(new RowProblem(row, column, problem));
        }
    }
}
