using Halles.Mall.Catalogue;

namespace Halles.Mall.Promotions;

/// <summary>A wanted line as promotions see it.</summary>
/// <param name="Categories">Its category and those above it.</param>
/// <param name="Price">Minor units of one piece, or of one kg, l or m.</param>
public sealed record DiscountLine(Guid ProductId, IReadOnlyCollection<Guid> Categories, long Price, long Quantity, string? StepUnit = null, int StepSize = 1)
{
    /// <summary>Whether it is sold by the piece; bundles count pieces.</summary>
    public bool ByPiece => StepUnit is null;

    /// <summary>What it costs without any discount.</summary>
    public long Gross => Cost(Price, Quantity);

    /// <summary>What so much of it would cost at a price.</summary>
    public long Cost(long price, long quantity) => LinePrice.Of(price, quantity, StepUnit, StepSize);
}

/// <summary>A promotion that may be used now, with the categories or products that it is on.</summary>
public sealed record PromotionNow(Promotion Promotion, IReadOnlySet<Guid> Targets)
{
    public bool Covers(DiscountLine line) => Covers(line.ProductId, line.Categories);

    /// <param name="categories">The product's category and those above it.</param>
    public bool Covers(Guid product, IEnumerable<Guid> categories) => Promotion.Scope switch
    {
        PromotionScope.Shop => true,
        PromotionScope.Products => Targets.Contains(product),
        _ => categories.Any(Targets.Contains),
    };
}

/// <summary>What a promotion takes off a line.</summary>
/// <param name="Line">The line's place, from 0.</param>
/// <param name="Amount">Minor units, above zero.</param>
public sealed record Discount(int Line, Promotion Promotion, long Amount);
