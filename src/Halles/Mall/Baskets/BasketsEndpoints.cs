using System.Security.Cryptography;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Promotions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Baskets;

/// <summary>Baskets by program: a guest's is known by the random id that the mall gives it, a person's is their own.</summary>
public static class BasketsEndpoints
{
    private static readonly ApiParameter Id = ApiParameter.Path("id", "The basket.", ParameterKind.Id);
    private static readonly ApiParameter Variant = ApiParameter.Path("variant", "The variant.", ParameterKind.Id);
    private static readonly ApiParameter OfCode = ApiParameter.Path("code", "The promotion's code; case does not matter.");
    private static readonly Problem[] OfKeys = [ApiProblems.KeyWrong, StorageProblems.KeyReused, StorageProblems.Busy];

    /// <summary>Maps the operations into the API's group.</summary>
    public static void MapBaskets(this IEndpointRouteBuilder api)
    {
        api.MapPost("baskets", Open).AllowEverybody().Operation<BasketAnswer>(
            "newBasket", "Makes an empty basket.", "With a person's API key it is the basket of their account. A guest's basket is forgotten sixty days after its last change.", StatusCodes.Status201Created)
            .Takes(ApiParameter.OwnIdempotencyKey).Refuses(OfKeys);
        api.MapGet("baskets/{id:guid}", Show).AllowEverybody().Operation<BasketAnswer>("getBasket", "Shows a basket with present prices, and what stands in the way of buying it.")
            .Takes(Id, ApiParameter.Language).Refuses(BasketProblems.NoSuchBasket).Counts(Traffic.Basket);
        api.MapPut("baskets/{id:guid}/lines/{variant:guid}", Put).AllowEverybody().Operation<BasketAnswer>("setQuantity", "Sets the wanted quantity of a variant, in pieces or steps.")
            .Takes(Id, Variant, ApiParameter.Language, ApiParameter.OwnIdempotencyKey)
            .Refuses([BasketProblems.NoSuchBasket, BasketProblems.NoSuchVariant, BasketProblems.QuantityWrong, BasketProblems.Gone, BasketProblems.Full, .. OfKeys]);
        api.MapDelete("baskets/{id:guid}/lines/{variant:guid}", Remove).AllowEverybody().Operation<BasketAnswer>("removeLine", "Takes a variant out; well when it was not in.")
            .Takes(Id, Variant, ApiParameter.Language, ApiParameter.OwnIdempotencyKey).Refuses([BasketProblems.NoSuchBasket, .. OfKeys]);
        api.MapPut("baskets/{id:guid}/codes/{code}", PutCode).AllowEverybody().Operation<BasketAnswer>("addCode", "Puts a promotion's code into a basket; one that would take nothing off now is refused with why.")
            .Takes(Id, OfCode, ApiParameter.Language, ApiParameter.OwnIdempotencyKey).Counts(Traffic.Basket)
            .Refuses([BasketProblems.NoSuchBasket, PromotionProblems.CodeUnknown, PromotionProblems.CodeNotYet, PromotionProblems.CodeExpired, PromotionProblems.CodeUsedUp, PromotionProblems.CodeUsedByYou, PromotionProblems.CodeForOthers, PromotionProblems.TooManyCodes, .. OfKeys]);
        api.MapDelete("baskets/{id:guid}/codes/{code}", RemoveCode).AllowEverybody().Operation<BasketAnswer>("removeCode", "Takes a code out; well when it was not in.")
            .Takes(Id, OfCode, ApiParameter.Language, ApiParameter.OwnIdempotencyKey).Refuses([BasketProblems.NoSuchBasket, .. OfKeys]);
    }

    /// <summary>Whose basket an id names: the account's own, or a guest's.</summary>
    public static Shopper ShopperOf(HttpContext context, Guid basket) => Person(context) is { } person && person.PersonId == basket ? Shopper.Person(basket) : Shopper.Guest(basket);

    /// <summary>The person who buys by their own key or session; null for guests. A shop's key sells, it does not buy.</summary>
    public static Caller? Person(HttpContext context) => context.Caller() is { KeyShopId: null } caller ? caller : null;

