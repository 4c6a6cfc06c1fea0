using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Imports;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;
using Halles.Mall.Stores;
using Halles.Mall.Tax;
using Halles.Web.Design;
using Halles.Web.Text;

namespace Halles.Web.Pages.Merchant;

/// <summary>Words and figures of the pages behind the counter.</summary>
internal static class MerchantWords
{
    /// <summary>An amount as it is typed into a field: <c>4,80</c>.</summary>
    public static string Typed(this PageContext page, long? minor) =>
        minor is { } m ? new Money(m, page.Currency).Amount.ToString("F" + page.Currency.Decimals.ToString(CultureInfo.InvariantCulture), page.Words.Culture) : "";

    /// <summary>Whether a place is open now, as shoppers are told.</summary>
    public static Told OpenNow(this PageContext page, Store store)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(store.TimeZone);
        return page.Say(OpenState.Of(OpeningHours.Parse(store.Hours), zone, store.ClosedUntil, page.Now), zone);
    }

    /// <summary>A moment as short as it can be told: the time alone when it is today's.</summary>
    public static string Soon(this PageContext page, DateTimeOffset at) =>
        page.Format.Local(at).Date == page.Format.Local(page.Now).Date ? page.Format.Time(at) : page.Format.Moment(at, page.Now);

    public static string ImportStateName(this PageContext page, ImportState state) => state switch
    {
        ImportState.Waiting => page.Words.Get("Waits for you"),
        ImportState.Running => page.Words.Get("Under way"),
        ImportState.Cancelled => page.Words.Get("Stopped"),
        ImportState.Done => page.Words.Get("Done"),
        ImportState.Undoing => page.Words.Get("Is being taken back"),
        ImportState.Failed => page.Words.Get("Could not go on"),
        _ => page.Words.Get("Taken back"),
    };

    public static string TableFieldName(this PageContext page, TableField field) => field switch
    {
        TableField.Name => page.Words.Get("Name"),
        TableField.Description => page.Words.Get("Description"),
        TableField.Price => page.Words.Get("Price"),
        TableField.Sku => page.Words.Get("Your number"),
        TableField.Gtin => page.Words.Get("Bar code"),
        TableField.Stock => page.Words.Get("Stock"),
        TableField.Category => page.Words.Get("Category"),
        TableField.Maker => page.Words.Get("Maker"),
        TableField.Photo => page.Words.Get("Photo"),
        _ => page.Words.Get("Weight"),
    };

    public static string ViewName(this PageContext page, ProductView view) => view switch
    {
        ProductView.OnSale => page.Words.Get("On sale"),
        ProductView.Drafts => page.Words.Get("Drafts"),
        ProductView.NoPhoto => page.Words.Get("Without photo"),
        ProductView.ToTranslate => page.Words.Get("To translate"),
        _ => page.Words.Get("Archived"),
    };

    public static string ViewName(this PageContext page, ShelfView view) => view switch
    {
        ShelfView.Low => page.Words.Get("Nearly sold out"),
        ShelfView.Out => page.Words.Get("Sold out"),
        ShelfView.ToCount => page.Words.Get("To count again"),
        _ => page.Words.Get("Everything"),
    };

    public static string ReasonName(this PageContext page, MovementReason reason) => reason switch
    {
        MovementReason.Opening => page.Words.Get("First count"),
        MovementReason.Delivery => page.Words.Of("movement", "Delivery"),
        MovementReason.Sale => page.Words.Get("Sold in the store"),
        MovementReason.HandedOver => page.Words.Get("Handed over"),
        MovementReason.Return => page.Words.Get("Came back"),
        MovementReason.Breakage => page.Words.Get("Broken or spoiled"),
        MovementReason.Count => page.Words.Get("Counted"),
        MovementReason.Sent => page.Words.Get("Sent to another place"),
        MovementReason.Arrived => page.Words.Get("Came from another place"),
        MovementReason.Daily => page.Words.Get("New day"),
        _ => page.Words.Get("Difference found"),
    };

    /// <summary>The reasons that somebody behind the counter can give.</summary>
    public static readonly IReadOnlyList<MovementReason> Reasons =
        [MovementReason.Delivery, MovementReason.Sale, MovementReason.Breakage, MovementReason.Return, MovementReason.Count];

    /// <summary>Tax categories in words.</summary>
    public static string TaxName(LanguageTexts words, string category) => category switch
    {
        TaxCategories.Standard => words.Get("Standard rate"),
        TaxCategories.Reduced => words.Get("Reduced rate"),
        TaxCategories.Zero => words.Get("Zero rate"),
        "intermediate" => words.Get("Intermediate rate"),
        "food" => words.Get("Food"),
        "books" => words.Get("Books"),
        "plants" => words.Get("Plants and flowers"),
        "press" => words.Get("Newspapers"),
        _ => category,
    };

    /// <summary>The kind of an attribute.</summary>
    public static string KindName(this PageContext page, AttributeType type) => type switch
    {
        AttributeType.Number => page.Words.Get("a number"),
        AttributeType.YesNo => page.Words.Get("yes or no"),
        _ => page.Words.Get("words"),
    };

    /// <summary>A role in a shop.</summary>
    public static string RoleName(this PageContext page, ShopRole role) => role switch
    {
        ShopRole.Owner => page.Words.Get("owner"),
        ShopRole.Manager => page.Words.Get("manager"),
        _ => page.Words.Get("clerk"),
    };

    /// <summary>What a role may do, as <see cref="Permissions"/> has it.</summary>
    public static string RoleMay(this PageContext page, ShopRole role) => role switch
    {
        ShopRole.Owner => page.Words.Get("everything, the team and the shop’s identity too"),
        ShopRole.Manager => page.Words.Get("also products, prices, places and hours"),
        _ => page.Words.Get("orders, messages and stock"),
    };

    /// <summary>What a place offers, in words.</summary>
    public static string ServiceName(this PageContext page, string service) => service switch
    {
        "collect" => page.Words.Get("Collect orders"),
        "wheelchair" => page.Words.Get("Step-free for wheelchairs"),
        "card" => page.Words.Get("Cards taken"),
        "gift-wrap" => page.Words.Get("Gift wrapping"),
        "click-and-collect-locker" => page.Words.Get("Locker for collecting at any hour"),
        "parking" => page.Words.Get("Parking"),
        "repairs" => page.Words.Get("Repairs"),
        "tasting" => page.Words.Get("Tasting"),
        "workshop" => page.Words.Get("Workshops"),
        "wifi" => page.Words.Get("Wi-Fi"),
        "dogs-welcome" => page.Words.Get("Dogs welcome"),
        _ => page.Words.Get("Delivery"),
    };
}
