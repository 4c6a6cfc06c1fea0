namespace Halles.Kernel.Tables;

/// <summary>Why a file is no table, or a row of it cannot be read.</summary>
public static class TableProblems
{
    public static readonly Problem Empty = new("table-empty", 422, "The file is empty. Export it again, and choose the file that holds the rows.");
    public static readonly Problem NoRows = new("table-no-rows", 422, "The file has column names but no rows under them.");
    public static readonly Problem Binary = new("table-binary", 422, "This is not a text file with columns. Save it as CSV (from Excel: File, Save as, CSV UTF-8), and choose that file.");
    public static readonly Problem TooManyColumns = new("table-columns", 422, "The file has {0} columns; at most {1} are read. Remove those that no shop needs.");
    public static readonly Problem CellTooLong = new("table-cell-long", 422, "A cell is longer than {0} characters. Most often a quotation mark before it was never closed.");
    public static readonly Problem TooManyCells = new("table-cells", 422, "The row has {0} cells, the header only {1}. Most often a text holds the separator and is not in quotation marks.");
}
