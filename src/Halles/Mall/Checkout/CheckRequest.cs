using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Mall.Promotions;

namespace Halles.Mall.Checkout;

/// <summary>Checks what was typed or sent, and tidies it; everything that is wrong at once, each on its field.</summary>
internal static class CheckRequest
{
    private const int MostName = 200;

    /// <summary>The request as it will be kept.</summary>
    /// <param name="country">Whose habits apply to phone numbers.</param>
    public static Result<PurchaseRequest> Tidy(PurchaseRequest request, Country country, IReadOnlyList<string> languages)
    {
        var wrong = new List<Problem>();
        var contact = Contact(request.Contact, country, wrong);
        var shops = request.Shops.Select((c, i) => Choice(c, i, wrong)).ToList();
        if (request.Key is { } key && key.Length is < 1 or > IdempotencyKey.MostLength)
        {
            wrong.Add(CheckoutProblems.KeyLong.With(IdempotencyKey.MostLength));
        }

        if (shops.Count == 0)
        {
            wrong.Add(CheckoutProblems.Empty);
        }

        if (shops.Count > PurchaseRequest.MostShops)
        {
            wrong.Add(CheckoutProblems.TooManyShops);
        }

        if (shops.DistinctBy(c => c.ShopId).Count() < shops.Count)
        {
            wrong.Add(CheckoutProblems.ShopTwice);
        }

        Lines(request.Lines, wrong);
        return wrong.Count > 0 ? Problem.Of(wrong) : request with
        {
            Contact = contact,
            Shops = shops,
            Codes = PromotionCode.Of(request.Codes, BasketCodes.Most),
            Language = languages.Contains(request.Language, StringComparer.Ordinal) ? request.Language : languages[0],
        };
    }

    private static void Lines(IReadOnlyList<WantedLine>? lines, List<Problem> wrong)
    {
        if (lines is null)
        {
            return;
        }

        if (lines.Count > ShopperBaskets.MostLines)
        {
            wrong.Add(CheckoutProblems.TooManyLines);
        }

        if (lines.DistinctBy(l => l.VariantId).Count() < lines.Count)
        {
            wrong.Add(CheckoutProblems.LineTwice);
        }

        wrong.AddRange(lines.Index().Where(l => l.Item.Quantity is < 1 or > LinePrice.MostQuantity).Select(l => BasketProblems.QuantityWrong.On($"lines[{l.Index}].quantity")));
    }

    private static Contact Contact(Contact typed, Country country, List<Problem> wrong)
    {
        var name = Text(typed.Name, MostName, CheckoutProblems.NameLong.With(MostName), wrong);
        if (string.IsNullOrWhiteSpace(name))
        {
            wrong.Add(CheckoutProblems.NameMissing);
        }

        if (!EmailAddress.TryParse(typed.Email, out var email, out var badEmail))
        {
            wrong.Add(badEmail!.On("email"));
        }

        if (!PhoneNumber.TryParse(typed.Phone, country, out var phone, out var badPhone))
        {
            wrong.Add(badPhone!.On("phone"));
        }

        return new Contact(name ?? "", email.Value, phone.Value);
    }

    private static ShopChoice Choice(ShopChoice choice, int index, List<Problem> wrong)
    {
        var note = Text(choice.Note, ShopChoice.MostNote, CheckoutProblems.NoteLong.With(ShopChoice.MostNote), wrong);
        if (choice.Way is FulfilmentKind.Collect)
        {
            return choice with { Note = note, Address = null };
        }

        if (choice.Address is null)
        {
            wrong.Add(FulfilmentProblems.AddressNeeded.On($"shops[{index}].address"));
            return choice;
        }

        var address = choice.Address.Tidied();
        var lines = (string[])[address.Name, address.Organisation, address.Line1, address.Line2, address.District, address.City, address.Region, address.Postcode, address.SortingCode];
        if (!lines.All(l => TextRules.CanBeKept(l)))
        {
            wrong.Add(CheckoutProblems.TextUnfit.On($"shops[{index}].address"));
        }

        wrong.AddRange(address.Problems().Select(p => p.Problem.On($"shops[{index}].address.{p.Field.ToString().ToLowerInvariant()}")));
        return choice with { Note = note, Address = address };
    }

    private static string? Text(string? typed, int most, Problem tooLong, List<Problem> wrong)
    {
        var text = typed?.Trim();
        if (text is not null && !TextRules.CanBeKept(text))
        {
            wrong.Add(CheckoutProblems.TextUnfit with { Field = tooLong.Field });
        }
        else if (text?.Length > most)
        {
            wrong.Add(tooLong);
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }
}
