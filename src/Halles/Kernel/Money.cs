using System.Globalization;

namespace Halles.Kernel;

/// <summary>Amounts of two currencies met in one sum or comparison.</summary>
public sealed class CurrencyMismatch(Currency left, Currency right)
    : InvalidOperationException($"Amounts in {left} and {right} do not add or compare.")
{
    public Currency Left { get; } = left;

    public Currency Right { get; } = right;
}

/// <summary>An exact amount: minor units (cents) of one currency. Arithmetic throws on overflow, never wraps.</summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>From major units: <c>Of(12.80m, EUR)</c>.</summary>
    /// <exception cref="ArgumentException">More decimals than the currency has.</exception>
    public static Money Of(decimal amount, Currency currency)
    {
        var minor = amount * currency.MinorPerMajor;
        return minor == decimal.Truncate(minor)
            ? new Money((long)minor, currency)
            : throw new ArgumentException($"{currency} has {currency.Decimals} decimals; {amount} has more.", nameof(amount));
    }

    /// <summary>Euros and cents, for literals: <c>Eur(12.80m)</c>.</summary>
    public static Money Eur(decimal amount) => Of(amount, Currency.Eur);

    /// <summary>The sum of amounts in <paramref name="currency"/>; zero of it when there are none.</summary>
    /// <exception cref="CurrencyMismatch">One is in another currency.</exception>
    public static Money Sum(IEnumerable<Money> amounts, Currency currency) => amounts.Aggregate(Zero(currency), (a, b) => a + b);

    /// <summary>In major units, exact: 12.80.</summary>
    public decimal Amount => new decimal(Minor) / Currency.MinorPerMajor;

    public bool IsPositive => Minor > 0;

    public bool IsNegative => Minor < 0;

    public Money Abs() => Minor < 0 ? -this : this;

    /// <summary>The lesser of two amounts of one currency.</summary>
    public static Money Min(Money a, Money b) => a <= b ? a : b;

    /// <summary>The greater of two amounts of one currency.</summary>
    public static Money Max(Money a, Money b) => a >= b ? a : b;

    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b).Minor), a.Currency);

    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b).Minor), a.Currency);

    public static Money operator -(Money a) => new(checked(-a.Minor), a.Currency);

    public static Money operator *(Money a, long times) => new(checked(a.Minor * times), a.Currency);

    public static Money operator *(long times, Money a) => a * times;

    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <exception cref="CurrencyMismatch">The currencies differ.</exception>
    public int CompareTo(Money other) => Minor.CompareTo(Same(this, other).Minor);

    /// <summary>This × numerator ÷ denominator, rounded half away from zero to a minor unit.</summary>
    public Money Ratio(long numerator, long denominator) => new(Rounded(Minor, numerator, denominator), Currency);

    /// <summary>value × numerator ÷ denominator, exact inside, rounded half away from zero.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    /// <exception cref="OverflowException">The result does not fit.</exception>
    public static long Rounded(long value, long numerator, long denominator)
    {
        var product = (Int128)value * numerator;
        var (quotient, remainder) = Int128.DivRem(product, denominator);
        if (Int128.Abs(remainder) * 2 >= Int128.Abs(denominator))
        {
            quotient += (product < 0) == (denominator < 0) ? 1 : -1;
        }
        return checked((long)quotient);
    }

    /// <summary>Splits into equal parts: 100.00 in three is 33.34, 33.33, 33.33.</summary>
    public IReadOnlyList<Money> Split(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        return Split(new long[parts]);
    }

    /// <summary>
    /// Splits by weights, by largest remainder, ties to the earlier share; the shares always add up to this amount.
    /// A negative amount splits like its opposite, so that a refund mirrors its charge. Weights that are all zero count as equal.
    /// </summary>
    /// <exception cref="ArgumentException">No weight, or a negative one.</exception>
    public IReadOnlyList<Money> Split(IReadOnlyList<long> weights)
    {
        if (weights.Count == 0 || weights.Any(w => w < 0))
        {
            throw new ArgumentException("Weights are one or more numbers, none negative.", nameof(weights));
        }
        var currency = Currency;
        return [.. Split(Minor, weights).Select(minor => new Money(minor, currency))];
    }

    /// <summary>Splits by amounts in the same currency, e.g. a discount over the lines of an order by their gross.</summary>
    /// <exception cref="CurrencyMismatch">A weight is in another currency.</exception>
    public IReadOnlyList<Money> Split(IReadOnlyList<Money> weights)
    {
        var total = this;
        return Split([.. weights.Select(w => Same(total, w).Minor)]);
    }

    /// <summary>Reads a machine-written amount with a decimal point: "12.80", "-3".</summary>
    public static bool TryParse(string? text, Currency currency, out Money money)
    {
        money = Zero(currency);
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var amount)
            || text!.EndsWith('\0') // which .NET passes over
            || decimal.Abs(amount) > long.MaxValue / currency.MinorPerMajor)
        {
            return false;
        }
        var minor = amount * currency.MinorPerMajor;
        if (minor != decimal.Truncate(minor))
        {
            return false;
        }
        money = new Money((long)minor, currency);
        return true;
    }

    /// <summary>The amount for machines, with all its decimals: "12.80".</summary>
    public string ToMachine() => Amount.ToString("F" + Currency.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>For logs: "12.80 EUR". What people read is formatted by their language, elsewhere.</summary>
    public override string ToString() => $"{ToMachine()} {Currency}";

    private static Money Same(Money a, Money b) => a.Currency == b.Currency ? b : throw new CurrencyMismatch(a.Currency, b.Currency);

    /// <summary>The same of bare minor units.</summary>
    internal static long[] Split(long total, IReadOnlyList<long> weights)
    {
        var sum = weights.Aggregate(Int128.Zero, (s, w) => s + w);
        var even = sum == 0;
        if (even)
        {
            sum = weights.Count;
        }
        var amount = Int128.Abs(total);
        var sign = total < 0 ? -1 : 1;
        var shares = new long[weights.Count];
        var remainders = new Int128[weights.Count];
        var left = amount;
        for (var i = 0; i < shares.Length; i++)
        {
            var (share, remainder) = Int128.DivRem(amount * (even ? 1 : weights[i]), sum);
            left -= share;
            shares[i] = (long)(share * sign);
            remainders[i] = remainder;
        }
        // The stable sort keeps ties in order; what is left is always less than the number of shares.
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => remainders[i]).Take((int)left))
        {
            shares[i] += sign;
        }
        return shares;
    }
}
