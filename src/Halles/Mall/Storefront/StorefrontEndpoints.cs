using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Storefront;

/// <summary>Searching and looking around by program; answered without the system of record.</summary>
public static class StorefrontEndpoints
{
    private const int MostStores = 100;
    private static readonly Problem NoSuchProduct = new("no-such-product", 404, "There is no such product.");
    private static readonly Problem NoSuchShop = new("no-such-shop", 404, "There is no such shop.");
    private static readonly Problem NoSuchPlace = new("no-such-place", 422, "Give a postcode, a town, or latitude,longitude.") { Field = "near" };

    private static readonly ApiParameter Text = new("q", "What is searched for; any words. Left out, all products.") { Most = 500 };
    private static readonly ApiParameter Exactly = ApiParameter.YesNo("exactly", "Mend no misspelt word: what `mended` says is not wanted.");
    private static readonly ApiParameter Category = new("category", "Code of a category; what is below it counts too.");
    private static readonly ApiParameter Shop = new("shop", "Slug of a shop.");
    private static readonly ApiParameter Near = new("near", "A postcode, a town, or `latitude,longitude`.");
    private static readonly ApiParameter Radius = ApiParameter.Number("radius", "Metres around `near` within which it can be had.", 1, 100_000);
    private static readonly ApiParameter Sort = ApiParameter.Word<ProductSort>("sort", "The order; `relevance` when left out.");
    private static readonly ApiParameter Page = ApiParameter.Number("page", "From 1; past the end the last page is given.", 1, ProductQuery.LastPage);
    private static readonly ApiParameter Size = ApiParameter.Number("size", "Hits on a page; 24 when left out.", 1, 100);
    private static readonly ApiParameter InStock = ApiParameter.YesNo("in-stock", "Only what can be had now.");
    private static readonly ApiParameter OpenNow = ApiParameter.YesNo("open-now", "Only from stores that are open at this moment.");
    private static readonly ApiParameter Way = ApiParameter.Word<FulfilmentKind>("way", "Only from shops that offer this way of getting it.");
    private static readonly ApiParameter PriceFrom = ApiParameter.Number("price-from", "Lowest price in minor units.", 0, int.MaxValue);
    private static readonly ApiParameter PriceTo = ApiParameter.Number("price-to", "Highest price in minor units.", 0, int.MaxValue);
    private static readonly ApiParameter[] OfSearch = [Text, Exactly, ApiParameter.Language, Category, Shop, Near, Radius, Sort, Page, Size, InStock, OpenNow, Way, PriceFrom, PriceTo];

    private static readonly ApiParameter Id = ApiParameter.Path("id", "The product.", ParameterKind.Id);
    private static readonly ApiParameter Slug = ApiParameter.Path("slug", "The shop's name in addresses.");

    /// <summary>Maps the operations into the API's group.</summary>
    public static void MapStorefront(this IEndpointRouteBuilder api)
    {
        api.MapGet("search", Search).AllowEverybody().Operation<SearchAnswer>(
                "search", "Searches the products of all shops.",
                "Hits come with the counts of what they can be narrowed by. Every other parameter is an attribute's code with a wanted value, as the facets name them; given twice, either value will do.")
            .WithMetadata(new Takes(OfSearch, Others: true)).Refuses(NoSuchPlace);
        api.MapGet("products/{id:guid}", Product).AllowEverybody().Operation<ProductAnswer>("getProduct", "Shows a product with its variants, prices and the stock by store.").Takes(Id, ApiParameter.Language).Refuses(NoSuchProduct);
        api.MapGet("shops", Shops).AllowEverybody().Operation<Listing<ShopSummary>>("listShops", "Lists the shops that are shown.").Takes(ApiParameter.Language, ApiParameter.Cursor, ApiParameter.Limit).Refuses(ApiProblems.CursorWrong);
        api.MapGet("shops/{slug}", OneShop).AllowEverybody().Operation<ShopAnswer>("getShop", "Shows a shop, who stands behind it, and its stores.").Takes(Slug, ApiParameter.Language).Refuses(NoSuchShop);
        api.MapGet("stores", Stores).AllowEverybody().Operation<Listing<StoreAnswer>>("listStores", "Lists the stores around a place, the nearest first; a hundred at most.").Takes(Near with { Required = true }, OpenNow, ApiParameter.Language).Refuses(NoSuchPlace);
    }

