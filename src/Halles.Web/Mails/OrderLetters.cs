using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Mall.Settings;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>The e-mails about orders: to the shopper in the language of the purchase, to the shop in its own.</summary>
public sealed class OrderLetters(CurrentSettings settings, Texts texts, TimeProvider clock)
{
    /// <summary>Whom an e-mail goes to.</summary>
    public static bool IsForShop(OrderMailKind kind) =>
        kind is OrderMailKind.NewOrder or OrderMailKind.AcceptReminder or OrderMailKind.Shortfall or OrderMailKind.CancelledForShop or OrderMailKind.ReturnAsked;

    /// <summary>Writes the e-mail.</summary>
    /// <param name="order">The order that it is about; null for the whole purchase.</param>
    /// <param name="key">The key of the shopper's link.</param>
    /// <param name="language">Whom it is for speaks this.</param>
    public Letter Write(OrderMail mail, PurchaseDetail purchase, OrderDetail? order, string key, string language)
    {
        var mall = settings.Value;
        var spoken = mall.Languages.Contains(language) ? language : mall.Languages[0];
        var words = texts.In(spoken);
        var writer = new Writer(words, new Formats(words, mall.Country, TimeZoneInfo.FindSystemTimeZoneById(mall.TimeZone)), clock.GetUtcNow(), mall);
        var letter = new LetterText(spoken, Language.Parse(spoken).Direction);
        return order is null ? writer.Placed(letter, purchase, Url(purchase, key, spoken))
            : IsForShop(mail.What) ? writer.ForShop(letter, mail, order, $"{mall.Origin}{new Links(spoken).DeskPage(order.Shop.Slug, "orders/" + order.Order.Code)}")
            : writer.ForShopper(letter, mail, purchase, order, Url(purchase, key, spoken));
    }

    private string Url(PurchaseDetail purchase, string key, string language) =>
        settings.Value.Origin + new Links(language).Purchase(purchase.Purchase.Id, key);

    private sealed class Writer(LanguageTexts words, Formats format, DateTimeOffset now, MallSettings mall)
    {
        public Letter Placed(LetterText letter, PurchaseDetail purchase, string url)
        {
            letter.Say(words.Get("Hello {0},", purchase.Purchase.Contact.Name)).Say(words.Get("your order has been received. Thank you!"));
            foreach (var detail in purchase.Orders)
            {
                var order = detail.Order;
                letter.Say($"{detail.Shop.Name} · {OrderWords.CodeOf(order.Code)}\n{Lines(detail)}\n{Total(order)}\n{Way(detail)}\n{Trader(detail)}");
            }

            return letter.Link(words.Get("See my order"), url)
                .Say(words.Get("You can withdraw from the purchase within 14 days after getting the goods, without giving a reason. Food that spoils quickly and what was made for you are excepted."))
                .Say(words.Get("Terms of sale") + ": " + mall.Origin + new Links(words.Language).Content("terms"))
                .Under(words.Get("Your order at {0}", mall.Name));
        }

        public Letter ForShop(LetterText letter, OrderMail mail, OrderDetail detail, string url)
        {
            var (order, code) = (detail.Order, OrderWords.CodeOf(detail.Order.Code));
            var (subject, what) = mail.What switch
            {
                OrderMailKind.NewOrder => (words.Get("New order {0}", code), words.Get("A new order has come in. Please accept it by {0}.", Moment(order.AcceptBy))),
                OrderMailKind.AcceptReminder => (words.Get("Order {0} is waiting for you", code), words.Get("Please accept the order by {0}, or it is cancelled and the shopper is told.", Moment(order.AcceptBy))),
                OrderMailKind.Shortfall => (words.Get("Goods are missing for order {0}", code), words.Get("Goods that were kept for this order are no longer there. The order was changed and the shopper told.")),
                OrderMailKind.ReturnAsked => (words.Get("Return asked for: {0}", code), words.Get("The shopper asks to return this order.")),
                _ => (words.Get("Order {0} was cancelled", code), words.Get("This order was cancelled. Its goods are free again.")),
            };
            return letter.Say(what).Say($"{order.Contact.Name}, {order.Contact.Phone}\n{Lines(detail)}\n{Total(order)}").Link(words.Get("Open the order"), url).Under(subject);
        }

