using System.Security.Cryptography;
using System.Text;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Orders;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Checkout;

/// <summary>Buying by program: the ways that there are, what a choice costs, and placing it exactly once.</summary>
public static class CheckoutEndpoints
{
    private static readonly Problem EitherOr = new("basket-or-lines", 422, "Give either basketId or lines.") { Field = "lines" };
    private static readonly Problem OtherCurrency = ApiProblems.OtherCurrency.On("expectedTotal.currency");

    private static readonly Problem[] OfChoices =
    [
        BasketProblems.NoSuchBasket, CheckoutProblems.NoSuchShop, CheckoutProblems.Empty, CheckoutProblems.ShopTwice, CheckoutProblems.LineTwice, CheckoutProblems.TooManyLines, CheckoutProblems.TooManyShops,
        BasketProblems.QuantityWrong, CheckoutProblems.StockGone, CheckoutProblems.ShopNotChosen, BasketProblems.ShopClosed, BasketProblems.ShopSuspended, BasketProblems.ShopPaused,
        BasketProblems.ShopOnHoliday, FulfilmentProblems.NoSuchStore, FulfilmentProblems.StoreClosed, FulfilmentProblems.WayNotOffered, FulfilmentProblems.AddressNeeded,
        FulfilmentProblems.NotServed, FulfilmentProblems.TooHeavy, FulfilmentProblems.BelowMinimum, CheckoutProblems.PaymentNotOffered, EitherOr,
    ];

    private static readonly Problem[] OfPlacing =
    [
        CheckoutProblems.PriceChanged, PromotionProblems.JustUsedUp, OtherCurrency, CheckoutProblems.TooManyReservations, CheckoutProblems.TooManyReserved, ValueProblems.EmailShape, ValueProblems.PhoneShape, CheckoutProblems.NameMissing,
        CheckoutProblems.NameLong, CheckoutProblems.NoteLong, ApiProblems.KeyMissing, ApiProblems.KeyWrong, StorageProblems.KeyReused, StorageProblems.Busy, StorageProblems.Unavailable, StorageProblems.NoSpace,
    ];

    /// <summary>Maps the operations into the API's group.</summary>
    public static void MapCheckout(this IEndpointRouteBuilder api)
    {
        api.MapPost("ways", Ways).AllowEverybody().Ranks(Priority.Pay).Operation<WaysAnswer>("findWays", "Tells in which ways a basket or lines can be had and paid, shop by shop.")
            .Takes(ApiParameter.Language).Refuses(BasketProblems.NoSuchBasket, CheckoutProblems.Empty, CheckoutProblems.TooManyLines, BasketProblems.QuantityWrong, EitherOr);
        api.MapPost("quotes", Quote).AllowEverybody().Ranks(Priority.Pay).Operation<QuoteAnswer>("quote", "Tells what a choice of ways would cost now.", "Give the total back as `expectedTotal` when the purchase is placed. Nothing is kept.")
            .Refuses(OfChoices);
        api.MapPost("purchases", Place).AllowEverybody().Operation<PlacedAnswer>(
                "placePurchase", "Places a purchase over one shop or many: all of it, or nothing.",
                "Exactly once for each `Idempotency-Key`. A refusal binds no key and leaves nothing behind; a shortage names each line and what is left of it.", StatusCodes.Status201Created)
            .Takes(ApiParameter.IdempotencyKey).Refuses([.. OfChoices, .. OfPlacing]).Counts(Traffic.Pay);
    }

    private static IResult Ways(HttpContext context, QuotePurchase quote, ReadBasket baskets, CurrentSettings settings, Sent<WaysRequest> sent)
    {
        var asked = context.Asked();
        var language = asked.Text(ApiParameter.Language) ?? settings.Value.Languages[0];
        var wanted = Wanted(context, baskets, sent.Value.BasketId, sent.Value.Lines);
        var address = sent.Value.Address is { } to ? Wire.Of(to, "address").Then(a => (Address?)a) : (Address?)null;
        if ((asked.Problem ?? wanted.Problem ?? address.Problem) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var (shopper, lines) = wanted.Value;
        var ways = lines is null ? quote.Ways(shopper, language, address.Value) : quote.Ways(lines, language, address.Value, sent.Value.Codes);
        return ApiEndpoints.Answer<WaysAnswer>(CheckoutWire.Of(ways));
    }

    private static IResult Quote(HttpContext context, QuotePurchase quote, ReadBasket baskets, ShopNames names, CurrentSettings settings, Sent<QuoteRequest> sent)
    {
        var wanted = Wanted(context, baskets, sent.Value.BasketId, sent.Value.Lines);
        var shops = names.Find(sent.Value.Shops.Select(c => c.Shop));
        var choices = CheckoutWire.Choices(sent.Value.Shops, shops);
        if ((wanted.Problem ?? choices.Problem) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var (shopper, lines) = wanted.Value;
        var price = quote.Price(new PurchaseRequest
        {
            Shopper = shopper, Shops = choices.Value, Lines = lines, Codes = sent.Value.Codes ?? [], Contact = new Contact("", "", ""), Language = settings.Value.Languages[0], ExpectedTotal = 0,
        });
        return ApiEndpoints.Answer(price.Then(p => CheckoutWire.Of(p, shops)));
    }

    private static async Task<IResult> Place(HttpContext context, PlaceOrder place, ReadBasket baskets, ShopNames names, CurrentSettings settings, Sent<Client.PurchaseRequest> sent)
    {
        var (asked, key) = (sent.Value, context.NeededKey());
        var wanted = Wanted(context, baskets, asked.BasketId, asked.Lines, key.Ok ? key.Value : null);
        var shops = names.Find(asked.Shops.Select(c => c.Shop));
        var choices = CheckoutWire.Choices(asked.Shops, shops);
        var currency = asked.ExpectedTotal.Currency == settings.Value.Currency ? null : OtherCurrency.With(settings.Value.Currency);
        if ((key.Problem ?? wanted.Problem ?? choices.Problem ?? currency) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var (shopper, lines) = wanted.Value;
        var placed = await place.Run(new PurchaseRequest
        {
            Shopper = shopper,
            Shops = choices.Value,
            Lines = lines,
            Codes = asked.Codes ?? [],
            Contact = new Contact(asked.Contact.Name, asked.Contact.Email, asked.Contact.Phone),
            Language = asked.Language,
            ExpectedTotal = asked.ExpectedTotal.Minor,
            Key = key.Value,
        }).ConfigureAwait(false);
        return ApiEndpoints.Answer(placed.Then(p => CheckoutWire.Of(p, shops)), StatusCodes.Status201Created);
    }

    // Who buys what: the basket that is named, or lines, which a guest without a basket asks for in the scope of the key alone.
    private static Result<(Shopper Shopper, IReadOnlyList<WantedLine>? Lines)> Wanted(HttpContext context, ReadBasket baskets, Guid? basket, IReadOnlyList<PurchaseLine>? lines, string? key = null)
    {
        if ((basket is null) == (lines is null))
        {
            return EitherOr;
        }

        if (basket is { } id)
        {
            var shopper = BasketsEndpoints.ShopperOf(context, id);
            return baskets.Exists(shopper) ? (shopper, null) : BasketProblems.NoSuchBasket.On("basketId");
        }

        var guest = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("api " + key)).AsSpan(0, 16));
        return (BasketsEndpoints.Person(context) is { } person ? Shopper.Person(person.PersonId) : Shopper.Guest(guest), [.. lines!.Select(l => new WantedLine(l.VariantId, l.Quantity))]);
    }
}
