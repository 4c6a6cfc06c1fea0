using Halles.Mall.Promotions;
using Halles.Web.Pages;

namespace Halles.Web.Design;

/// <summary>Promotions in the words of the page.</summary>
public static class PromotionWords
{
    /// <summary>What a promotion gives: "−10 %", "3 for the price of 2, the cheapest is free".</summary>
    public static string Gives(this PageContext page, PromotionTerms promotion) => promotion.Kind switch
    {
        PromotionKind.Percent => Minus(page.Format.Percent((promotion.Percent ?? 0) / 100m)),
        PromotionKind.AmountEach => page.Words.Get("{0} each", page.Off(promotion.Amount ?? 0)),
        PromotionKind.AmountOrder => page.Words.Get("{0} on the order", page.Off(promotion.Amount ?? 0)),
        _ when promotion.Take - promotion.Pay == 1 => page.Words.Get("{0} for the price of {1}, the cheapest is free", promotion.Take!, promotion.Pay!),
        _ => page.Words.Get("{0} for the price of {1}, the cheapest are free", promotion.Take!, promotion.Pay!),
    };

    /// <summary>An amount that is taken off, in the mall's currency.</summary>
    public static string Off(this PageContext page, long minor) => Minus(page.Money(minor));

    // The sign and its number are one word, whichever way the text runs.
    private static string Minus(string amount) => "\u2212" + amount;
}
