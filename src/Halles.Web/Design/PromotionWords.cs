using Halles.Kernel;
using Halles.Mall.Promotions;
using Halles.Web.Pages;

namespace Halles.Web.Design;

/// <summary>Promotions in the words of the page.</summary>
public static class PromotionWords
{
    /// <summary>What a promotion gives: "−10 %", "3 for the price of 2, the cheapest is free".</summary>
    public static string Gives(this PageContext page, PromotionTerms promotion) => promotion.Kind switch
    {
        PromotionKind.Percent => page.Minus(page.Format.Percent((promotion.Percent ?? 0) / 100m)),
        PromotionKind.AmountEach => page.Words.Get("{0} each", page.Off(promotion.Amount ?? 0)),
        PromotionKind.AmountOrder => page.Words.Get("{0} on the order", page.Off(promotion.Amount ?? 0)),
        _ when promotion.Take - promotion.Pay == 1 => page.Words.Get("{0} for the price of {1}, the cheapest is free", promotion.Take!, promotion.Pay!),
        _ => page.Words.Get("{0} for the price of {1}, the cheapest are free", promotion.Take!, promotion.Pay!),
    };

    /// <summary>An amount that is taken off, in the mall's currency.</summary>
    public static string Off(this PageContext page, long minor) => page.Minus(page.Money(minor));

    /// <summary>A number below zero: the sign and the number are one word, the sign first, also where the text runs from the right.</summary>
    public static string Minus(this PageContext page, string amount) => Minus(Language.Parse(page.Language), amount);

    /// <summary>The same of a letter.</summary>
    public static string Minus(Language language, string amount) => language.Direction == "rtl" ? $"\u2066\u2212{amount}\u2069" : "\u2212" + amount;
}
