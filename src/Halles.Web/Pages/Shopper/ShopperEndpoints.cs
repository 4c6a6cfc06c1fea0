using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Shopper;

/// <summary>The pages on which shoppers look around: public, the same for everybody, kept for a while.</summary>
public static class ShopperEndpoints
{
    private static readonly Problem Away = new("shop-away", 404, "This shop is not open in the market just now. What was ordered from it is looked after all the same.");
    private static readonly Problem Left = new("shop-left", 410, "This shop has left the market. Others may have what you look for.");
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapShopperPages(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Read, Front).AllowEverybody();
        var pages = routes.MapGroup("/{lang:language}").AllowEverybody().WithMetadata(new CachedPage());
        pages.MapMethods("/", Read, Home);
        pages.MapMethods("/c/{category}", Read, Category);
        pages.MapMethods("/search", Read, Search);
        pages.MapMethods("/shops", Read, Shops);
        pages.MapMethods("/shops/{shop}", Read, Shop);
        pages.MapMethods("/shops/{shop}/{handle}", Read, Product).WithMetadata(new CountedView());
        pages.MapMethods("/near", Read, Near);
        pages.MapMethods("/places/{place}", Read, District);
        pages.MapMethods("/pages/{name}", Read, Content);
        routes.MapPost("/light", Light).AllowEverybody();
    }

    // Addresses without a language answer in the mall's own and suggest another; nobody is sent away (ui.md, style 23).
    private static IResult Front(HttpContext context, PageContext page, Storefront storefront, Text.Texts texts)
    {
        context.Response.Headers.Vary = "Accept-Language, Cookie";
        var chosen = context.Request.Cookies["lang"];
        var best = page.Mall.Languages.FirstOrDefault(l => l == chosen) ?? Language.Best(context.Request.Headers.AcceptLanguage, [.. page.Mall.Languages.Select(Language.Parse)]).Tag;
        var other = best == page.Language ? null : best;
        var home = storefront.Home(page.Language);
        return Render.Page<Home>(new { Market = home, Shops = CloseBy(home, page, storefront), Suggested = other, SuggestedWords = other is null ? null : texts.In(other).Get("Read this market in English") });
    }

    private static IResult Home(HttpContext context, PageContext page, Storefront storefront)
    {
        if (!context.Request.Path.Value!.EndsWith('/'))
        {
            return Results.Redirect(page.Links.Home, permanent: true); // one address for one page
        }

        var home = storefront.Home(page.Language);
        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Listing);
        fresh.Shows(home.New);
        fresh.Shows(home.InStockNear);
        fresh.TurnsUntrue(home.NextChange);
        return Render.Page<Home>(new { Market = home, Shops = CloseBy(home, page, storefront) });
    }

    private static IReadOnlyList<ShopCard> CloseBy(HomePage home, PageContext page, Storefront storefront)
    {
        const int Few = 3;
        var open = home.OpenShops.Take(Few).ToList();
        return open.Count == Few ? open : [.. open, .. storefront.Shops(page.Language, storefront.Town)
            .Where(s => s.TakesOrders && s.Nearest is { Open: { IsOpen: false, At: not null } }).OrderBy(s => s.Nearest!.Open.At).Take(Few - open.Count)];
    }

    private static IResult Category(HttpContext context, PageContext page, Storefront storefront, string category)
    {
        if (storefront.CategoryAt(page.Asked, category) is not var (code, slugs))
        {
            return NotFound();
        }

        // An address of another language, or one from before, leads to the one that search engines shall know.
        var slug = slugs.GetValueOrDefault(page.Asked, category); // a language that was added a moment ago has none yet
        if (slug == category)
        {
            return List(context, page, storefront, ListingAddress.Read(context.Request.Query, page.Links.Category(category), code), slugs);
        }

        context.Response.Headers.CacheControl = "max-age=3600"; // else browsers keep it for ever, and what was merged may be taken apart again
        return Results.Redirect(page.Links.Category(slug) + context.Request.QueryString, permanent: true);
    }

    private static IResult Search(HttpContext context, PageContext page, Storefront storefront) =>
        List(context, page, storefront, ListingAddress.Read(context.Request.Query, page.Links.Search, null), null);

    private static IResult List(HttpContext context, PageContext page, Storefront storefront, ListingAddress address, IReadOnlyDictionary<string, string>? slugs)
    {
        var (point, unknown) = PointOf(storefront, address.At, address.Near);
        var list = storefront.Search(address.Query(page.Language, page.Currency, point));
        if (address.CategoryInPath && list.Path.Count == 0)
        {
            return NotFound();
        }

        var instead = list.Total == 0 ? storefront.Home(page.Language).New : [];
        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Listing);
        fresh.Shows(list.Hits);
        fresh.TurnsUntrue(list.NextChange);
        return Render.Page<Listing>(new { List = list, Address = address, Instead = instead, PlaceUnknown = unknown, Slugs = slugs });
    }

    private static IResult Product(HttpContext context, PageContext page, Storefront storefront, string shop, string handle, string? sku)
    {
        if (storefront.Product(shop, handle, page.Language, storefront.Town) is not { } product || storefront.Seller(shop, page.Language, storefront.Town) is not { } seller)
        {
            return Missing(storefront, shop);
        }

        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Product(product.Id));
        fresh.Tags.Add(PageFreshness.Shop(product.Shop.Id));
        fresh.Shows(product.AlsoSoldBy);
        fresh.Shows(seller.Newest);
        fresh.TurnsUntrue(product.NextChange);
        fresh.TurnsUntrue(seller.NextChange);
        return Render.Page<ProductDetail>(new { View = ProductView.Of(product, seller, sku) });
    }

    private static IResult Shop(HttpContext context, PageContext page, Storefront storefront, string shop)
    {
        if (storefront.Shop(shop, page.Language, storefront.Town) is not { } found)
        {
            return Missing(storefront, shop);
        }

        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Shop(found.Card.Id));
        fresh.Shows(found.Newest);
        fresh.TurnsUntrue(found.NextChange);
        return Render.Page<ShopFront>(new { Shop = found });
    }

    private static IResult Shops(HttpContext context, PageContext page, Storefront storefront, string? show)
    {
        var all = storefront.Shops(page.Language, storefront.Town);
        var shown = all.Where(s => show switch
        {
            "open" => s.TakesOrders && s.Nearest is { Open.IsOpen: true },
            "deliver" => s.Ways.Contains(Mall.Fulfilment.FulfilmentKind.Deliver),
            "ship" => s.Ways.Contains(Mall.Fulfilment.FulfilmentKind.Ship),
            _ => true,
        }).ToList();
        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Listing);
        all.Select(s => s.Nearest?.Open.NextChange).ToList().ForEach(fresh.TurnsUntrue);
        return Render.Page<ShopList>(new { Shops = shown, All = all.Count, Show = show ?? "" });
    }

    private static IResult District(HttpContext context, PageContext page, Storefront storefront, string place)
    {
        if (storefront.District(place, page.Language) is not { } found)
        {
            return NotFound();
        }

        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Listing);
        fresh.Shows(found.Newest);
        fresh.TurnsUntrue(found.NextChange);
        return Render.Page<DistrictFront>(new { District = found });
    }

    private static IResult Near(HttpContext context, PageContext page, Storefront storefront, string? near, string? at, string? open, string? all)
    {
        var typed = (near ?? "").Trim() is var text && text.Length > 80 ? text[..80] : text;
        var (point, unknown) = PointOf(storefront, at ?? "", typed);
        var from = point ?? default;
        var stores = storefront.StoresNear(from, page.Language, openNow: open == "1", most: 1000);
        var fresh = PageFreshness.Of(context);
        fresh.Tags.Add(PageFreshness.Listing);
        fresh.Never = at is { Length: > 0 }; // where somebody is stays with them
        stores.Select(s => s.Open.NextChange).ToList().ForEach(fresh.TurnsUntrue);
        return Render.Page<NearMe>(new { Stores = stores, From = from, Near = typed, At = GeoPoint.TryParse(at, out _) ? at : "", OpenOnly = open == "1", All = all == "1", PlaceUnknown = unknown });
    }

    private static IResult Content(PageContext page, ContentTexts texts, string name) => texts.Find(name, page.Language, page.Mall) is { } found
        ? Render.Page<ContentPage>(new { found.Title, found.Text, Languages = texts.Languages(name, page.Mall) })
        : NotFound();

    // The script sets the cookie itself; this is for browsers without it.
    private static IResult Light(HttpContext context)
    {
        context.Response.Cookies.Append("light", PageContext.WantsLight(context.Request) ? "0" : "1", new CookieOptions
        {
            Path = "/",
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
        var back = Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Host == context.Request.Host.Host ? from.PathAndQuery : "/";
        return Render.SeeOther(back.StartsWith("//", StringComparison.Ordinal) ? "/" : back);
    }

    /// <summary>Where distances are measured from: the browser's position, the typed place, else the town.</summary>
    private static (GeoPoint? Point, bool Unknown) PointOf(Storefront storefront, string at, string near)
    {
        if (GeoPoint.TryParse(at, out var exact))
        {
            return (exact, false);
        }

        var place = near.Length > 0 ? storefront.Place(near) : null;
        return (place ?? storefront.Town, near.Length > 0 && place is null);
    }

    private static IResult Missing(Storefront storefront, string shop) => storefront.Missing(shop) switch
    {
        ShopState.Suspended => Answers.Page(Away),
        ShopState.Closed => Answers.Page(Left),
        _ => NotFound(),
    };

    private static IResult NotFound() => Render.Page<ErrorPage>(new { Status = 404 }, 404);

    private static void Shows(this PageFreshness fresh, IEnumerable<ProductCard> cards)
    {
        foreach (var card in cards)
        {
            fresh.Tags.Add(PageFreshness.Product(card.Id));
        }
    }
}
