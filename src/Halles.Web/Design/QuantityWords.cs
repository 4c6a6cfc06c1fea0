using Halles.Kernel;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Design;

/// <summary>Quantities and what they cost, for lines of baskets and orders.</summary>
public static class QuantityWords
{
    /// <summary>Pieces as the number, steps as their amount: <c>3</c>, <c>300 g</c>.</summary>
    public static string QuantityOf(this Formats format, long quantity, string? stepUnit, int stepSize) =>
        stepUnit is not null && Units.TryParse(stepUnit, out var unit) ? format.Say(new Measure(quantity * stepSize, unit)) : format.Number(quantity);

    /// <inheritdoc cref="QuantityOf(Formats, long, string?, int)"/>
    public static string QuantityOf(this PageContext page, long quantity, string? stepUnit, int stepSize) => page.Format.QuantityOf(quantity, stepUnit, stepSize);

    /// <summary><c>4,80 € each</c>, or <c>300 g at 19,90 €/kg</c>.</summary>
    public static string PriceOf(this PageContext page, long price, long quantity, string? stepUnit, int stepSize)
    {
        var money = new Money(price, page.Currency);
        return stepUnit is not null && Units.TryParse(stepUnit, out var unit)
            ? page.Words.Get("{0} at {1}", page.QuantityOf(quantity, stepUnit, stepSize), page.Per(money, unit.Base()))
            : page.Words.Get("{0} each", page.Format.Money(money));
    }

    /// <summary>A line in words: <c>2 × Country loaf</c>, <c>300 g of tomme</c>.</summary>
    public static string LineOf(this PageContext page, string name, long quantity, string? stepUnit, int stepSize) =>
        Named(page.QuantityOf(quantity, stepUnit, stepSize), name, stepUnit);

    /// <summary>A line of which a part is missing: <c>2 of 3 × Country loaf</c>.</summary>
    public static string LeftOf(this PageContext page, string name, long left, long quantity, string? stepUnit, int stepSize) =>
        Named(page.Words.Get("{0} of {1}", page.QuantityOf(left, stepUnit, stepSize), page.QuantityOf(quantity, stepUnit, stepSize)), name, stepUnit);

    private static string Named(string quantity, string name, string? stepUnit) => stepUnit is null ? $"{quantity}\u00a0×\u00a0{name}" : $"{quantity} · {name}";
}