    private static async Task<IResult> Open(HttpContext context, AnswerOnce once, ReadBasket read, Secret secret)
    {
        var shopper = Person(context) is { } person ? Shopper.Person(person.PersonId) : Shopper.Guest(new Guid(RandomNumberGenerator.GetBytes(16)));
        var key = context.Once(shopper.IsPerson ? shopper.Scope : NobodyYet(context, secret));
        if (key.Problem is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var opened = await once.Write(key.Value, s => ShopperBaskets.Open(s, shopper), (sql, _) => Of(shopper.Id, read.View(sql, shopper, "")), Lane.Trade, ShopperBaskets.Lock(shopper)).ConfigureAwait(false);
        if (opened.Ok)
        {
            context.Response.Headers.Location = $"/api/v1/baskets/{opened.Value.Id}";
        }

        return ApiEndpoints.Answer(opened, StatusCodes.Status201Created);
    }

    // A guest who has no basket yet is told by where they come from, lest two who choose the same key share a basket.
    private static string NobodyYet(HttpContext context, Secret secret) =>
        "guest:" + Convert.ToHexStringLower(secret.Mac("guest-key", context.Connection.RemoteIpAddress?.GetAddressBytes() ?? []).AsSpan(0, 16));

    private static IResult Show(HttpContext context, ReadBasket read, Guid id)
    {
        var asked = context.Asked();
        var language = asked.Text(ApiParameter.Language) ?? "";
        return asked.Problem is { } wrong ? ApiEndpoints.Refuse(wrong)
            : read.Find(ShopperOf(context, id), language) is { } basket ? ApiEndpoints.Tagged(context, Of(id, basket))
            : ApiEndpoints.Refuse(BasketProblems.NoSuchBasket);
    }

    private static Task<IResult> Put(HttpContext context, AnswerOnce once, ReadBasket read, ShopperBaskets baskets, Guid id, Guid variant, Sent<SetQuantity> sent) =>
        Change(context, once, read, id, sent.Value, (s, shopper) => baskets.Set(s, shopper, variant, sent.Value.Quantity));

    private static Task<IResult> Remove(HttpContext context, AnswerOnce once, ReadBasket read, Guid id, Guid variant) =>
        Change(context, once, read, id, null, (s, shopper) => ShopperBaskets.Remove(s, shopper, variant));

    private static Task<IResult> PutCode(HttpContext context, AnswerOnce once, ReadBasket read, BasketCodes codes, Guid id, string code) =>
        Change(context, once, read, id, null, (s, shopper) => codes.Add(s, shopper, code));

    private static Task<IResult> RemoveCode(HttpContext context, AnswerOnce once, ReadBasket read, Guid id, string code) =>
        Change(context, once, read, id, null, (s, shopper) => BasketCodes.Remove(s, shopper, code));

    private static async Task<IResult> Change(HttpContext context, AnswerOnce once, ReadBasket read, Guid id, object? body, Func<WriteSession, Shopper, Result<Done>> change)
    {
        var (asked, shopper) = (context.Asked(), ShopperOf(context, id));
        var (language, key) = (asked.Text(ApiParameter.Language) ?? "", context.Once(shopper.Scope, body));
        if ((asked.Problem ?? key.Problem) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var changed = await once.Write(
            key.Value, s => ReadBasket.Exists(s.Sql, shopper) ? change(s, shopper) : BasketProblems.NoSuchBasket,
            (sql, _) => Of(id, read.View(sql, shopper, language)), Lane.Trade, ShopperBaskets.Lock(shopper)).ConfigureAwait(false);
        return ApiEndpoints.Answer(changed);
    }

    private static BasketAnswer Of(Guid id, BasketView basket)
    {
        var currency = basket.Currency;
        return new BasketAnswer(id, new Amount(basket.Total, currency), new Amount(basket.Discount, currency), [.. basket.Codes.Select(c => new Client.BasketCode(c.Code, new Amount(c.Saved, currency), c.Problem?.Code))], [.. basket.Shops.Select(s => new Client.BasketShop(
            new Named(s.Slug, s.Name), new Amount(s.Goods, currency), s.Problem?.Code, [.. s.Lines.Select(l => Of(l, currency))]))]);
    }

    private static Client.BasketItem Of(BasketItem l, string currency) => new(
        l.Offer.VariantId, l.Offer.Sku, l.Offer.Name, l.Offer.Choice, l.Quantity, new Amount(l.Offer.Price, currency), new Amount(l.Total, currency),
        [.. l.Discounts.Select(d => new LineDiscount(d.Promotion.Name, new Amount(d.Amount, currency)))],
        l.Stores.Count == 0 ? null : l.Stores.Max(s => s.Available), [.. l.Problems.Select(p => p.Code)]);
}
