using Halles.Kernel;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>Something that is to be said of a row of a file.</summary>
/// <param name="Row">As a spreadsheet counts: the header is row 1.</param>
/// <param name="Column">The column's name in the file; empty where it is the row as a whole.</param>
public sealed record RowProblem(int Row, string Column, Problem Problem);

/// <summary>A photo of another system.</summary>
/// <param name="Address">Where it can be fetched.</param>
/// <param name="Alt">What it shows; empty when that is not said.</param>
public sealed record SourcePhoto(string Address, string Alt = "");

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

    public int Grams { get; init; }

    /// <summary>Contents such as <c>800 g</c>.</summary>
    public string? Measure { get; init; }
}

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

    public string? Maker { get; set; }

    /// <summary>Whether it is on sale there.</summary>
    public bool Published { get; set; }

    /// <summary>The names of its options.</summary>
    public List<string> Options { get; } = [];

    public List<SourceVariant> Variants { get; } = [];

    public List<SourcePhoto> Photos { get; } = [];

    /// <summary>By the other system's name of the attribute.</summary>
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Texts in other languages than the shop's: by field (<c>name</c>, <c>description</c>) and language.</summary>
    public Dictionary<(string Field, string Language), string> Translations { get; } = [];

    /// <summary>Why it cannot be taken; empty when it can.</summary>
    public List<RowProblem> Refused { get; } = [];

    /// <summary>What was left out or done otherwise than the file says.</summary>
    public List<RowProblem> Notes { get; } = [];

    /// <summary>The row by which the file names it.</summary>
    public int Row => Rows[0];

    /// <summary>A row that cannot be read, so that it is counted and told.</summary>
    public static SourceProduct Unreadable(TableRow row, string column, Problem problem)
    {
        var product = new SourceProduct("") { Rows = { row.Number } };
        product.Refuse(row.Number, column, problem);
        return product;
    }

    /// <summary>Says why it cannot be taken.</summary>
    public void Refuse(int row, string column, Problem problem) => Refused.Add(new RowProblem(row, column, problem));

    /// <summary>Once, for work may run again.</summary>
    public void Note(int row, string column, Problem problem)
    {
        if (!Notes.Exists(n => n.Row == row && n.Column == column && n.Problem.Code == problem.Code))
        {
            Notes.Add(new RowProblem(row, column, problem));
        }
    }
}
