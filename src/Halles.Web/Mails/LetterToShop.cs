using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>What a shop is told of one of its orders.</summary>
internal sealed class LetterToShop(LanguageTexts words, OrderParts told, TeamPost team)
{
    public Letter Write(LetterText letter, OrderMail mail, OrderDetail detail, string url)
    {
        var (order, code) = (detail.Order, OrderWords.CodeOf(detail.Order.Code));
        var (subject, what) = mail.What switch
        {
            OrderMailKind.NewOrder => (words.Get("New order {0}", code), words.Get("A new order has come in. Please accept it by {0}.", told.Moment(order.AcceptBy))),
            OrderMailKind.AcceptReminder => (words.Get("Order {0} is waiting for you", code), words.Get("Please accept the order by {0}, or it is cancelled and the shopper is told.", told.Moment(order.AcceptBy))),
            OrderMailKind.Shortfall => (words.Get("Goods are missing for order {0}", code), words.Get("Goods that were kept for this order are no longer there. The order was changed and the shopper told.")),
            OrderMailKind.ReturnAsked => (words.Get("Return asked for: {0}", code), Because(words.Get("The shopper asks to return this order."), order.ReturnReason)),
            OrderMailKind.ReturnWithdrawn => (words.Get("Return called off: {0}", code), words.Get("The shopper keeps this order after all. There is nothing to take back.")),
            _ => (words.Get("Order {0} was cancelled", code), Because(Cancelled(order), order.CancelReason)),
        };
        letter.Say(what).Say(told.Changes(detail)).Say(LetterText.Lines($"{LetterText.Theirs(order.Contact.Name)}, {told.Phone(order.Contact.Phone)}", told.Lines(detail), told.Total(order), told.Way(detail, code: false), told.Paying(detail)));
        if (order.Note is { Length: > 0 } note)
        {
            letter.Say(words.Get("The shopper's note: {0}", LetterText.Theirs(note)));
        }

        return team.End(letter.Link(words.Get("Open the order"), url), detail.Shop.Slug, words.Language, subject);
    }

    private string Because(string what, string? reason) => reason is { Length: > 0 } ? what + "\n" + words.Get("Reason: {0}", LetterText.Theirs(words.Reason(reason))) : what;

    private string Cancelled(Order order) => order.CancelledBy is CancelledBy.Shopper
        ? words.Get("The shopper has cancelled this order. Its goods are free again.")
        : words.Get("This order was cancelled by the market's program. Its goods are free again.");
}
