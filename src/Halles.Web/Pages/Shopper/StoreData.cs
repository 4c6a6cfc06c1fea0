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
        ["specialOpeningHoursSpecification"] = Exceptions(shop.Card.Holiday, store, page.Now),
    };

    // Days on which the week's hours do not hold; those in a row on which it stays shut are told as one.
    private static IEnumerable<Dictionary<string, object?>> Exceptions(HolidayNote? holiday, StoreCard store, DateTimeOffset now)
    {
        var today = store.Zone.DateAt(now);
        var told = new List<(DateOnly From, DateOnly To, IReadOnlyList<DayHours> Hours)>();
        foreach (var day in Enumerable.Range(0, DaysAhead).Select(today.AddDays))
        {
            if (Special(holiday, store, day, now) is not { } hours)
            {
                continue;
            }

            if (told.Count > 0 && hours.Count + told[^1].Hours.Count == 0 && told[^1].To.AddDays(1) == day)
            {
                told[^1] = told[^1] with { To = day };
            }
            else
            {
                told.Add((day, day, hours));
            }
        }

        return told.SelectMany(t => (t.Hours.Count > 0 ? t.Hours : [new DayHours(0, 0)]) // closed is written as 00:00 to 00:00
            .Select(h => Hours(h, new() { ["validFrom"] = t.From.ToString("O"), ["validThrough"] = t.To.ToString("O") })));
    }

    // The hours of a day that is no usual one; null for a usual day.
    private static IReadOnlyList<DayHours>? Special(HolidayNote? holiday, StoreCard store, DateOnly day, DateTimeOffset now)
    {
        if (holiday?.From <= day && day <= holiday?.To)
        {
            return [];
        }

        if (store.ClosedUntil is { } until && until > now && store.Zone.InstantOf(day, 0) < until)
        {
            var shut = store.Zone.DateAt(until) > day ? int.MaxValue : (int)TimeZoneInfo.ConvertTime(until, store.Zone).TimeOfDay.TotalMinutes;
            return [.. store.Hours.On(day).Where(h => h.End > shut).Select(h => new DayHours(Math.Max(h.Start, shut), h.End))];
        }

        return store.Hours.Exceptions.TryGetValue(day, out var hours) ? hours : null;
    }

    private static Dictionary<string, object?> Hours(DayHours hours, Dictionary<string, object?> on)
    {
        on["@type"] = "OpeningHoursSpecification";
        on["opens"] = Clock(hours.Start);
        on["closes"] = hours is { Start: 0, End: 1440 } ? "23:59" : Clock(hours.End % 1440);
        return on;
    }

    private static string Clock(int minutes) => new TimeOnly(minutes / 60, minutes % 60).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
