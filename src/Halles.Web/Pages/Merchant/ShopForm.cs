using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Shops;

namespace Halles.Web.Pages.Merchant;

/// <summary>The fields of a shop's profile, of its places in a form, and of an application.</summary>
internal static class ShopForm
{
    /// <summary>Every field of the profile with what is kept.</summary>
    public static Dictionary<string, string?> Kept(Shop shop, PageContext page)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["version"] = shop.Version.ToString(CultureInfo.InvariantCulture),
            ["name"] = shop.Name,
            ["kind"] = shop.Kind,
            ["email"] = shop.Email,
            ["phone"] = shop.Phone,
            ["tint"] = shop.Tint,
            ["legal.name"] = shop.Legal.Name,
            ["legal.form"] = shop.Legal.Form,
            ["legal.number"] = shop.Legal.Number,
            ["legal.vat"] = shop.Legal.VatNumber,
            ["legal.capital"] = shop.Legal.Capital,
            ["legal.register"] = shop.Legal.Register,
            ["legal.mediator"] = shop.Legal.Mediator,
        };
        Put(kept, "seat", shop.Legal.Seat);
        foreach (var language in page.Mall.Languages)
        {
            kept["strap." + language] = shop.Strap.GetValueOrDefault(language);
            kept["story." + language] = shop.Story.GetValueOrDefault(language);
            kept["returns." + language] = shop.Returns.GetValueOrDefault(language);
        }

        return kept;
    }

    public static Dictionary<string, string?> KeptHoliday(Shop shop)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["from"] = shop.Holiday?.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = shop.Holiday?.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["orders"] = shop.Holiday is { TakesOrders: true } ? "on" : null,
        };
        foreach (var (language, word) in shop.Holiday?.Word ?? [])
        {
            kept["word." + language] = word;
        }

        return kept;
    }

    /// <summary>The profile with the identity as typed and the texts as kept.</summary>
    public static ShopProfile ReadIdentity(FormReader form, Shop shop, PageContext page) => Application(form, page, shop.Language) with { Strap = shop.Strap, Story = shop.Story, Returns = shop.Returns };

    /// <summary>The profile with the texts as typed and the identity as kept.</summary>
    public static ShopProfile ReadStory(FormReader form, Shop shop, PageContext page) => new()
    {
        Name = shop.Name,
        Kind = shop.Kind,
        Legal = shop.Legal,
        Language = shop.Language,
        Email = shop.Email,
        Phone = shop.Phone,
        Tint = shop.Tint,
        Strap = form.Texts("strap", page.Mall.Languages),
        Story = form.Texts("story", page.Mall.Languages),
        Returns = form.Texts("returns", page.Mall.Languages),
    };

    /// <summary>The identity alone: what somebody who applies says.</summary>
    public static ShopProfile Application(FormReader form, PageContext page, string language) => new()
    {
        Name = form.Raw("name"),
        Kind = form.Raw("kind"),
        Language = language,
        Email = form.Raw("email"),
        Phone = form.Raw("phone"),
        Tint = form.Raw("tint") is { Length: > 0 } tint ? tint : "sand",
        Legal = new LegalIdentity
        {
            Name = form.Raw("legal.name"),
            Form = form.Raw("legal.form"),
            Number = form.Raw("legal.number"),
            VatNumber = form.Raw("legal.vat"),
            Capital = form.Raw("legal.capital"),
            Register = form.Raw("legal.register"),
            Seat = Address(form, page, "seat"),
            Mediator = form.Raw("legal.mediator"),
        },
    };

    /// <summary>The country that somebody chose, as two letters; the mall's where that is none.</summary>
    public static string CountryOf(string? chosen, PageContext page) => Country.TryParse(chosen, out var country) ? country.Alpha2 : page.Mall.Country;

    /// <summary>An address in the country that the form names, or else the mall's.</summary>
    public static Address Address(FormReader form, PageContext page, string prefix) => new()
    {
        Line1 = form.Raw(prefix + ".line1"),
        Line2 = form.Raw(prefix + ".line2"),
        Postcode = form.Raw(prefix + ".postcode"),
        City = form.Raw(prefix + ".city"),
        Region = form.Raw(prefix + ".region"),
        Country = Country.Parse(CountryOf(form.Raw(prefix + ".country"), page)),
    };

    public static void Put(Dictionary<string, string?> kept, string prefix, Address? address)
    {
        kept[prefix + ".country"] = address?.Country.Alpha2;
        kept[prefix + ".line1"] = address?.Line1;
        kept[prefix + ".line2"] = address?.Line2;
        kept[prefix + ".postcode"] = address?.Postcode;
        kept[prefix + ".city"] = address?.City;
        kept[prefix + ".region"] = address?.Region;
    }
}