    private static IResult Search(HttpContext context, Storefront storefront)
    {
        var asked = context.Asked();
        var near = asked.Text(Near);
        var point = near is null ? null : storefront.Place(near);
        var query = new ProductQuery
        {
            Text = asked.Text(Text),
            Exactly = asked.YesNo(Exactly),
            Language = asked.Text(ApiParameter.Language) ?? "",
            Category = asked.Text(Category),
            Shop = asked.Text(Shop),
            Attributes = Attributes(context.Request.Query),
            PriceFrom = asked.Number(PriceFrom),
            PriceTo = asked.Number(PriceTo),
            InStock = asked.YesNo(InStock),
            OpenNow = asked.YesNo(OpenNow),
            Way = asked.Word<FulfilmentKind>(Way),
            Near = point,
            Radius = (int?)asked.Number(Radius),
            Sort = asked.Word<ProductSort>(Sort) ?? ProductSort.Relevance,
            Page = (int)(asked.Number(Page) ?? 1),
            Size = (int)(asked.Number(Size) ?? ProductQuery.PageSize),
        };
        return (asked.Problem ?? Unknown(storefront, query) ?? (near is not null && point is null ? NoSuchPlace : null)) is { } wrong
            ? ApiEndpoints.Refuse(wrong)
            : ApiEndpoints.Tagged(context, StorefrontWire.Of(storefront.Search(query with { Language = Spoken(storefront, query.Language) })));
    }

    private static IResult Product(HttpContext context, Storefront storefront, Guid id) => InLanguage(context, storefront, language =>
        storefront.Product(id, language) is { } product ? ApiEndpoints.Tagged(context, StorefrontWire.Of(product)) : ApiEndpoints.Refuse(NoSuchProduct));

    private static IResult OneShop(HttpContext context, Storefront storefront, string slug) => InLanguage(context, storefront, language =>
        storefront.Shop(slug, language) is { } shop ? ApiEndpoints.Tagged(context, StorefrontWire.Of(shop)) : ApiEndpoints.Refuse(NoSuchShop));

    private static IResult Shops(HttpContext context, Storefront storefront)
    {
        var asked = context.Asked();
        var (after, limit) = (asked.Cursor(1), asked.Limit());
        return InLanguage(context, storefront, language =>
        {
            var shops = storefront.Shops(language).OrderBy(s => s.Id).Where(s => after is null || s.Id.CompareTo(after[0]) > 0).Take(limit + 1).ToList();
            return ApiEndpoints.Tagged(context, Cursor.Page(shops, limit, StorefrontWire.Of, s => Cursor.After(s.Id)));
        }, asked);
    }

    private static IResult Stores(HttpContext context, Storefront storefront)
    {
        var asked = context.Asked();
        var (near, open) = (asked.Text(Near with { Required = true }), asked.YesNo(OpenNow));
        return InLanguage(context, storefront, language => storefront.Place(near!) is { } point
            ? ApiEndpoints.Tagged(context, new Listing<StoreAnswer>([.. storefront.StoresNear(point, language, openNow: open).Take(MostStores).Select(StorefrontWire.Of)], null))
            : ApiEndpoints.Refuse(NoSuchPlace), asked);
    }

    private static IResult InLanguage(HttpContext context, Storefront storefront, Func<string, IResult> answer, Asked? read = null)
    {
        var asked = read ?? context.Asked();
        var language = asked.Text(ApiParameter.Language) ?? "";
        return asked.Problem is { } wrong ? ApiEndpoints.Refuse(wrong) : answer(Spoken(storefront, language));
    }

    private static string Spoken(Storefront storefront, string language) => storefront.Mall.Languages.FirstOrDefault(l => l == language) ?? storefront.Mall.Languages[0];

    // What is neither a parameter nor an attribute is a misspelt one of them.
    private static Problem? Unknown(Storefront storefront, ProductQuery query) =>
        query.Attributes.Count > 0 && query.Attributes.Keys.Except(storefront.AttributeCodes).FirstOrDefault() is { } unknown
            ? ApiProblems.ParameterUnknown.On(unknown.Length > 60 ? unknown[..60] : unknown)
            : null;

    private static Dictionary<string, IReadOnlyList<string>> Attributes(IQueryCollection query) => query
        .Where(p => !OfSearch.Any(known => known.Name == p.Key))
        .ToDictionary(p => p.Key, p => (IReadOnlyList<string>)[.. p.Value.OfType<string>()], StringComparer.Ordinal);
}
