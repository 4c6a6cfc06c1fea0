using Halles.Kernel;

namespace Halles.Mall.Bulk;

/// <summary>How a change of many products, or of one of them, is refused.</summary>
public static class BulkProblems
{
    public static readonly Problem None = new("no-such-bulk-edit", 404, "The shop has no such change of many products.");
    public static readonly Problem NothingChosen = new("bulk-nothing-chosen", 422, "Choose at least one product.");
    public static readonly Problem NothingToDo = new("bulk-nothing-to-do", 422, "Nothing would change: the chosen products are like this already.");
    public static readonly Problem TooMany = new("bulk-too-many", 422, "Change at most {0} products and variants at once.") { Args = [PlanBulkEdit.Most] };
    public static readonly Problem Percent = new("bulk-percent", 422, "Enter a percentage from -99 to 1000, such as -10 or 2.5.") { Field = "percent" };
    public static readonly Problem Begun = new("bulk-begun", 409, "This change has been applied or undone already.");
    public static readonly Problem TooLate = new("bulk-too-late", 409, "This change was applied more than a week ago and can no longer be undone.");

    public static readonly Problem NoStockColumns = new("stock-file-columns", 422, "The first row must name a column for the number or bar code (sku, ean, référence) and one for what is there (stock, quantity, quantité).") { Field = "file" };

    /// <summary>The argument is the row in which it stood first.</summary>
    public static readonly Problem Twice = new("stock-file-twice", 422, "This article stands in row {0} already.");

    /// <summary>A line: somebody else has changed it in the meantime.</summary>
    public static readonly Problem ChangedSince = new("bulk-changed-since", 409, "It was changed in the meantime and stays as it is.");
}
