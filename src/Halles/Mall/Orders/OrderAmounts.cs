using Halles.Kernel;

namespace Halles.Mall.Orders;

/// <summary>A line's part in the amounts of its order.</summary>
/// <param name="Total">Gross in minor units.</param>
/// <param name="TaxRate">Basis points.</param>
public readonly record struct AmountLine(long Total, int TaxRate);

/// <summary>What an order amounts to, in minor units; total = goods + delivery fee, VAT inside.</summary>
public readonly record struct OrderAmounts(long Goods, long DeliveryFee, long Vat)
{
    public long Total => Goods + DeliveryFee;

    /// <summary>
    /// Adds lines and fee up. VAT = for each rate once, round(gross of that rate × r ÷ (100 + r)); the fee counts with the
    /// goods of its rate (rules.md, <i>Prices, VAT, discounts</i>).
    /// </summary>
    public static OrderAmounts Of(IReadOnlyList<AmountLine> lines, long fee, int deliveryRate)
    {
        var vat = 0L;
        foreach (var rate in lines.GroupBy(l => l.TaxRate).Select(g => (Rate: g.Key, Gross: g.Sum(l => l.Total))).Append((Rate: deliveryRate, Gross: fee)).GroupBy(g => g.Rate))
        {
            vat += Money.Rounded(rate.Sum(g => g.Gross), rate.Key, Percentage.Whole + (long)rate.Key);
        }

        return new OrderAmounts(lines.Sum(l => l.Total), fee, vat);
    }

    /// <summary>The VAT rate of delivery, which shares the fate of the goods: their rate, the highest where there are several.</summary>
    public static int DeliveryRate(IEnumerable<int> rates) => rates.Max();
}
