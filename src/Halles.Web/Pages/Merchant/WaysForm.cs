using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;

namespace Halles.Web.Pages.Merchant;

/// <summary>The fields of the ways of getting and paying: zones are lines of text, so that no script is needed to add one.</summary>
internal static class WaysForm
{
    public static Dictionary<string, string?> Kept(WaysOfGetting getting, WaysOfPaying paying, PageContext page)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["collect"] = On(getting.Collect is not null),
            ["collect.minutes"] = Number(getting.Collect?.PreparationMinutes ?? 120),
            ["collect.hours"] = On(getting.Collect?.InOpeningHours ?? false),
            ["deliver"] = On(getting.Deliver is not null),
            ["deliver.minimum"] = getting.Deliver is { Minimum: > 0 } d ? page.Typed(d.Minimum) : "",
            ["deliver.minutes"] = Number(getting.Deliver?.PreparationMinutes ?? 240),
            ["ship"] = On(getting.Ship is not null),
            ["ship.hours"] = Number(getting.Ship?.PreparationHours ?? 48),
            ["in-store"] = On(paying.InStore),
            ["on-delivery"] = On(paying.OnDelivery),
            ["transfer"] = On(paying.Transfer is not null),
            ["holder"] = paying.Transfer?.Holder,
            ["iban"] = paying.Transfer is { } account ? Iban.Parse(account.Iban).Grouped : "",
            ["bic"] = paying.Transfer?.Bic,
        };
        foreach (var (i, zone) in (getting.Deliver?.Zones ?? []).Index())
        {
            kept[$"deliver.{i}.postcodes"] = string.Join(", ", zone.Postcodes);
            kept[$"deliver.{i}.fee"] = page.Typed(zone.Fee);
            kept[$"deliver.{i}.free"] = page.Typed(zone.FreeFrom);
        }

        foreach (var (i, zone) in (getting.Ship?.Zones ?? []).Index())
        {
            kept[$"ship.{i}.countries"] = string.Join(", ", zone.Countries);
            kept[$"ship.{i}.by"] = zone.ByAmount.Count > 0 ? "amount" : "weight";
            kept[$"ship.{i}.steps"] = string.Join('\n', zone.ByAmount.Count > 0
                ? zone.ByAmount.Select(s => $"{page.Typed(s.From)}: {page.Typed(s.Fee)}")
                : zone.ByWeight.Select(s => $"{Weight(s.UpToGrams)}: {page.Typed(s.Fee)}"));
            kept[$"ship.{i}.free"] = page.Typed(zone.FreeFrom);
        }

        return kept;
    }

    public static WaysOfGetting ReadGetting(FormReader form, Currency currency) => new(
        form.Checked("collect") ? new CollectTerms((int)form.Whole("collect.minutes", 0, 100_000, otherwise: 120), form.Checked("collect.hours")) : null,
        form.Checked("deliver") ? ReadDeliver(form, currency) : null,
        form.Checked("ship") ? ReadShip(form, currency) : null);

    public static WaysOfPaying ReadPaying(FormReader form) => new(
        form.Checked("in-store"),
        form.Checked("on-delivery"),
        form.Checked("transfer") ? new BankAccount(form.Raw("holder"), form.Raw("iban"), form.Raw("bic")) : null);

    private static DeliverTerms ReadDeliver(FormReader form, Currency currency)
    {
        var zones = new List<DeliveryZone>();
        for (var i = 0; i < SetWaysOfGetting.MostZones && form.Raw($"deliver.{i}.postcodes").Trim().Length > 0; i++)
        {
            zones.Add(new DeliveryZone(Parts(form.Raw($"deliver.{i}.postcodes")), form.Amount($"deliver.{i}.fee", currency, required: false) ?? 0, form.Amount($"deliver.{i}.free", currency, required: false)));
        }

        return new DeliverTerms(zones, form.Amount("deliver.minimum", currency, required: false) ?? 0, (int)form.Whole("deliver.minutes", 0, 100_000, otherwise: 240));
    }

    private static ShipTerms ReadShip(FormReader form, Currency currency)
    {
        var zones = new List<ShippingZone>();
        for (var i = 0; i < SetWaysOfGetting.MostZones && form.Raw($"ship.{i}.countries").Trim().Length > 0; i++)
        {
            var byAmount = form.Raw($"ship.{i}.by") == "amount";
            var steps = form.Raw($"ship.{i}.steps").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => Step(line, byAmount, currency)).ToList();
            if (steps.Contains(null))
            {
                form.Add($"ship.{i}.steps", FulfilmentProblems.Steps);
            }

            var read = steps.OfType<(long At, long Fee)>().ToList();
            zones.Add(new ShippingZone(
                [.. Parts(form.Raw($"ship.{i}.countries")).Select(c => c.ToUpperInvariant())],
                byAmount ? [] : [.. read.Select(s => new WeightStep((int)s.At, s.Fee))],
                byAmount ? [.. read.Select(s => new AmountStep(s.At, s.Fee))] : [],
                form.Amount($"ship.{i}.free", currency, required: false)));
        }

        return new ShipTerms(zones, (int)form.Whole("ship.hours", 0, 100_000, otherwise: 48));
    }

    /// <summary>"1 kg: 5,90", or "20,00: 4,90" by amount.</summary>
    private static (long At, long Fee)? Step(string line, bool byAmount, Currency currency)
    {
        var parts = line.Split([':', '='], 2, StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !Money.TryParse(parts[1].Replace(',', '.'), currency, out var fee) || fee.IsNegative)
        {
            return null;
        }

        if (byAmount)
        {
            return Money.TryParse(parts[0].Replace(',', '.'), currency, out var from) && !from.IsNegative ? (from.Minor, fee.Minor) : null;
        }

        return Measure.TryParse(parts[0], out var upTo) && upTo.Unit.Base() is Unit.Kilogram && upTo.Amount * 1000 / upTo.Unit.PerBase() is var grams and > 0 and <= 10_000_000 && grams == decimal.Truncate(grams)
            ? ((long)grams, fee.Minor)
            : null;
    }

    private static string Weight(int grams) => grams % 1000 == 0 ? $"{Number(grams / 1000)} kg" : $"{Number(grams)} g";

    private static List<string> Parts(string text) => [.. text.Split([',', ';', ' ', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static string On(bool on) => on ? "on" : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
