using Halles.Mall.Promotions;
using Halles.Web.Design;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's promotions in the words of its desk.</summary>
public static class ShopPromotionWords
{
    /// <summary>How far it is.</summary>
    public static Told Told(this PageContext page, PromotionState state) => state switch
    {
        PromotionState.Draft => new(page.Words.Of("promotion", "Draft"), null, "edit"),
        PromotionState.Scheduled => new(page.Words.Of("promotion", "Scheduled"), "cool", "calendar"),
        PromotionState.Running => new(page.Words.Of("promotion", "Running"), "good", "ok"),
        _ => new(page.Words.Of("promotion", "Ended"), null, "off"),
    };

    /// <summary>What it is on.</summary>
    public static string On(this PageContext page, PromotionScope scope) => scope switch
    {
        PromotionScope.Shop => page.Words.Get("the whole shop"),
        PromotionScope.Categories => page.Words.Get("some categories"),
        _ => page.Words.Get("some products"),
    };

    /// <summary>From when to when.</summary>
    public static string Period(this PageContext page, Promotion promotion) => (promotion.StartsAt, promotion.EndsAt) switch
    {
        ({ } from, { } to) => page.Words.Get("from {0} up to {1}", page.Format.Moment(from, page.Now), page.Format.Moment(to, page.Now)),
        ({ } from, null) => page.Words.Get("from {0} on", page.Format.Moment(from, page.Now)),
        (null, { } to) => page.Words.Get("up to {0}", page.Format.Moment(to, page.Now)),
        _ => page.Words.Get("from its release on"),
    };

    /// <summary>How often it was used.</summary>
    public static string Used(this PageContext page, Promotion promotion) => promotion.LimitAll is { } most
        ? page.Words.Get("{0} of {1} uses", promotion.Uses, most)
        : page.Words.Count(promotion.Uses, "{0} use", "{0} uses");
}
