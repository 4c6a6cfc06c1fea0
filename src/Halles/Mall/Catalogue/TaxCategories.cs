namespace Halles.Mall.Catalogue;

/// <summary>The classes of goods that tax rates are given for.</summary>
public static class TaxCategories
{
    public static readonly IReadOnlyList<string> All = ["standard", "food", "books", "plants", "press"];
}
