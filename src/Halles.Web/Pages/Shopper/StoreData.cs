using Halles.Kernel;
using Halles.Mall.Media;
using Halles.Mall.Storefront;

namespace Halles.Web.Pages.Shopper;

/// <summary>Structured data about a store with its opening hours (schema.org).</summary>
internal static class StoreData
{
    private const int DaysAhead = 90;

    public static object Of(ShopPage shop, StoreCard store, PageContext page) => new Dictionary<string, object?>
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Store",
        ["@id"] = page.Absolute(page.Links.Shop(shop.Card.Slug)) + "#" + store.Slug,
        ["name"] = shop.Stores.Count == 1 ? shop.Card.Name : $"{shop.Card.Name}, {store.Name}",
        ["description"] = shop.Card.Strap.IsEmpty ? null : shop.Card.Strap.Text,
        ["url"] = page.Absolute(page.Links.Shop(shop.Card.Slug)),
        ["image"] = shop.Card.Cover is { } c ? page.Absolute(PhotoSizes.Picture(c.Media, c.Width, c.Height, PhotoShape.Wide).Src) : null,
        ["telephone"] = store.Phone ?? shop.Phone,
        ["email"] = shop.Email,
        ["vatID"] = shop.Legal.VatNumber.Length > 0 ? shop.Legal.VatNumber : null,
        ["legalName"] = shop.Legal.Name,
        ["address"] = new Dictionary<string, object?>
        {
            ["@type"] = "PostalAddress",
            ["streetAddress"] = store.Address.Line1,
            ["postalCode"] = store.Address.Postcode,
            ["addressLocality"] = store.Address.City,
            ["addressCountry"] = store.Address.Country.Alpha2,
        },
        ["geo"] = new Dictionary<string, object?> { ["@type"] = "GeoCoordinates", ["latitude"] = store.Point.Latitude, ["longitude"] = store.Point.Longitude },
        ["openingHoursSpecification"] = Enum.GetValues<DayOfWeek>()
            .SelectMany(day => store.Hours.On(day).Select(h => Hours(h, new() { ["dayOfWeek"] = "https://schema.org/" + day }))),
        ["specialOpeningHoursSpecification"] = Exceptions(store, store.Zone.DateAt(page.Now)),
    };

    private static IEnumerable<Dictionary<string, object?>> Exceptions(StoreCard store, DateOnly today) => store.Hours.Exceptions
        .Where(e => e.Key >= today && e.Key <= today.AddDays(DaysAhead))
        .SelectMany(e => (e.Value.Count > 0 ? e.Value : [new DayHours(0, 0)]) // closed is written as 00:00 to 00:00
            .Select(h => Hours(h, new() { ["validFrom"] = e.Key.ToString("O"), ["validThrough"] = e.Key.ToString("O") })));

    private static Dictionary<string, object?> Hours(DayHours hours, Dictionary<string, object?> on)
    {
        on["@type"] = "OpeningHoursSpecification";
        on["opens"] = Clock(hours.Start);
        on["closes"] = hours is { Start: 0, End: 1440 } ? "23:59" : Clock(hours.End % 1440);
        return on;
    }

    private static string Clock(int minutes) => new TimeOnly(minutes / 60, minutes % 60).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
