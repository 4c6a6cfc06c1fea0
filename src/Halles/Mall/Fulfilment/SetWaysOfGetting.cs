using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;

namespace Halles.Mall.Fulfilment;

/// <summary>Sets in which ways a shop's goods reach the shopper.</summary>
public sealed class SetWaysOfGetting(MallDatabase database, MallWriter writer)
{
    /// <summary>The most zones of a way.</summary>
    public const int MostZones = 20;

    private const int MostPostcodes = 500;
    private const long MostFee = 10_000_000;
    private const int LongestPreparation = 14 * 24 * 60;

    /// <summary>The present ways.</summary>
    public WaysOfGetting Of(Guid shop)
    {
        using var db = database.Read();
        return db.Find<FulfilmentRow>(shop)?.Ways ?? WaysOfGetting.None;
    }

    /// <summary>Sets them; orders that are placed keep the terms of their day.</summary>
    public Task<Result<Done>> Run(Guid shop, WaysOfGetting ways, Guid actor)
    {
        var check = new FieldChecks();
        var kept = new WaysOfGetting(Checked(check, ways.Collect), Checked(check, ways.Deliver), Checked(check, ways.Ship));
        return check.Problem is { } problem ? Task.FromResult<Result<Done>>(problem) : writer.Write<Done>(
            s =>
            {
                if (s.Db.Find<FulfilmentRow>(shop) is { } row)
                {
                    row.Ways = kept;
                }
                else
                {
                    s.Db.Add(new FulfilmentRow { ShopId = shop, Ways = kept });
                }

                s.Audit(new AuditEntry(actor, "set-ways-of-getting", shop, shop));
                s.Changed(Topic.Shop, shop, shop);
                return default(Done);
            },
            Lane.Office,
            LockKey.Of(LockKind.Shop, shop));
    }

    private static CollectTerms? Checked(FieldChecks check, CollectTerms? collect)
    {
        check.Number("collect.minutes", collect?.PreparationMinutes ?? 0, 0, LongestPreparation);
        return collect;
    }

    private static DeliverTerms? Checked(FieldChecks check, DeliverTerms? deliver)
    {
        if (deliver is null)
        {
            return null;
        }

        check.Number("deliver.minimum", deliver.Minimum, 0, MostFee);
        check.Number("deliver.minutes", deliver.PreparationMinutes, 0, LongestPreparation);
        check.Add("deliver.zones", deliver.Zones.Count is 0 or > MostZones ? FulfilmentProblems.ZoneCount.With(MostZones) : null);
        var zones = new List<DeliveryZone>();
        foreach (var (i, zone) in deliver.Zones.Take(MostZones).Index())
        {
            var postcodes = zone.Postcodes.Select(p => p.Trim().ToUpperInvariant()).Where(p => p.Length > 0).Distinct().ToList();
            check.Add($"deliver.{i}.postcodes", postcodes.Count is 0 or > MostPostcodes || !postcodes.TrueForAll(IsPostcode) ? FulfilmentProblems.Postcodes : null);
            Fees(check, $"deliver.{i}", zone.Fee, zone.FreeFrom);
            zones.Add(zone with { Postcodes = postcodes });
        }

        return deliver with { Zones = zones };
    }

    private static ShipTerms? Checked(FieldChecks check, ShipTerms? ship)
    {
        if (ship is null)
        {
            return null;
        }

        check.Number("ship.hours", ship.PreparationHours, 0, LongestPreparation / 60);
        check.Add("ship.zones", ship.Zones.Count is 0 or > MostZones ? FulfilmentProblems.ZoneCount.With(MostZones) : null);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, zone) in ship.Zones.Take(MostZones).Index())
        {
            check.Add($"ship.{i}.countries", zone.Countries.Count == 0 || !zone.Countries.All(c => Country.TryParse(c, out _) && named.Add(c)) ? FulfilmentProblems.Countries : null);
            check.Add($"ship.{i}.steps", Rises(zone) ? null : FulfilmentProblems.Steps);
            Fees(check, $"ship.{i}", zone.ByWeight.Select(w => w.Fee).Concat(zone.ByAmount.Select(a => a.Fee)).DefaultIfEmpty(0).Max(), zone.FreeFrom);
        }

        return ship;
    }

    private static bool Rises(ShippingZone zone) =>
        (zone.ByWeight.Count == 0) != (zone.ByAmount.Count == 0)
        && zone.ByWeight.Zip(zone.ByWeight.Skip(1)).All(p => p.First.UpToGrams < p.Second.UpToGrams)
        && zone.ByAmount.Zip(zone.ByAmount.Skip(1)).All(p => p.First.From < p.Second.From)
        && zone.ByWeight.All(w => w is { UpToGrams: > 0 and <= 10_000_000, Fee: >= 0 })
        && zone.ByAmount.All(a => a is { From: >= 0, Fee: >= 0 });

    private static void Fees(FieldChecks check, string field, long fee, long? freeFrom)
    {
        check.Number(field + ".fee", fee, 0, MostFee);
        check.Number(field + ".free", freeFrom ?? 0, 0, MostFee);
    }

    private static bool IsPostcode(string postcode) => postcode.Length <= 12 && postcode.TrimEnd('*').All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-') && postcode.Count(c => c == '*') <= 1;
}

/// <summary>A shop opens with at least one way of getting its goods.</summary>
internal sealed class HasWayOfGetting : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.Getting;

    public Problem? Missing(SqlSession sql, Guid shop) =>
        sql.List("SELECT ways FROM shop_fulfilment WHERE shop_id = $1", r => r.Json<WaysOfGetting>(0), shop).FirstOrDefault() is { } ways && ways != WaysOfGetting.None ? null : FulfilmentProblems.NoWay;
}
