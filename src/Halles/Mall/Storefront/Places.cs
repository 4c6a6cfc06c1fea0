using Halles.Kernel;
using Halles.Kernel.Places;
using Halles.Kernel.Text;

namespace Halles.Mall.Storefront;

/// <content>Places as shoppers type them.</content>
public sealed partial class Storefront
{
    /// <summary>
    /// Where a typed place is: "latitude,longitude", the town, or a postcode, town, street or store of this mall, of which
    /// the middle of the stores there is taken; else a town of the mall's country. Null when there is no such place.
    /// </summary>
    public GeoPoint? Place(string typed) => Read(r =>
    {
        if (GeoPoint.TryParse(typed, out var point))
        {
            return point;
        }

        var wanted = Plain(typed);
        if (wanted.Length < 2)
        {
            return null;
        }

        if (Plain(r.Roster.Mall.Town) == wanted)
        {
            return r.Roster.Town;
        }

        var stores = r.Roster.StoresOf.Values.SelectMany(keys => keys).Select(key => r.Roster.Stores[key]!).ToList();
        return Middle(stores.Where(s => Plain(s.Data.Address.Postcode) == wanted || Plain(s.Data.Address.City) == wanted))
            ?? Middle(stores.Where(s => $" {Plain($"{s.Data.Address.Line1} {s.Data.Address.Postcode} {s.Data.Address.City}")} ".Contains($" {wanted} ", StringComparison.Ordinal)))
            ?? Middle(stores.Where(s => Plain($"{r.Roster.Shops[s.Shop]!.Data.Name} {s.Data.Name}").Contains(wanted, StringComparison.Ordinal)))
            ?? (Country.TryParse(r.Roster.Mall.Country, out var country) ? Gazetteer.Of(country)?.Find(typed, r.Roster.Town)?.Point : null);
    });

    // Words alone: "Saint-Aubin, 41100" and "saint aubin 41100" are one place.
    private static string Plain(string text) =>
        string.Join(' ', Folding.Fold(text).Split([' ', '-', ',', '.', '\'', '’', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));

    // Stores of one place lie close together, so the mean of degrees is the middle.
    private static GeoPoint? Middle(IEnumerable<StoreEntry> stores)
    {
        var points = stores.Select(s => s.Point).Where(p => p != default).ToList();
        return points.Count == 0 ? null : new GeoPoint(points.Average(p => p.Latitude), points.Average(p => p.Longitude));
    }
}
