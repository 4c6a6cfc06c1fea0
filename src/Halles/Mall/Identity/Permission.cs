namespace Halles.Mall.Identity;

/// <summary>What an endpoint may ask for. The first half belongs to a shop, the second to the mall.</summary>
public enum Permission
{
    /// <summary>See the shop's back office: today, orders, products, stock.</summary>
    ViewShop,

    /// <summary>Accept, refuse, prepare, hand over, deliver, ship and cancel orders.</summary>
    ManageOrders,
    AnswerMessages,
    ManageStock,
    ManageProducts,

    /// <summary>Stores, opening hours, delivery and shipping.</summary>
    ManageStores,

    /// <summary>The shop's identity, texts, pictures and policies.</summary>
    ManageShop,
    ManageTeam,
    ManageKeys,

    /// <summary>Turnover, payouts, and the account that they go to.</summary>
    ViewMoney,

    /// <summary>Who did what in the shop.</summary>
    ViewActivity,

    /// <summary>See the operators' office.</summary>
    ViewMall,
    ManageSettings,

    /// <summary>Approve, suspend and close shops.</summary>
    ApproveShops,

    /// <summary>See what shoppers report, and decide on it.</summary>
    DecideReports,

    /// <summary>Act for a shop at its desk, which leaves a trace that the shop sees.</summary>
    EnterShops,
    ManagePeople,
    ViewJobs,
    ManageJobs,
    ViewAudit,
    ViewMallMoney,
}

/// <summary>Who may what: the whole of it, in one place.</summary>
public static class Permissions
{
    private static readonly Permission[] Clerk = [Permission.ViewShop, Permission.ManageOrders, Permission.AnswerMessages, Permission.ManageStock];
    private static readonly Permission[] Manager = [.. Clerk, Permission.ManageProducts, Permission.ManageStores, Permission.ViewMoney, Permission.ViewActivity];
    private static readonly Permission[] Owner = [.. Manager, Permission.ManageShop, Permission.ManageTeam, Permission.ManageKeys];
    private static readonly Permission[] ShopKey = [Permission.ViewShop, Permission.ManageOrders, Permission.ManageStock, Permission.ManageProducts];

    private static readonly Permission[] Moderator = [Permission.ViewMall, Permission.ApproveShops, Permission.DecideReports, Permission.ViewJobs];
    private static readonly Permission[] Finance = [Permission.ViewMall, Permission.ViewMallMoney, Permission.ViewAudit];
    private static readonly Permission[] Administrator = [.. Moderator, Permission.ViewMallMoney, Permission.ViewAudit, Permission.EnterShops, Permission.ManageSettings, Permission.ManagePeople, Permission.ManageJobs];

    /// <summary>What a role in a shop may do there.</summary>
    public static IReadOnlyList<Permission> Of(ShopRole role) => role switch
    {
        ShopRole.Owner => Owner,
        ShopRole.Manager => Manager,
        ShopRole.Clerk => Clerk,
        _ => [],
    };

    /// <summary>What a role in the mall's staff may do. Inside a shop it gives nothing without a visit (<see cref="ShopVisits"/>).</summary>
    public static IReadOnlyList<Permission> Of(MallRole role) => role switch
    {
        MallRole.Administrator => Administrator,
        MallRole.Finance => Finance,
        MallRole.Moderator => Moderator,
        _ => [],
    };

    /// <summary>What a shop's API key may do for its shop.</summary>
    public static IReadOnlyList<Permission> OfShopKey => ShopKey;

    /// <summary>True when the permission is held in a shop, and so an endpoint that asks for it must name one.</summary>
    public static bool IsOfShop(Permission permission) => permission < Permission.ViewMall;
}
