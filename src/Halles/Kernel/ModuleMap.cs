namespace Halles.Kernel;

/// <summary>
/// Which module may use which. A module is a folder; a test reads the arrows from the compiled code and fails on one that
/// is not here, on one here that nobody uses, and on a circle. What a lower module must call of a higher one, it declares
/// as an interface of its own, which the higher one implements.
/// </summary>
public static class ModuleMap
{
    /// <summary>The module that all others may use, and which uses none.</summary>
    public const string Everybodys = "Kernel";

    /// <summary>From each module to those that it uses.</summary>
    public static IReadOnlyDictionary<string, string[]> Uses { get; } = new Dictionary<string, string[]>
    {
        ["Mall.Media"] = [],
        ["Mall.Content"] = [],
        ["Mall.Backups"] = ["Mall.Media"],
        ["Mall.Settings"] = [],
        ["Mall.Mail"] = ["Mall.Settings"],
        ["Mall.Identity"] = ["Mall.Settings", "Mall.Mail"],
        ["Mall.Shops"] = ["Mall.Identity"],
        ["Mall.Catalogue"] = ["Mall.Identity", "Mall.Media", "Mall.Settings", "Mall.Shops", "Mall.Tax"],
        ["Mall.Taxonomy"] = ["Mall.Catalogue", "Mall.Settings", "Mall.Promotions"],
        ["Mall.Fulfilment"] = ["Mall.Shops"],
        ["Mall.Payments"] = ["Mall.Identity", "Mall.Fulfilment", "Mall.Shops"],
        ["Mall.Stock"] = ["Mall.Identity", "Mall.Catalogue"],
        ["Mall.Bulk"] = ["Mall.Settings", "Mall.Catalogue", "Mall.Stock", "Mall.Tax"],
        ["Mall.Stores"] = ["Mall.Shops"],
        ["Mall.Districts"] = ["Mall.Settings", "Mall.Shops", "Mall.Stores"],
        ["Demo"] = ["Mall.Media", "Mall.Settings", "Mall.Identity", "Mall.Shops", "Mall.Catalogue", "Mall.Fulfilment", "Mall.Payments", "Mall.Stock", "Mall.Stores", "Mall.Orders", "Mall.Statistics", "Mall.Promotions"],
        ["Mall.Baskets"] = ["Mall.Identity", "Mall.Settings", "Mall.Shops", "Mall.Catalogue", "Mall.Stock", "Mall.Promotions"],
        ["Mall.Orders"] = ["Mall.Identity", "Mall.Shops", "Mall.Catalogue", "Mall.Fulfilment", "Mall.Payments", "Mall.Stock", "Mall.Stores", "Mall.Promotions"],
        ["Mall.Tax"] = [],
        ["Mall.Imports"] = ["Mall.Media", "Mall.Settings", "Mall.Shops", "Mall.Catalogue", "Mall.Stock", "Mall.Tax"],
        ["Mall.Reports"] = ["Mall.Identity", "Mall.Shops", "Mall.Catalogue"],
        ["Mall.Checkout"] = ["Mall.Identity", "Mall.Settings", "Mall.Shops", "Mall.Catalogue", "Mall.Fulfilment", "Mall.Payments", "Mall.Stock", "Mall.Baskets", "Mall.Orders", "Mall.Tax", "Mall.Promotions"],
        ["Mall"] = ["Mall.Bulk", "Mall.Taxonomy", "Mall.Fulfilment", "Mall.Payments", "Mall.Stock", "Mall.Baskets", "Mall.Orders", "Mall.Tax", "Mall.Checkout", "Mall.Messages", "Mall.Statistics", "Mall.Promotions"],
        ["Mall.Invariants"] = ["Mall.Fulfilment", "Mall.Orders"],
        ["Mall.Messages"] = ["Mall.Identity", "Mall.Orders"],
        ["Mall.Storefront"] = ["Mall.Identity", "Mall.Settings", "Mall.Shops", "Mall.Catalogue", "Mall.Districts", "Mall.Fulfilment", "Mall.Payments", "Mall.Promotions"],
        ["Mall.Statistics"] = ["Mall.Settings", "Mall.Baskets", "Mall.Orders"],
        ["Mall.Promotions"] = ["Mall.Catalogue"],
    };
}
