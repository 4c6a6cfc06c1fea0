using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Settings;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>The parts of which letters about orders are made, each one or more lines; empty where there is nothing to say.</summary>
internal sealed class OrderParts(LanguageTexts words, Formats format, DateTimeOffset now, MallSettings mall)
{
    /// <summary>What is still to be had with its prices, and the fee of bringing it.</summary>
    public string Lines(OrderDetail detail) => LetterText.Lines([
        .. detail.Lines.Where(l => l.State is LineState.Ordered).Select(l => $"{Line(l, l.Left)} · {Money(l.Total, detail.Order)}{Most(l, detail.Order)}{Discounts(l, detail.Order)}"),
        detail.Order.Fulfilment is FulfilmentKind.Collect ? "" : $"{words.Way(detail.Order.Fulfilment)} · {(detail.Order.DeliveryFee == 0 ? words.Get("free") : Money(detail.Order.DeliveryFee, detail.Order))}",
    ]);

    /// <summary>Each line that is not as it was ordered: what is gone and why, what the scale said.</summary>
    public string Changes(OrderDetail detail) => LetterText.Lines([.. detail.Lines.SelectMany(l => Changes(l, detail.Order))]);

    /// <summary>A phone number as the mall's country writes it.</summary>
    public string Phone(string kept) => TraderWords.Phone(kept, mall);

    public string Total(Order order) => words.Get("Total {0}, {1} of it VAT", Money(order.Total, order), Money(order.Vat, order));

    /// <summary>What the shop has to give back.</summary>
    public string Owed(OrderDetail detail) =>
        detail.Payment is { OwedBack: > 0 } payment ? words.Get("{0} is owed back to you; the shop pays it back.", Money(payment.OwedBack, detail.Order)) : "";

    /// <summary>How it is got, where and when.</summary>
    /// <param name="code">Whether the pick-up code is told: it is the shopper's alone.</param>
    public string Way(OrderDetail detail, bool code = true)
    {
        var (order, store) = (detail.Order, detail.Store);
        var at = Moment(order.ReadyBy);
        return order.Fulfilment switch
        {
            FulfilmentKind.Collect => words.Get("To collect at {0}, {1}: {2}.", LetterText.Theirs(store.Name), LetterText.Theirs(store.Address.OneLine()), at)
                + (code ? " " + words.Get("Pick-up code {0}.", OrderWords.CodeOf(order.PickupCode)) : ""),
            FulfilmentKind.Deliver => words.Get("Delivered by the shop to {0}; it is ready to leave {1}.", LetterText.Theirs(order.Address?.OneLine() ?? "—"), at),
            _ => words.Get("Sent by post to {0}; it is ready to leave {1}.", LetterText.Theirs(order.Address?.OneLine() ?? "—"), at),
        };
    }

    /// <summary>How it is paid; for a transfer all that the bank's form asks for.</summary>
    public string Paying(OrderDetail detail)
    {
        var order = detail.Order;
        if (order.Paid)
        {
            return words.Get("Paid");
        }

        var transfer = detail is { Order.PaymentMethod: "transfer", Shop.Account: not null, Payment.Reference: not null };
        return LetterText.Lines([
            words.Get("To be paid: {0}", words.Paying(order.PaymentMethod)),
            .. transfer ? Transfer(detail) : [],
            order.HoldUntil is { } until ? words.Get("The goods are kept until {0}.", Until(until)) : "",
        ]);
    }

    public string Trader(OrderDetail detail) => LetterText.Lines([.. words.Trader(mall, detail).Select(LetterText.Theirs)]);

    public string Money(long minor, Order order) => format.Money(new Money(minor, Currency.Parse(order.Currency)));

    public string Moment(DateTimeOffset at) => format.Moment(at, now);

    /// <inheritdoc cref="Formats.Until"/>
    public string Until(DateTimeOffset end) => format.Until(end, now);

    private string[] Transfer(OrderDetail detail) =>
    [
        words.Named(words.Get("Amount"), Money(detail.Order.Total, detail.Order)),
        words.Named(words.Get("To"), LetterText.Theirs(detail.Shop.Account!.Holder)),
        words.Named("IBAN", Iban.Parse(detail.Shop.Account.Iban).Grouped),
        words.Named(words.Get("Reference"), detail.Payment!.Reference!),
    ];

    private IEnumerable<string> Changes(OrderLine line, Order order)
    {
        if (line.Missing > 0)
        {
            var why = line.Reason is { Length: > 0 } reason ? LetterText.Theirs(words.Reason(reason)) : words.Get("not available");
            yield return line.State is LineState.Ordered
                ? words.Get("{0}: {1} not available ({2}); {3} left", Name(line), Amount(line, line.Missing), why, Amount(line, line.Left))
                : words.Get("{0}: not available ({1})", Line(line, line.Quantity), why);
        }

        if (line is { FinalAmount: { } weighed, State: LineState.Ordered, StepUnit: { } unit })
        {
            yield return words.Get("{0}: {1} on the scale, {2} were asked for; {3}", Name(line), format.QuantityOf(weighed, unit, 1), Amount(line, line.Left), Money(line.Total, order));
        }
    }

    private string Line(OrderLine line, long quantity) => line is { FinalAmount: { } weighed, StepUnit: { } unit }
        ? $"{format.QuantityOf(weighed, unit, 1)} {Name(line)}"
        : $"{Amount(line, quantity)} {(line.StepUnit is null ? "× " : "")}{Name(line)}";

    private string Amount(OrderLine line, long quantity) => format.QuantityOf(quantity, line.StepUnit, line.StepSize);

    private static string Name(OrderLine line) => LetterText.Theirs(line.Choice.Length > 0 ? $"{line.Name}, {line.Choice}" : line.Name);

    private string Discounts(OrderLine line, Order order) => string.Concat(line.DiscountsNow.Select(d => $" · {LetterText.Theirs(d.Name)} {PromotionWords.Minus(Language.Parse(words.Language), Money(d.Amount, order))}"));

    private string Most(OrderLine line, Order order) =>
        line is { Weighed: true, FinalAmount: null, Most: { } most } ? " · " + words.Get("weighed when it is packed, {0} at most", Money(most, order)) : "";
}
