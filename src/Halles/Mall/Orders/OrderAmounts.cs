using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Orders;

/// <summary>What an order keeps of a line to work its amount out again.</summary>
/// <param name="UnitPrice">Minor units of one piece, or of one kg, l or m.</param>
/// <param name="Missing">Of the quantity, what was refused or short.</param>
/// <param name="Most">For weighed goods the most that is charged.</param>
/// <param name="FinalAmount">What the scale said, in units of <paramref name="StepUnit"/>.</param>
/// <param name="Weight">Grams of a piece or step.</param>
/// <param name="TaxRate">Basis points.</param>
/// <param name="Discount">What promotions took off all of the line when it was placed.</param>
public readonly record struct KeptLine(
    long UnitPrice, long Quantity, long Missing, string? StepUnit, int StepSize, long? Most, long? FinalAmount, int Weight, int TaxRate, long Discount = 0)
{
    /// <summary>Pieces or steps that are still to be had.</summary>
    public long Left => Quantity - Missing;

    /// <summary>What the line costs now: nothing when all of it is missing, the final weight up to the most, else what is left of it.</summary>
    public long Total =>
        Left <= 0 ? 0
        : FinalAmount is not null ? Math.Min(Gross - Off(Gross), Most ?? long.MaxValue)
        : Gross - Off(Gross);

    /// <summary>What is left of the line would cost so much without its discount.</summary>
    public long Gross =>
        Left <= 0 ? 0
        : FinalAmount is { } amount && StepUnit is { } unit ? LinePrice.OfAmount(UnitPrice, amount, unit)
        : LinePrice.Of(UnitPrice, Left, StepUnit, StepSize);

    /// <summary>
    /// What is taken off a part of the line that costs so much: the same share as of the whole. So a piece that is not to be
    /// had takes with it what was paid for it, and the others keep their discount.
    /// </summary>
    public long Off(long gross) => Discount == 0 ? 0 : Math.Min(gross, Money.Rounded(Discount, gross, Whole));

    internal long Agreed => Whole - Discount;

    private long Whole => LinePrice.Of(UnitPrice, Quantity, StepUnit, StepSize);
}

/// <summary>A line's part in the amounts of its order: gross in minor units, and its rate in basis points.</summary>
public readonly record struct AmountLine(long Total, int TaxRate);

/// <summary>What an order amounts to, in minor units; total = goods + delivery fee, VAT inside. Pure: the one place where it is worked out.</summary>
public readonly record struct OrderAmounts(long Goods, long DeliveryFee, long Vat)
{
    public long Total => Goods + DeliveryFee;

    /// <summary>
    /// The amounts from what the order keeps. The fee follows the goods that are left by the terms of the day, but it never
    /// lifts the total above what was agreed: a shopper does not pay more because a line was refused.
    /// </summary>
    public static OrderAmounts Of(IReadOnlyList<KeptLine> lines, DeliveryTerms terms, int deliveryRate)
    {
        var goods = lines.Sum(l => l.Total);
        var left = lines.Any(l => l.Left > 0);
        var agreedFee = terms.FeeFor(lines.Sum(l => l.Agreed), Grams(lines.Sum(l => l.Quantity * l.Weight))) ?? 0;
        var agreed = lines.Sum(l => l.Most ?? l.Agreed) + agreedFee;
        var fee = left ? Math.Clamp(terms.FeeFor(goods, Grams(lines.Sum(l => l.Left * l.Weight))) ?? agreedFee, 0, Math.Max(0, agreed - goods)) : 0;
        return Of([.. lines.Select(l => new AmountLine(l.Total, l.TaxRate))], fee, deliveryRate);
    }

    /// <summary>
    /// Adds lines and fee up. VAT = for each rate once, round(gross of that rate × r ÷ (100 + r)); the fee counts with the
    /// goods of its rate (rules.md, <i>Prices, VAT, discounts</i>).
    /// </summary>
    public static OrderAmounts Of(IReadOnlyList<AmountLine> lines, long fee, int deliveryRate) => new(
        lines.Sum(l => l.Total), fee,
        lines.Append(new AmountLine(fee, deliveryRate)).GroupBy(l => l.TaxRate).Sum(g => Money.Rounded(g.Sum(l => l.Total), g.Key, Percentage.Whole + (long)g.Key)));

    /// <summary>The VAT rate of delivery, which shares the fate of the goods: their rate, the highest where there are several.</summary>
    public static int DeliveryRate(IEnumerable<int> rates) => rates.Max();

    private static int Grams(long grams) => (int)Math.Min(int.MaxValue, grams);
}
