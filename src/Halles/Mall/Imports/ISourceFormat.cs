using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>How a system writes its products into a table; told by the names of the columns.</summary>
internal interface ISourceFormat
{
    /// <summary>The system's word on the command line and in the tables: <c>shopify</c>.</summary>
    string Name { get; }

    /// <summary>The system's own name: Shopify.</summary>
    string Title { get; }

    /// <summary>Whether a table with these columns is one of its exports.</summary>
    bool Knows(TableColumns columns);

    /// <summary>The products of the rows, each row in exactly one of them, as soon as they are whole.</summary>
    IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows);
}
