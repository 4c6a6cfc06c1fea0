using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Mall.Settings;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Pages.Shopper;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>
/// The confirmation of a purchase on a durable medium (Directive 2011/83/EU, article 8 (7)): goods, prices, delivery and
/// payment, each trader, the right of withdrawal with its model form, and the terms themselves rather than a link to them.
/// </summary>
internal sealed class Confirmation(LanguageTexts words, OrderParts told, ContentTexts contents, MallSettings mall)
{
    public Letter Write(LetterText letter, PurchaseDetail purchase, string url)
    {
        letter.Say(words.Get("Hello {0},", LetterText.Theirs(purchase.Purchase.Contact.Name))).Say(words.Get("your order has been received. Thank you!"));
        foreach (var detail in purchase.Orders)
        {
            letter.Head($"{LetterText.Theirs(detail.Shop.Name)} · {OrderWords.CodeOf(detail.Order.Code)}")
                .Say(LetterText.Lines(told.Lines(detail), told.Total(detail.Order)))
                .Say(told.Way(detail))
                .Say(told.Paying(detail))
                .Fine(LetterText.Lines(words.Get("Sold by"), told.Trader(detail)));
            if (detail.Shop.Returns.Best(words.Language) is { Length: > 0 } returns)
            {
                letter.Say(LetterText.Lines(words.Get("The shop on returns:"), LetterText.Theirs(LetterText.Unmarked(returns))));
            }
        }

        letter.Link(words.Get("See my order"), url)
            .Say(words.Get("You can withdraw from the purchase within 14 days after getting the goods, without giving a reason. Food that spoils quickly and what was made for you are excepted."));
        foreach (var page in (string[])["withdrawal", "returns", "terms"])
        {
            var (title, text) = contents.Find(page, words.Language, mall, Traders(purchase))!.Value;
            letter.Head(title).Written(text.Text, mall.Origin);
        }

        return letter.Under(words.Get("Your order at {0}", mall.Name));
    }

    private static string Traders(PurchaseDetail purchase) => string.Join(" / ", purchase.Orders.Select(d => LetterText.Theirs(TraderWords.AddressOf(d))).Distinct());
}
