using Halles.Kernel;
using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Mall.Settings;
using Halles.Web.Pages;
using Halles.Web.Pages.Shopper;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>The e-mails about orders: to the shopper in the language of the purchase, to the shop's team in each one's own.</summary>
public sealed class OrderLetters(CurrentSettings settings, Texts texts, ContentTexts contents, TeamPost team, TimeProvider clock)
{
    /// <summary>Whom an e-mail goes to.</summary>
    public static bool IsForShop(OrderMailKind kind) =>
        kind is OrderMailKind.NewOrder or OrderMailKind.AcceptReminder or OrderMailKind.Shortfall or OrderMailKind.CancelledForShop
            or OrderMailKind.ReturnAsked or OrderMailKind.ReturnWithdrawn;

    /// <summary>Writes the e-mail.</summary>
    /// <param name="order">The order that it is about; null for the whole purchase.</param>
    /// <param name="key">The key of the shopper's link.</param>
    /// <param name="language">Whom it is for speaks this.</param>
    public Letter Write(OrderMail mail, PurchaseDetail purchase, OrderDetail? order, string key, string language)
    {
        var mall = settings.Value;
        var spoken = mall.Spoken(language);
        var words = texts.In(spoken);
        var told = new OrderParts(words, new Formats(words, mall.Country, TimeZoneInfo.FindSystemTimeZoneById(mall.TimeZone)), clock.GetUtcNow(), mall);
        var (letter, links) = (new LetterText(spoken, mall), new Links(spoken));
        var url = mall.Origin + links.Purchase(purchase.Purchase.Id, key);
        return order is null ? new Confirmation(words, told, contents, mall).Write(letter, purchase, url)
            : IsForShop(mail.What) ? new LetterToShop(words, told, team).Write(letter, mail, order, $"{mall.Origin}{links.DeskPage(order.Shop.Slug, "orders/" + order.Order.Code)}")
            : new LetterToShopper(words, told).Write(letter, mail, purchase, order, url);
    }
}
