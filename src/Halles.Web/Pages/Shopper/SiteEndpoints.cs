using System.Globalization;
using System.Text;
using System.Xml;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Shopper;

/// <summary>What browsers and search engines ask for besides pages.</summary>
public static class SiteEndpoints
{
    /// <summary>Addresses in one part of the site map.</summary>
    public const int PartSize = 10_000;

    private const string Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9", Xhtml = "http://www.w3.org/1999/xhtml";
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static XmlWriterSettings Xml => new() { Async = true, Encoding = new UTF8Encoding(false) };

    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        var site = routes.MapGroup("").AllowEverybody();
        site.MapMethods("/robots.txt", Read, Robots);
        site.MapMethods("/sitemap.xml", Read, Index);
        site.MapMethods("/sitemap-{part:int:min(1)}.xml", Read, Part);
        site.MapMethods("/site.webmanifest", Read, Manifest).Ranks(Priority.Always);
        site.MapMethods("/brand.css", Read, Brand).Ranks(Priority.Always);
    }

    private static IResult Robots(HttpContext context, CurrentSettings settings)
    {
        Keep(context, hours: 24);
        var text = new StringBuilder("User-agent: *\n");
        foreach (var language in settings.Value.Languages)
        {
            foreach (var path in (string[])["search", "basket", "checkout", "account", "sign-in", "sign-up", "purchases", "orders", "report", "reports", "desk", "office"])
            {
                text.Append(CultureInfo.InvariantCulture, $"Disallow: /{language}/{path}\n");
            }
        }

        return Results.Text(text.Append(CultureInfo.InvariantCulture, $"Disallow: /api/\n\nSitemap: {settings.Value.Origin.TrimEnd('/')}/sitemap.xml\n").ToString());
    }

    private static async Task Index(HttpContext context, Storefront storefront, CurrentSettings settings, ContentTexts texts)
    {
        await using var xml = Begin(context);
        await xml.WriteStartElementAsync(null, "sitemapindex", Sitemaps);
        var parts = (Addresses(storefront, settings.Value, texts).Count() + PartSize - 1) / PartSize;
        for (var part = 1; part <= parts; part++)
        {
            await xml.WriteStartElementAsync(null, "sitemap", Sitemaps);
            await xml.WriteElementStringAsync(null, "loc", Sitemaps, string.Create(CultureInfo.InvariantCulture, $"{settings.Value.Origin.TrimEnd('/')}/sitemap-{part}.xml"));
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private static async Task Part(HttpContext context, Storefront storefront, CurrentSettings settings, ContentTexts texts, int part)
    {
        var addresses = Addresses(storefront, settings.Value, texts).Skip((int)Math.Min(int.MaxValue, (part - 1L) * PartSize)).Take(PartSize).ToList();
        if (addresses.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var origin = settings.Value.Origin.TrimEnd('/');
        await using var xml = Begin(context);
        await xml.WriteStartElementAsync(null, "urlset", Sitemaps);
        await xml.WriteAttributeStringAsync("xmlns", "xhtml", null, Xhtml);
        foreach (var address in addresses)
        {
            await xml.WriteStartElementAsync(null, "url", Sitemaps);
            await xml.WriteElementStringAsync(null, "loc", Sitemaps, origin + address.Path(new Links(address.Language)));
            if (address.Changed is { } at)
            {
                await xml.WriteElementStringAsync(null, "lastmod", Sitemaps, at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            }

            foreach (var language in address.Languages.Count > 1 ? address.Languages : [])
            {
                await xml.WriteStartElementAsync("xhtml", "link", Xhtml);
                await xml.WriteAttributeStringAsync(null, "rel", null, "alternate");
                await xml.WriteAttributeStringAsync(null, "hreflang", null, language);
                await xml.WriteAttributeStringAsync(null, "href", null, origin + address.Path(new Links(language)));
                await xml.WriteEndElementAsync();
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private static IResult Manifest(HttpContext context, CurrentSettings settings, Assets assets)
    {
        Keep(context, hours: 24);
        var mall = settings.Value;
        return Results.Json(
            new
            {
                name = mall.Name,
                short_name = mall.Town.Length > 0 ? mall.Town : mall.Name,
                lang = mall.Languages[0],
                dir = Kernel.Language.Parse(mall.Languages[0]).Direction,
                start_url = "/",
                scope = "/",
                display = "standalone",
                background_color = "#faf7f1",
                theme_color = mall.Brand.Accent,
                icons = new[] { 192, 512 }.Select(size => new { src = assets.Url($"icon-{size}.png"), sizes = $"{size}x{size}", type = "image/png", purpose = "any" }),
            },
            contentType: "application/manifest+json");
    }

    private static IResult Brand(HttpContext context, CurrentSettings settings)
    {
        Keep(context, hours: context.Request.Query.ContainsKey("v") ? 24 * 365 : 1);
        return Results.Text(BrandSheet.Css(settings.Value.Brand), "text/css; charset=utf-8");
    }

    private static IEnumerable<Address> Addresses(Storefront storefront, MallSettings mall, ContentTexts texts)
    {
        var pages = new List<(IReadOnlyList<string>, Func<Links, string>, DateTimeOffset?)> { (mall.Languages, l => l.Home, null), (mall.Languages, l => l.Shops, null), (mall.Languages, l => l.Near, null) };
        pages.AddRange(texts.Names.Select(name => (texts.Languages(name, mall), (Func<Links, string>)(l => l.Content(name)), (DateTimeOffset?)null)));
        return pages.Concat(storefront.Sitemap().Select(row => (row.Languages, PathOf(row), row.UpdatedAt)))
            .SelectMany(p => p.Item1.Select(language => new Address(language, p.Item1, p.Item2, p.Item3)));
    }

    private static Func<Links, string> PathOf(SitemapRow row) =>
        row.District.Length > 0 ? l => l.District(row.District) : row.Category.Length > 0 ? l => l.Category(row.Slugs?.GetValueOrDefault(l.Language) ?? row.Category) : row.Product.Length > 0 ? l => l.Product(row.Shop, row.Product) : l => l.Shop(row.Shop);

    private static XmlWriter Begin(HttpContext context)
    {
        Keep(context, hours: 1);
        context.Response.ContentType = "application/xml; charset=utf-8";
        return XmlWriter.Create(context.Response.Body, Xml);
    }

    private static void Keep(HttpContext context, int hours) => context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={hours * 3600}");

    private sealed record Address(string Language, IReadOnlyList<string> Languages, Func<Links, string> Path, DateTimeOffset? Changed);
}
