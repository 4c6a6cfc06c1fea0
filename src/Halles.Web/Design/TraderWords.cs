using Halles.Kernel;
using Halles.Mall.Orders;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Web.Text;

namespace Halles.Web.Design;

/// <summary>Who sells, as shoppers are told after buying.</summary>
public static class TraderWords
{
    /// <summary>
    /// The trader's identity line by line (Directive 2011/83/EU, article 6 (1) b–d), with the consumer mediator where the shop
    /// names one (in France: Code de la consommation, L616-1).
    /// </summary>
    public static IReadOnlyList<string> Trader(this LanguageTexts words, MallSettings mall, OrderDetail detail)
    {
        var (shop, legal) = (detail.Shop, detail.Shop.Legal);
        var number = mall.Country == "FR" && Siret.TryParse(legal.Number, out var siret, out _) ? siret.Grouped : legal.Number;
        return [.. new[]
        {
            MallWords.Say(legal),
            Seat(detail),
            words.Named(mall.Country == "FR" ? "SIRET" : words.Get("Company number"), number),
            words.Named(words.Get("Register"), legal.Register),
            words.Named(words.Get("Capital"), legal.Capital),
            words.Named(words.Get("VAT number"), legal.VatNumber),
            words.Named(words.Get("Phone"), Phone(shop.Phone ?? detail.Store.Phone ?? "", mall)),
            words.Named(words.Get("E-mail"), shop.Email),
            words.Named(words.Get("Consumer mediator"), legal.Mediator),
        }.Where(l => l.Length > 0)];
    }

    /// <summary>The trader as a withdrawal is addressed to it: name, place and e-mail.</summary>
    public static string AddressOf(OrderDetail detail) => string.Join(", ", new[] { detail.Shop.Legal.Name, Seat(detail), detail.Shop.Email }.Where(t => t.Length > 0));

    private static string Seat(OrderDetail detail) => detail.Shop.Legal.Seat is { Line1.Length: > 0 } seat ? seat.OneLine() : detail.Store.Address.OneLine();

    /// <summary>A fact under its name; empty where there is none.</summary>
    public static string Named(this LanguageTexts words, string what, string value) => value.Length > 0 ? words.Get("{0}: {1}", what, value) : "";

    /// <summary>A phone number as the mall's country writes it; one that cannot be read stays as it is.</summary>
    public static string Phone(string kept, MallSettings mall) =>
        PhoneNumber.TryParse(kept, Country.Parse(mall.Country), out var number, out _) ? number.In(Country.Parse(mall.Country)) : kept;
}
