using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;

namespace Halles.Mall.Tax;

/// <summary>
/// VAT rates by country, postcode, category and day (rules.md, <i>Prices, VAT, discounts</i>), kept in memory. Rates are
/// dated ahead of their day, so reading them again once a minute is early enough.
/// </summary>
public sealed class TaxRates(MallDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private Snapshot? _snapshot;

    private sealed record Snapshot(ILookup<string, TaxRate> ByCountry, DateTimeOffset ReadAt);

    /// <summary>
    /// The rate for goods of a category supplied at a place on a day. A region's own row goes before its country's; a
    /// category that is not named falls back to <c>reduced</c>, then to <c>standard</c>. Where a region names only its
    /// standard rate, no other category is taxed above that. Zero for a country that is not in the table: an export.
    /// </summary>
    /// <param name="postcode">As written in an address, or empty.</param>
    public Percentage Of(Country country, string postcode, string category, DateOnly day)
    {
        if (category == TaxCategories.Zero)
        {
            return Percentage.Zero;
        }

        var rows = Now().ByCountry[country.Alpha2].Where(r => r.From <= day && (r.Until is null || day <= r.Until)).ToList();
        var bare = postcode.Replace(" ", "", StringComparison.Ordinal);
        var own = Find(rows.Where(r => r.Postcodes.Length == 0), category);
        var region = rows.Where(r => r.Postcodes.Length > 0 && bare.StartsWith(r.Postcodes, StringComparison.Ordinal))
            .GroupBy(r => r.Postcodes).MaxBy(g => g.Key.Length);
        if (region is null)
        {
            return new Percentage(own ?? 0);
        }

        var there = Find(region, category) ?? 0;
        var named = category == TaxCategories.Standard || region.Any(r => r.Category != TaxCategories.Standard);
        return new Percentage(named ? there : Math.Min(there, own ?? there));
    }

    /// <summary>
    /// The rate for goods that go from one place to another: that of the place where they are received, within a country
    /// and between members of the European Union (Directive 2006/112/EC, art. 33); zero when they leave it, an export.
    /// </summary>
    public Percentage ForSupply(Address from, Address to, string category, DateOnly day) =>
        to.Country == from.Country || (to.Country.IsEuMember && from.Country.IsEuMember) ? Of(to.Country, to.Postcode, category, day) : Percentage.Zero;

    /// <summary>Every known rate of a country, for operators.</summary>
    public IReadOnlyList<TaxRate> List(Country country) => [.. Now().ByCountry[country.Alpha2]];

    /// <summary>Adds a rate from a day on; the one that held until then ends on the eve.</summary>
    public static Result<Done> Add(WriteSession s, TaxRate rate, Guid by)
    {
        var from = rate.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        s.Sql.Execute(
            "UPDATE tax_rates SET until_day = $5 WHERE country = $1 AND postcodes = $2 AND category = $3 AND from_day < $4 AND (until_day IS NULL OR until_day >= $4)",
            rate.Country, rate.Postcodes, rate.Category, from, rate.From.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        s.Sql.Execute(
            """
            INSERT INTO tax_rates (country, postcodes, category, basis_points, from_day, until_day) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (country, postcodes, category, from_day) DO UPDATE SET basis_points = excluded.basis_points, until_day = excluded.until_day
            """, rate.Country, rate.Postcodes, rate.Category, rate.BasisPoints, from, rate.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        s.Audit(new AuditEntry(by, "add-tax-rate", Guid.Empty, Guid.Empty, $"{rate.Country} {rate.Postcodes} {rate.Category} {new Percentage(rate.BasisPoints)} % from {from}"));
        return default(Done);
    }

    private static int? Find(IEnumerable<TaxRate> rows, string category)
    {
        var byCategory = rows.ToDictionary(r => r.Category, r => r.BasisPoints, StringComparer.Ordinal);
        return byCategory.TryGetValue(category, out var exact) ? exact
            : category != TaxCategories.Standard && byCategory.TryGetValue(TaxCategories.Reduced, out var reduced) ? reduced
            : byCategory.TryGetValue(TaxCategories.Standard, out var standard) ? standard
            : null;
    }

    private Snapshot Now()
    {
        var now = clock.GetUtcNow();
        if (_snapshot is { } kept && now - kept.ReadAt < Fresh && kept.ReadAt <= now)
        {
            return kept;
        }

        var rows = database.Read(sql => sql.List(
            "SELECT country, postcodes, category, basis_points, from_day, until_day FROM tax_rates",
            r => new TaxRate
            {
                Country = r.Text(0), Postcodes = r.Text(1), Category = r.Text(2), BasisPoints = r.Int(3),
                From = Day(r.Text(4)), Until = r.IsNull(5) ? null : Day(r.Text(5)),
            }));
        return _snapshot = new Snapshot(rows.ToLookup(r => r.Country, StringComparer.Ordinal), now);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
