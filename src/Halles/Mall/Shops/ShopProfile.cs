using Halles.Kernel;

namespace Halles.Mall.Shops;

/// <summary>What a shop says about itself, as it is typed.</summary>
public sealed record ShopProfile
{
    /// <summary>The tints of the style, for tiles without a photo.</summary>
    public static readonly IReadOnlyList<string> Tints = ["wheat", "rose", "sage", "sky", "plum", "clay", "sand", "moss", "slate", "sun"];

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required LegalIdentity Legal { get; init; }

    public LocalText Strap { get; init; } = [];

    public LocalText Story { get; init; } = [];

    public LocalText Returns { get; init; } = [];

    public required string Language { get; init; }

    public required string Email { get; init; }

    public string? Phone { get; init; }

    public string Tint { get; init; } = "sand";

    /// <summary>Everything tidied as it is kept; what is wrong is collected.</summary>
    internal ShopProfile Checked(FieldChecks check, Country country) => this with
    {
        Name = check.Text("name", Name, 80),
        Kind = check.Text("kind", Kind, 40),
        Legal = CheckedLegal(check, country),
        Strap = check.Texts("strap", Strap, 200),
        Story = check.Texts("story", Story),
        Returns = check.Texts("returns", Returns, 4_000),
        Language = CheckedLanguage(check),
        Email = CheckedEmail(check),
        Phone = CheckedPhone(check, country),
        Tint = check.OneOf("tint", Tint, Tints),
    };

    /// <summary>Puts a checked profile into the shop's row.</summary>
    internal void Into(Shop shop)
    {
        (shop.Name, shop.Kind, shop.Legal) = (Name, Kind, Legal);
        (shop.Strap, shop.Story, shop.Returns) = (Strap, Story, Returns);
        (shop.Language, shop.Email, shop.Phone, shop.Tint) = (Language, Email, Phone, Tint);
    }

    private LegalIdentity CheckedLegal(FieldChecks check, Country country)
    {
        var seat = (Legal.Seat ?? new Address { Country = country }).Tidied();
        AddressFields.Check(check, "seat", seat);
        var number = check.Text("legal.number", Legal.Number, 40);
        if (number.Length > 1)
        {
            check.Add("legal.number", CompanyNumber.Check(seat.Country, number, out number));
        }

        var vat = check.TextOrNull("legal.vat", Legal.VatNumber, 20) ?? "";
        if (vat.Length > 1 && (VatNumber.IsOf(seat.Country) || VatNumber.TryParse(vat, out _, out _))) // elsewhere such numbers are written otherwise
        {
            check.Add("legal.vat", VatNumber.TryParse(vat, out var parsed, out var wrong) ? null : wrong);
            vat = wrong is null ? parsed.Value : vat;
        }

        return new LegalIdentity
        {
            Name = check.Text("legal.name", Legal.Name, 120),
            Form = check.TextOrNull("legal.form", Legal.Form, 60) ?? "",
            Number = number,
            VatNumber = vat,
            Capital = check.TextOrNull("legal.capital", Legal.Capital, 40) ?? "",
            Register = check.TextOrNull("legal.register", Legal.Register, 80) ?? "",
            Seat = seat,
            Mediator = check.TextOrNull("legal.mediator", Legal.Mediator, 200) ?? "",
        };
    }

    private string CheckedLanguage(FieldChecks check)
    {
        check.Add("language", Kernel.Language.TryParse(Language, out _) ? null : FieldProblems.NotOffered);
        return Language;
    }

    private string CheckedEmail(FieldChecks check)
    {
        check.Add("email", EmailAddress.TryParse(Email, out var email, out var problem) ? null : problem);
        return problem is null ? email.Value : Email;
    }

    private string? CheckedPhone(FieldChecks check, Country country)
    {
        if (string.IsNullOrWhiteSpace(Phone))
        {
            return null;
        }

        check.Add("phone", PhoneNumber.TryParse(Phone, country, out var phone, out var problem) ? null : problem);
        return problem is null ? phone.Value : Phone;
    }
}
