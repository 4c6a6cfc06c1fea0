using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Storefront;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Design;

/// <summary>A state as it is told: words, colour and symbol together (ui.md, style 6).</summary>
/// <param name="Tone"><c>good</c>, <c>warm</c>, <c>bad</c>, <c>cool</c>; null for plain.</param>
/// <param name="Symbol">Name in the sprite.</param>
public sealed record Told(string Words, string? Tone, string Symbol);

/// <summary>What the storefront knows, in the words of the page.</summary>
public static class MallWords
{
    private static readonly string[] Articles = ["Le ", "La ", "Les ", "L’", "L'", "The "];

    /// <summary>How much is left.</summary>
    public static Told Say(this PageContext page, StockState stock) => stock.Word switch
    {
        StockWord.InStock => new(page.Words.Get("In stock"), "good", "ok"),
        StockWord.Last => new(page.Words.Count(stock.Left, "Only one left", "Only {0} left"), "warm", "alert"),
        StockWord.ToOrder => new(page.Words.Get("Made to order"), "cool", "clock"),
        _ => new(page.Words.Get("Sold out"), null, "off"),
    };

    /// <summary>Whether a store is open, told on its own clock.</summary>
    public static Told Say(this PageContext page, OpenState open, TimeZoneInfo zone)
    {
        string Time(DateTimeOffset at) => page.Format.Time(TimeZoneInfo.ConvertTime(at, zone).TimeOfDay);
        return open switch
        {
            { Word: OpenWord.Open, At: { } until } => new(page.Words.Get("Open until {0}", Time(until)), "good", "ok"),
            { Word: OpenWord.Open } => new(page.Words.Get("Open day and night"), "good", "ok"),
            { Word: OpenWord.ClosesSoon, At: { } soon } => new(page.Words.Get("Closes at {0}", Time(soon)), "warm", "clock"),
            { At: { } opens } => new(Opens(page, zone.DateAt(opens), zone.DateAt(page.Now), Time(opens)), null, "off"),
            _ => new(page.Words.Get("Closed for now"), null, "off"),
        };
    }

    /// <summary>Whether a shop can be bought from or visited now.</summary>
    public static Told? Say(this PageContext page, ShopCard shop) => shop.Standing switch
    {
        ShopStanding.Paused => new(page.Words.Get("Takes no orders now"), null, "off"),
        ShopStanding.OnHoliday when shop.Holiday is { } holiday => new(page.Words.Get("On holiday until {0}", page.Format.Day(holiday.To, page.Format.Zone.DateAt(page.Now))), null, "calendar"),
        _ => shop.Nearest is { } store ? page.Say(store.Open, store.Zone) : null,
    };

    /// <summary>A price for a unit: <c>12,80 €/kg</c>, <c>0,35 € each</c>.</summary>
    public static string Say(this PageContext page, UnitPrice price) => page.Per(price.Price, price.Per);

    /// <inheritdoc cref="Say(PageContext, UnitPrice)"/>
    public static string Per(this PageContext page, Money price, Unit per) =>
        per is Unit.Piece ? page.Words.Get("{0} each", page.Format.Money(price)) : $"{page.Format.Money(price)}/{Sign(per)}";

    /// <summary>An amount with its unit: <c>300 g</c>, <c>1,5 kg</c>; pieces are the number alone.</summary>
    public static string Say(this Formats format, Measure measure) =>
        measure.Unit is Unit.Piece ? format.Number(measure.Amount)
        : measure.Amount >= measure.Unit.PerBase() && measure.Unit.Base() != measure.Unit && measure.Amount * 100 % measure.Unit.PerBase() == 0
            ? $"{format.Number(measure.Amount / measure.Unit.PerBase())}\u00A0{Sign(measure.Unit.Base())}"
            : $"{format.Number(measure.Amount)}\u00A0{Sign(measure.Unit)}";

    /// <inheritdoc cref="Say(Formats, Measure)"/>
    public static string Say(this PageContext page, Measure measure) => page.Format.Say(measure);

    /// <summary>A way of getting goods: <c>Collect</c>, with its symbol.</summary>
    public static Told Say(this PageContext page, FulfilmentKind way) =>
        new(page.Words.Way(way), null, way switch { FulfilmentKind.Collect => "store", FulfilmentKind.Deliver => "bike", _ => "package" });

    /// <summary>A way of getting goods, in words alone.</summary>
    public static string Way(this LanguageTexts words, FulfilmentKind way) => way switch
    {
        FulfilmentKind.Collect => words.Get("Collect"),
        FulfilmentKind.Deliver => words.Get("Delivered by the shop"),
        _ => words.Get("Sent by post"),
    };

    /// <summary>A firm with its legal form, where the name does not say it already.</summary>
    public static string Say(Halles.Mall.Shops.LegalIdentity legal) =>
        legal.Form.Length == 0 || legal.Form.Split(' ').Any(f => legal.Name.Split(' ').Contains(f, StringComparer.OrdinalIgnoreCase)) ? legal.Name : $"{legal.Name}, {legal.Form}";

    /// <summary>An address without the firm that stands before it anyway.</summary>
    public static string Street(Address? address) => address is null ? "" : (address with { Name = "", Organisation = "" }).ToString();

    /// <summary>The letter that stands in for a photo: that of the first word that is no article, or else every other shop had an L.</summary>
    public static string Initial(string name)
    {
        var article = Articles.FirstOrDefault(a => name.Length > a.Length && name.StartsWith(a, StringComparison.OrdinalIgnoreCase)) ?? "";
        var letters = System.Globalization.StringInfo.GetTextElementEnumerator(name[article.Length..]);
        while (letters.MoveNext())
        {
            if (System.Text.Rune.GetRuneAt(letters.GetTextElement(), 0) is var rune && System.Text.Rune.IsLetterOrDigit(rune))
            {
                return letters.GetTextElement().ToUpperInvariant();
            }
        }

        return "·";
    }

    private static string Opens(PageContext page, DateOnly day, DateOnly today, string time) => (day.DayNumber - today.DayNumber) switch
    {
        0 => page.Words.Get("Opens at {0}", time),
        1 => page.Words.Get("Opens tomorrow at {0}", time),
        < 7 => page.Words.Get("Opens {0} at {1}", page.Format.DayName(day.DayOfWeek), time),
        _ => page.Words.Get("Opens on {0}", page.Format.Day(day, today)),
    };

    private static string Sign(Unit unit) => unit is Unit.SquareMetre ? "m²" : unit.Sign();
}
