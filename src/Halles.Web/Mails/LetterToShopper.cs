using Halles.Mall.Fulfilment;
using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>What a shopper is told of an order after it was placed.</summary>
internal sealed class LetterToShopper(LanguageTexts words, OrderParts told)
{
    public Letter Write(LetterText letter, OrderMail mail, PurchaseDetail purchase, OrderDetail detail, string url)
    {
        var (order, shop) = (detail.Order, LetterText.Theirs(detail.Shop.Name));
        var (subject, what) = mail.What switch
        {
            OrderMailKind.Accepted => (words.Get("{0} has accepted your order", shop), words.Get("{0} has accepted your order; it will be ready {1}.", shop, told.Moment(order.ReadyBy))),
            OrderMailKind.Changed => (words.Get("Your order at {0} has changed", shop), Changed(mail, detail)),
            OrderMailKind.Ready => (words.Get("Your order at {0} is ready", shop), Ready(detail)),
            OrderMailKind.OutForDelivery => (words.Get("Your order from {0} is on its way", shop), words.Get("{0} has left with your order.", shop)),
            OrderMailKind.Shipped => (words.Get("Your order from {0} has been sent", shop), order.Tracking is { Length: > 0 } tracking ? words.Get("It is with the carrier; the tracking number is {0}.", LetterText.Theirs(tracking)) : words.Get("It is with the carrier.")),
            OrderMailKind.Paid => (words.Get("Your payment to {0} has come", shop), words.Get("Thank you, {0} has come.", told.Money(order.Total, order))),
            OrderMailKind.Refunded => (words.Get("{0} has paid you back", shop), words.Get("{0} has given money back to you.", shop)),
            OrderMailKind.ReturnAnswered => (words.Get("Your return to {0}", shop), Answered(order, shop)),
            _ => (words.Get("Your order at {0} has ended", shop), Ended(detail, shop)),
        };
        letter.Say(words.Get("Hello {0},", LetterText.Theirs(purchase.Purchase.Contact.Name))).Say(what);
        var goods = order.State is OrderState.Cancelled ? "" : LetterText.Lines(told.Lines(detail), told.Total(order));
        letter.Say(LetterText.Lines(words.Get("Order {0}", OrderWords.CodeOf(order.Code)), goods));
        return letter.Link(words.Get("See my order"), url).Fine(told.Trader(detail)).Under(subject);
    }

    private string Answered(Order order, string shop) => order.State switch
    {
        OrderState.ReturnAgreed => words.Get("{0} agrees to your return. Bring the goods back or send them; once they are there, you are paid back.", shop),
        OrderState.ReturnRefused => words.Get("{0} does not agree to your return. You can write to it from your order.", shop),
        _ => words.Get("There is an answer about your return."),
    };

    private string Changed(OrderMail mail, OrderDetail detail)
    {
        var order = detail.Order;
        var total = mail.Before is { } before && before != order.Total
            ? words.Get("Something in your order has changed: the total went from {0} to {1}.", told.Money(before, order), told.Money(order.Total, order))
            : words.Get("Something in your order has changed; the total is {0}.", told.Money(order.Total, order));
        return LetterText.Lines(total, told.Changes(detail), told.Owed(detail));
    }

    private string Ready(OrderDetail detail) => detail.Order.Fulfilment is FulfilmentKind.Collect
        ? words.Get("Show the code {0} at {1}, {2}.", OrderWords.CodeOf(detail.Order.PickupCode), LetterText.Theirs(detail.Store.Name), LetterText.Theirs(detail.Store.Address.OneLine()))
            + (detail.Order.HoldUntil is { } until ? " " + words.Get("It is kept until {0}.", told.Until(until)) : "")
        : words.Get("It is packed and will leave soon.");

    private string Ended(OrderDetail detail, string shop)
    {
        var order = detail.Order;
        return order.State switch
        {
            OrderState.NotCollected => words.Get("Your order was not collected in time and has gone back to the shelf."),
            OrderState.ReturnedUndelivered => words.Get("Your order could not be delivered and has come back to the shop."),
            _ => LetterText.Lines(
                order.CancelledBy switch
                {
                    CancelledBy.Shopper => words.Get("You have cancelled your order at {0}.", shop),
                    CancelledBy.Shop => words.Get("{0} has cancelled your order.", shop),
                    _ => words.Get("Your order at {0} was cancelled by the market's program.", shop),
                },
                order.CancelReason is { Length: > 0 } reason ? words.Get("Reason: {0}", LetterText.Theirs(words.Reason(reason))) : "",
                words.Get("You owe nothing for it; what you have paid is paid back.")),
        };
    }
}
