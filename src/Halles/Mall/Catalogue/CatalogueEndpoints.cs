using System.Globalization;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Catalogue;

/// <summary>A shop's products and prices by its API key.</summary>
public static class CatalogueEndpoints
{
    private static readonly Problem NoSuchVariant = new("no-such-variant-in-shop", 404, "This shop has no such product.");
    private static readonly Problem OtherCurrency = ApiProblems.OtherCurrency.On("price.currency");
    private static readonly ApiParameter Sku = ApiParameter.Path("sku", "The variant's number in the shop.");
    internal static readonly ApiParameter IfMatch = new("If-Match", "The ETag, the `version` in quotes: changed meanwhile, it is refused.") { Place = ParameterPlace.Header };

    /// <summary>Maps the operations into the shop's group.</summary>
    public static void MapShopProducts(this IEndpointRouteBuilder shop)
    {
        shop.MapGet("products", List).RequirePermission(Permission.ViewShop).Operation<Listing<OwnProduct>>("listShopProducts", "Lists the shop's products, drafts and archived ones included, in the order in which they were made.")
            .Takes(ApiParameter.Cursor, ApiParameter.Limit).Refuses(ApiProblems.CursorWrong);
        shop.MapProductSheets();
        shop.MapGet("variants/{sku}", Show).RequirePermission(Permission.ViewShop).Operation<OwnVariant>("getShopVariant", "Shows a variant by its number; its ETag is its version.")
            .Takes(Sku).Refuses(NoSuchVariant);
        shop.MapPut("variants/{sku}/price", SetPrice).RequirePermission(Permission.ManageProducts)
            .Operation<OwnVariant>("setPrice", "Changes a variant's price.", "The history of prices stays true; a reduction is announced only where the law allows it (lowest price of the 30 days before).")
            .Takes(Sku, IfMatch, ApiParameter.OwnIdempotencyKey)
            .Refuses(NoSuchVariant, OtherCurrency, FieldProblems.OutOfRange, CatalogueProblems.NotAReduction, CatalogueProblems.NothingBefore, ApiProblems.NotMatching, ApiProblems.KeyWrong, StorageProblems.KeyReused, StorageProblems.Busy);
    }

    private static IResult List(HttpContext context, ReadProducts products, CurrentSettings settings)
    {
        var asked = context.Asked();
        var (after, limit) = (asked.Cursor(1), asked.Limit());
        return asked.Problem is { } wrong
            ? ApiEndpoints.Refuse(wrong)
            : ApiEndpoints.Tagged(context, Cursor.Page(products.After(context.Seat().ShopId, after?[0] ?? Guid.Empty, limit + 1), limit, p => Of(p, settings.Value.Currency), p => Cursor.After(p.Id)));
    }

    private static IResult Show(HttpContext context, ReadProducts products, CurrentSettings settings)
    {
        var (sku, problem) = SkuOf(context);
        return problem is not null ? ApiEndpoints.Refuse(problem)
            : products.Find(context.Seat().ShopId, sku) is { } found ? Tagged(context, Of(found, settings.Value.Currency))
            : ApiEndpoints.Refuse(NoSuchVariant);
    }

    private static async Task<IResult> SetPrice(HttpContext context, AnswerOnce once, EditProduct edit, CurrentSettings settings, Sent<PriceRequest> sent)
    {
        var (shop, currency, price) = (context.Seat().ShopId, settings.Value.Currency, sent.Value.Price);
        var (sku, problem) = SkuOf(context);
        var (key, expected) = (context.Once($"shop:{shop:N}", sent.Value), Expected(context.Request));
        if ((problem ?? key.Problem ?? (price.Currency == currency ? null : OtherCurrency.With(currency))) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var changed = await once.Write<Guid, OwnVariant>(
            key.Value,
            s => ReadProducts.Find(s.Sql, shop, sku) is not { } found ? NoSuchVariant
                : expected is { Known: false } ? ApiProblems.NotMatching
                : edit.Price(s, shop, found.Offer.VariantId, price.Minor, sent.Value.Reduced, context.SignedIn().PersonId, expected?.Version).Then(_ => found.Offer.VariantId),
            (sql, variant) => Of(ReadProducts.Variant(sql, shop, variant), currency),
            Lane.Office, EditProduct.Lock(shop)).ConfigureAwait(false);
        return changed.Ok ? Tagged(context, changed.Value) : ApiEndpoints.Refuse(changed.Problem == StorageProblems.Stale ? ApiProblems.NotMatching : changed.Problem!);
    }

    // A version is asked for as a strong tag; `*` asks for any, and what is no version of ours matches none.
    internal static (bool Known, long? Version)? Expected(HttpRequest request) => request.Headers.IfMatch.ToString() switch
    {
        "" => null,
        "*" => (true, null),
        var tag => long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && tag.Length > 2 ? (true, version) : (false, null),
    };

    // A slash in a number stays encoded in the path.
    private static (string Sku, Problem? Problem) SkuOf(HttpContext context)
    {
        var asked = context.Asked();
        return ((asked.Text(Sku) ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), asked.Problem);
    }

    private static IResult Tagged(HttpContext context, OwnVariant variant) => HttpMethods.IsGet(context.Request.Method)
        ? ApiEndpoints.Tagged(context, JsonSerializer.SerializeToUtf8Bytes(variant, Wire.Json), Tag(variant.Version))
        : Fresh(context, variant);

    private static IResult Fresh(HttpContext context, OwnVariant variant)
    {
        context.Response.Headers.ETag = Tag(variant.Version);
        return ApiEndpoints.Answer<OwnVariant>(variant);
    }

    internal static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    internal static OwnProduct Of(ListedProduct p, string currency) =>
        new(p.Id, p.Handle, Wire.Word(p.State), p.Name, p.UpdatedAt, p.Version, [.. p.Variants.Select(v => Of(v, p.Version, currency))]);

    private static OwnVariant Of((OfferNow Offer, long Version) found, string currency) => Of(found.Offer, found.Version, currency);

    private static OwnVariant Of(OfferNow v, long version, string currency) => new(v.VariantId, v.Sku, v.Gtin, v.Choice, new Amount(v.Price, currency), version);
}
