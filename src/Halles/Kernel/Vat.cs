namespace Halles.Kernel;

/// <summary>A line's gross amount, VAT included and after discounts, with its rate.</summary>
public readonly record struct VatLine(Money Gross, Percentage Rate);

/// <summary>What an order owes at one rate. Net = gross − VAT.</summary>
public readonly record struct VatRateTotal(Percentage Rate, Money Gross, Money Vat)
{
    public Money Net => Gross - Vat;
}

/// <summary>VAT of an order: a total per rate, ascending, and the net of each line in the order of the lines.</summary>
public sealed record VatSummary(IReadOnlyList<VatRateTotal> Rates, IReadOnlyList<Money> NetOfLines, Money Gross, Money Vat)
{
    public Money Net => Gross - Vat;
}

/// <summary>VAT inside prices that include it.</summary>
public static class Vat
{
    /// <summary>The VAT inside a gross amount: round(gross × r ÷ (100 + r)).</summary>
    public static Money Inside(Money gross, Percentage rate) => gross.Ratio(rate.BasisPoints, Percentage.Whole + (long)rate.BasisPoints);

    /// <summary>
    /// VAT of an order: for each rate once, on the gross of that rate; the net of the rate is split over its lines
    /// by largest remainder, so that lines, rates and order agree to the cent.
    /// </summary>
    /// <param name="lines">Lines of one currency; within a rate all of one sign (an order, or a refund).</param>
    /// <param name="currency">The order's currency.</param>
    /// <exception cref="CurrencyMismatch">A line is in another currency.</exception>
    /// <exception cref="ArgumentException">A rate has both positive and negative lines.</exception>
    public static VatSummary Of(IReadOnlyList<VatLine> lines, Currency currency)
    {
        var nets = new Money[lines.Count];
        var rates = new List<VatRateTotal>();
        foreach (var group in lines.Select((line, index) => (line, index)).GroupBy(l => l.line.Rate).OrderBy(g => g.Key))
        {
            var members = group.ToList();
            var gross = Money.Sum(members.Select(m => m.line.Gross), currency);
            if (members.Any(m => m.line.Gross.IsPositive) && members.Any(m => m.line.Gross.IsNegative))
            {
                throw new ArgumentException($"Lines at {group.Key} % have both signs.", nameof(lines));
            }
            var total = new VatRateTotal(group.Key, gross, Inside(gross, group.Key));
            var shares = total.Net.Split([.. members.Select(m => m.line.Gross.Abs())]);
            for (var i = 0; i < members.Count; i++)
            {
                nets[members[i].index] = shares[i];
            }
            rates.Add(total);
        }
        return new VatSummary(rates, nets, Money.Sum(rates.Select(r => r.Gross), currency), Money.Sum(rates.Select(r => r.Vat), currency));
    }
}