        public Letter ForShopper(LetterText letter, OrderMail mail, PurchaseDetail purchase, OrderDetail detail, string url)
        {
            var (order, shop) = (detail.Order, detail.Shop.Name);
            var (subject, what) = mail.What switch
            {
                OrderMailKind.Accepted => (words.Get("{0} has accepted your order", shop), words.Get("{0} has accepted your order; it will be ready {1}.", shop, Moment(order.ReadyBy))),
                OrderMailKind.Changed => (words.Get("Your order at {0} has changed", shop), words.Get("Something in your order has changed: the total went from {0} to {1}.", Money(mail.Before ?? order.Total, order), Money(order.Total, order))),
                OrderMailKind.Ready => (words.Get("Your order at {0} is ready", shop), Ready(detail)),
                OrderMailKind.OutForDelivery => (words.Get("Your order from {0} is on its way", shop), words.Get("{0} has left with your order.", shop)),
                OrderMailKind.Shipped => (words.Get("Your order from {0} has been sent", shop), order.Tracking is { Length: > 0 } tracking ? words.Get("It is with the carrier; the tracking number is {0}.", tracking) : words.Get("It is with the carrier.")),
                OrderMailKind.Paid => (words.Get("Your payment to {0} has come", shop), words.Get("Thank you, {0} has come.", Money(order.Total, order))),
                OrderMailKind.Refunded => (words.Get("{0} has paid you back", shop), words.Get("{0} has given money back to you.", shop)),
                OrderMailKind.ReturnAnswered => (words.Get("Your return to {0}", shop), words.Get("There is an answer about your return.")),
                _ => (words.Get("Your order at {0} has ended", shop), Ended(detail)),
            };
            return letter.Say(words.Get("Hello {0},", purchase.Purchase.Contact.Name)).Say(what).Say($"{Lines(detail)}\n{Total(order)}").Link(words.Get("See my order"), url).Say(Trader(detail)).Under(subject);
        }

        private string Ready(OrderDetail detail) => detail.Order.Fulfilment is FulfilmentKind.Collect
            ? words.Get("Show the code {0} at {1}, {2}.", OrderWords.CodeOf(detail.Order.PickupCode), detail.Store.Name, detail.Store.Address.OneLine())
                + (detail.Order.HoldUntil is { } until ? " " + words.Get("It is kept until {0}.", Moment(until)) : "")
            : words.Get("It is packed and will leave soon.");

        private string Ended(OrderDetail detail) => detail.Order.State switch
        {
            OrderState.NotCollected => words.Get("Your order was not collected in time and has gone back to the shelf."),
            OrderState.ReturnedUndelivered => words.Get("Your order could not be delivered and has come back to the shop."),
            _ => words.Get("Your order was cancelled. You owe nothing for it; what you have paid is paid back."),
        };

        private string Lines(OrderDetail detail) => string.Join('\n', detail.Lines.Where(l => l.State is LineState.Ordered).Select(l =>
            $"{(l.StepUnit is null ? $"{l.Quantity} ×" : $"{l.FinalAmount ?? l.Quantity * l.StepSize} {l.StepUnit}")} {l.Name}{(l.Choice.Length > 0 ? ", " + l.Choice : "")} · {Money(l.Total, detail.Order)}"));

        private string Total(Order order) => words.Get("Total {0}, {1} of it VAT", Money(order.Total, order), Money(order.Vat, order));

        private string Way(OrderDetail detail) => detail.Order.Fulfilment is FulfilmentKind.Collect
            ? words.Get("To collect at {0}, {1}: {2}. Pick-up code {3}.", detail.Store.Name, detail.Store.Address.OneLine(), Moment(detail.Order.ReadyBy), OrderWords.CodeOf(detail.Order.PickupCode))
            : words.Get("To {0}", detail.Order.Address?.OneLine() ?? "");

        private static string Trader(OrderDetail detail) => string.Join(", ", new[]
            { detail.Shop.Legal.Name, detail.Shop.Legal.Seat?.OneLine() ?? detail.Store.Address.OneLine(), detail.Shop.Legal.Number, detail.Shop.Legal.VatNumber, detail.Shop.Email }.Where(t => t.Length > 0));

        private string Money(long minor, Order order) => format.Money(new Money(minor, Currency.Parse(order.Currency)));

        private string Moment(DateTimeOffset at) => format.Moment(at, now);
    }
}
