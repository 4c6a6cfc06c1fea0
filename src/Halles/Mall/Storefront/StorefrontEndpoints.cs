using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Places;
using Halles.Mall.Fulfilment;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Storefront;

/// <summary>Searching and looking around by program: <c>GET /api/v1/…</c>.</summary>
public static class StorefrontEndpoints
{
    private static readonly Problem NoSuchProduct = new("no-such-product", 404, "There is no such product.");
    private static readonly Problem NoSuchShop = new("no-such-shop", 404, "There is no such shop.");
    private static readonly Problem NoSuchPlace = new("no-such-place", 422, "Give a postcode, a town, or latitude,longitude.") { Field = "near" };
    private static readonly Problem NoSuchSort = new("no-such-sort", 422, "Sort by relevance, newest, price-up, price-down or nearest.") { Field = "sort" };

    // Parameters of a search that are not attributes.
    private static readonly string[] Known = ["q", "lang", "category", "shop", "near", "radius", "sort", "page", "size", "in-stock", "open-now", "way", "price-from", "price-to"];

    /// <summary>Maps the reading endpoints into the API's group.</summary>
    public static void MapStorefront(this IEndpointRouteBuilder api)
    {
        api.MapGet("search", Search).WithName("search").Produces<SearchAnswer>();
        api.MapGet("products/{id:guid}", Product).WithName("getProduct").Produces<ProductAnswer>();
        api.MapGet("shops", Shops).WithName("listShops").Produces<Listing<ShopSummary>>();
        api.MapGet("shops/{slug}", Shop).WithName("getShop").Produces<ShopAnswer>();
        api.MapGet("stores", Stores).WithName("listStores").Produces<Listing<StoreAnswer>>();
    }

    private static IResult Search(HttpContext context, Storefront storefront, PlaceIndex places)
    {
        var query = Query(context.Request.Query, storefront, places);
        return query.Ok ? ApiEndpoints.Tagged(context, StorefrontWire.Of(storefront.Search(query.Value))) : ApiEndpoints.Refuse(query.Problem!);
    }

    private static IResult Product(HttpContext context, Storefront storefront, Guid id, string? lang) =>
        storefront.Product(id, Language(storefront, lang)) is { } product ? ApiEndpoints.Tagged(context, StorefrontWire.Of(product)) : ApiEndpoints.Refuse(NoSuchProduct);

    private static IResult Shops(HttpContext context, Storefront storefront, string? lang) =>
        ApiEndpoints.Tagged(context, new Listing<ShopSummary>([.. storefront.Shops(Language(storefront, lang)).Select(StorefrontWire.Of)], null));

    private static IResult Shop(HttpContext context, Storefront storefront, string slug, string? lang) =>
        storefront.Shop(slug, Language(storefront, lang)) is { } shop ? ApiEndpoints.Tagged(context, StorefrontWire.Of(shop)) : ApiEndpoints.Refuse(NoSuchShop);

    private static IResult Stores(HttpContext context, Storefront storefront, PlaceIndex places, string? near, string? lang) =>
        Point(places, near) is { } point
            ? ApiEndpoints.Tagged(context, new Listing<StoreAnswer>([.. storefront.StoresNear(point, Language(storefront, lang)).Select(StorefrontWire.Of)], null))
            : ApiEndpoints.Refuse(NoSuchPlace);

    private static Result<ProductQuery> Query(IQueryCollection asked, Storefront storefront, PlaceIndex places)
    {
        var near = asked["near"].ToString();
        var point = near.Length == 0 ? null : Point(places, near);
        if (near.Length > 0 && point is null)
        {
            return NoSuchPlace;
        }

        var sort = ProductSort.Relevance;
        if (asked["sort"].ToString() is { Length: > 0 } word && !ApiEndpoints.TryWord(word, out sort))
        {
            return NoSuchSort;
        }

        return new ProductQuery
        {
            Text = asked["q"],
            Language = Language(storefront, asked["lang"]),
            Category = Text(asked, "category"),
            Shop = Text(asked, "shop"),
            Attributes = asked.Where(p => !Known.Contains(p.Key)).ToDictionary(p => p.Key, p => (IReadOnlyList<string>)[.. p.Value.OfType<string>()], StringComparer.Ordinal),
            PriceFrom = Number(asked, "price-from"),
            PriceTo = Number(asked, "price-to"),
            InStock = Yes(asked, "in-stock"),
            OpenNow = Yes(asked, "open-now"),
            Way = ApiEndpoints.TryWord<FulfilmentKind>(asked["way"], out var way) ? way : null,
            Near = point,
            Radius = (int?)Number(asked, "radius"),
            Sort = sort,
            Page = (int)Math.Clamp(Number(asked, "page") ?? 1, 1, ProductQuery.LastPage),
            Size = (int)Math.Clamp(Number(asked, "size") ?? ProductQuery.PageSize, 1, 100),
        };
    }

    private static string Language(Storefront storefront, string? asked) =>
        storefront.Mall.Languages.FirstOrDefault(l => l == asked) ?? storefront.Mall.Languages[0];

    private static GeoPoint? Point(PlaceIndex places, string? near) =>
        GeoPoint.TryParse(near, out var point) ? point : places.Find(near ?? "")?.Point;

    private static string? Text(IQueryCollection asked, string name) => asked[name].ToString() is { Length: > 0 } text ? text : null;

    private static long? Number(IQueryCollection asked, string name) =>
        long.TryParse(asked[name], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Math.Min(number, int.MaxValue) : null;

    private static bool Yes(IQueryCollection asked, string name) => asked[name].ToString() is "1" or "true" or "on" or "yes";
}
