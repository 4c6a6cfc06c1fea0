using System.Globalization;

namespace Halles.Kernel;

/// <summary>How a variant is sold: by the piece, or by whole steps of a unit (100 g, 10 cm).</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Step">How much of it is one step; 1 for pieces.</param>
/// <param name="Weighed">The final weight is known only when the order is ready.</param>
public readonly record struct SoldBy(Unit Unit, int Step, bool Weighed = false)
{
    public static readonly SoldBy Piece = new(Unit.Piece, 1);

    /// <summary>Whether it makes sense: steps of at least 1, and pieces one by one and never weighed.</summary>
    public bool IsValid => Step >= 1 && (Unit != Unit.Piece || (Step == 1 && !Weighed));

    /// <summary>The steps that make a measure; null if it is not a whole number of them, or of another kind.</summary>
    public Quantity? Steps(Measure measure)
    {
        if (measure.Unit.Base() != Unit.Base())
        {
            return null;
        }
        var steps = measure.Amount * Unit.PerBase() / measure.Unit.PerBase() / Step;
        return steps == decimal.Truncate(steps) && steps is > 0 and <= int.MaxValue ? new Quantity((int)steps, this) : null;
    }
}

/// <summary>How much is bought: a count of pieces or steps.</summary>
public readonly record struct Quantity(int Count, SoldBy SoldBy)
{
    /// <summary>As a measure: 3 steps of 100 g are 300 g.</summary>
    public Measure Measure => new((decimal)Count * SoldBy.Step, SoldBy.Unit);

    /// <summary>What it costs when one piece or step has a price.</summary>
    public Money Times(Money pricePerStep) => pricePerStep * Count;

    /// <summary>"3" or "300 g".</summary>
    public override string ToString() => SoldBy.Unit == Unit.Piece ? Count.ToString(CultureInfo.InvariantCulture) : Measure.ToString();
}
