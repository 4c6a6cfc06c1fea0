using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Design;

/// <summary>Orders in the words of the page.</summary>
public static class OrderWords
{
    /// <summary>A state with its colour and symbol.</summary>
    public static Told Say(this PageContext page, OrderState state, FulfilmentKind way) => state switch
    {
        OrderState.Placed => new(page.Words.Of("order", "Received"), "cool", "bell"),
        OrderState.Accepted => new(page.Words.Of("order", "Accepted"), "cool", "ok"),
        OrderState.Preparing => new(page.Words.Of("order", "Being prepared"), "cool", "clock"),
        OrderState.Ready => new(way is FulfilmentKind.Collect ? page.Words.Of("order", "Ready to collect") : page.Words.Of("order", "Ready"), "good", "ok"),
        OrderState.OutForDelivery => new(page.Words.Of("order", "On its way"), "cool", "bike"),
        OrderState.Shipped => new(page.Words.Of("order", "Sent"), "cool", "package"),
        OrderState.Collected => new(page.Words.Of("order", "Collected"), "good", "ok"),
        OrderState.Delivered => new(page.Words.Of("order", "Delivered"), "good", "ok"),
        OrderState.NotCollected => new(page.Words.Of("order", "Not collected"), null, "off"),
        OrderState.ReturnedUndelivered => new(page.Words.Of("order", "Came back undelivered"), null, "off"),
        OrderState.Cancelled => new(page.Words.Of("order", "Cancelled"), null, "x"),
        OrderState.ReturnAsked => new(page.Words.Of("order", "Return asked for"), "warm", "clock"),
        OrderState.ReturnRefused => new(page.Words.Of("order", "Return refused"), null, "off"),
        OrderState.ReturnAgreed => new(page.Words.Of("order", "Return agreed"), "cool", "ok"),
        OrderState.ReturnWithdrawn => new(page.Words.Of("order", "Return withdrawn"), null, "off"),
        OrderState.ReturnReceived => new(page.Words.Of("order", "Return received"), "cool", "ok"),
        _ => new(page.Words.Of("order", "Paid back"), "good", "ok"),
    };

    /// <summary>A code as people read it: <c>7K2M·Q4</c>.</summary>
    public static string CodeOf(string code) => code.Length > 4 ? code[..4] + "·" + code[4..] : code;

    /// <summary>A way of paying.</summary>
    public static string Paying(this PageContext page, string method) => page.Words.Paying(method);

    /// <inheritdoc cref="Paying(PageContext, string)"/>
    public static string Paying(this LanguageTexts words, string method) => method switch
    {
        "in-store" => words.Get("Pay in the shop"),
        "on-delivery" => words.Get("Pay on delivery"),
        "transfer" => words.Get("Bank transfer to the shop"),
        _ => method,
    };

    /// <summary>A way in which money went back.</summary>
    public static string PaidBackIn(this PageContext page, PaidBackBy how) => how switch
    {
        PaidBackBy.Cash => page.Words.Get("in cash"),
        PaidBackBy.Transfer => page.Words.Get("by transfer"),
        _ => page.Words.Get("on the card"),
    };

    /// <summary>One line of an order in words: what was really handed over once that is known, else what is left of what was ordered.</summary>
    public static string Line(this PageContext page, OrderLine line)
    {
        var name = line.Choice.Length > 0 ? $"{line.Name}, {line.Choice}" : line.Name;
        return line.FinalAmount is { } weighed && line.StepUnit is { } unit
            ? page.LineOf(name, weighed, unit, 1)
            : line.Left > 0 && line.Missing > 0
            ? page.LeftOf(name, line.Left, line.Quantity, line.StepUnit, line.StepSize)
            : page.LineOf(name, line.Quantity, line.StepUnit, line.StepSize);
    }

    /// <summary>The highest age limit of what is still to be handed over; 0 when there is none.</summary>
    public static int AgeLimit(this IEnumerable<OrderLine> lines) => lines.Where(l => l.State is LineState.Ordered).Select(l => l.AgeLimit).DefaultIfEmpty(0).Max();

    /// <summary>The first lines of an order and how many more there are.</summary>
    public static string Lines(this PageContext page, IReadOnlyList<OrderLine> lines)
    {
        var kept = lines.Where(l => l.State is LineState.Ordered).ToList();
        var first = string.Join(", ", kept.Take(4).Select(page.Line));
        return kept.Count > 4 ? page.Words.Count(kept.Count - 4, "{1} and {0} more", "{1} and {0} more", first) : first;
    }

    /// <summary>"Nadia B.": enough to call somebody by, not enough to look them up.</summary>
    public static string ShortName(string name)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? name : $"{parts[0]} {System.Globalization.StringInfo.GetNextTextElement(parts[^1])}.";
    }

    /// <summary>Where an address is, on one line, without who lives there.</summary>
    public static string OneLine(this Address address) =>
        string.Join(", ", (address with { Name = "", Organisation = "" }).Lines(capitals: false).Where(l => l.Length > 0));

    /// <summary>A phone number as people write it in the mall's country.</summary>
    public static string Phone(this PageContext page, string phone) =>
        PhoneNumber.TryParse(phone, Country.Parse(page.Mall.Country), out var number, out _) ? number.In(Country.Parse(page.Mall.Country)) : phone;

    /// <summary>Money of an order, in its own currency.</summary>
    public static string Money(this PageContext page, long minor, string currency) => page.Format.Money(new Money(minor, Currency.Parse(currency)));
}
