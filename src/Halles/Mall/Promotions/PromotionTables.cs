using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Promotions;

/// <summary>What a promotion gives.</summary>
public enum PromotionKind
{
    /// <summary>So much of a hundred off.</summary>
    Percent,

    /// <summary>An amount off each piece, or off the price of a kg, l or m.</summary>
    AmountEach,

    /// <summary>An amount off the whole order, once.</summary>
    AmountOrder,

    /// <summary>So many pieces for the price of fewer: of each group the cheapest are free.</summary>
    Bundle,
}

/// <summary>What a promotion is on.</summary>
public enum PromotionScope
{
    Shop,

    /// <summary>Categories with those below them.</summary>
    Categories,
    Products,
}

/// <summary>How far a promotion is; worked out from its moments.</summary>
public enum PromotionState
{
    Draft,
    Scheduled,
    Running,
    Ended,
}

/// <summary>What a promotion gives, as it is told to shoppers.</summary>
/// <param name="Percent">Basis points.</param>
/// <param name="Amount">Minor units.</param>
public sealed record PromotionTerms(PromotionKind Kind, int? Percent, long? Amount, int? Take, int? Pay);

/// <summary>
/// What a shop gives its shoppers for a while. Once it runs it is not changed, only ended: what was promised and the prices
/// that applied stay as they were.
/// </summary>
public sealed class Promotion
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>As shoppers are told it, in the shop's language.</summary>
    public required string Name { get; set; }

    /// <summary>The shop's language, where the promotion was read for a basket or a page.</summary>
    public string Language { get; init; } = "";

    public required PromotionKind Kind { get; set; }

    /// <summary>Basis points, for <see cref="PromotionKind.Percent"/>.</summary>
    public int? Percent { get; set; }

    /// <summary>Minor units of the mall's currency, for amounts.</summary>
    public long? Amount { get; set; }

    /// <summary>Of a bundle: how many pieces are taken.</summary>
    public int? Take { get; set; }

    /// <summary>Of a bundle: how many of them are paid.</summary>
    public int? Pay { get; set; }

    public required PromotionScope Scope { get; set; }

    /// <summary>In capitals; null when everybody has it.</summary>
    public string? Code { get; set; }

    /// <summary>Null for a draft that is to begin when it is released.</summary>
    public DateTimeOffset? StartsAt { get; set; }

    /// <summary>The moment at which it no longer applies; null for no end.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>When it was released; null for a draft.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }

    /// <summary>How many orders may use it; null for any number.</summary>
    public long? LimitAll { get; set; }

    /// <summary>How many orders of one person may use it; null for any number.</summary>
    public long? LimitPerson { get; set; }

    /// <summary>How many orders use it.</summary>
    public long Uses { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// Whether it makes a price lower for everybody who comes, so that it is shown as that price, with the lowest of the 30
    /// days before (Directive 98/6/EC, article 6a), and by no word of its own: its percentage is counted from another price than the
    /// law's (Court of Justice, C-330/23). Codes and conditional offers such as bundles are none. One with a limit is not for
    /// everybody, so it is no price: it is told in the basket that gets it, and on no page before.
    /// </summary>
    public bool IsPrice => IsReduction && Code is null && LimitAll is null && LimitPerson is null;

    /// <summary>Whether it lowers the price of each piece, rounded as it is shown. A percentage with a code is of the sum.</summary>
    public bool IsReduction => Kind is PromotionKind.AmountEach || (Kind is PromotionKind.Percent && Code is null);

    /// <summary>What it gives.</summary>
    public PromotionTerms Terms => new(Kind, Percent, Amount, Take, Pay);

    /// <summary>How far it is at a moment.</summary>
    public PromotionState StateAt(DateTimeOffset now) =>
        EndsAt <= now ? PromotionState.Ended : ReleasedAt is null ? PromotionState.Draft : StartsAt > now ? PromotionState.Scheduled : PromotionState.Running;

    /// <summary>A price after a reduction, never below zero; the price itself where this is none.</summary>
    public long Reduced(long price) => Kind switch
    {
        PromotionKind.Percent => price - Money.Rounded(price, Percent ?? 0, Percentage.Whole),
        PromotionKind.AmountEach => Math.Max(0, price - (Amount ?? 0)),
        _ => price,
    };
}

/// <summary>A category or product that a promotion is on.</summary>
public sealed class PromotionTarget
{
    public required Guid ShopId { get; init; }

    public required Guid PromotionId { get; init; }

    /// <summary>A category or a product, by the promotion's scope.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>From when on it names it; null for as long as the promotion is.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>What a promotion named before the mall changed a category under it; what it gave then follows from this.</summary>
public sealed class FormerTarget
{
    public required Guid ShopId { get; init; }

    public required Guid PromotionId { get; init; }

    /// <summary>A category or a product.</summary>
    public required Guid TargetId { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>When it no longer named it.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>That an order uses a promotion. Whose order it is, the order says; here is nothing of a person.</summary>
public sealed class PromotionUse
{
    public required Guid ShopId { get; init; }

    public required Guid OrderId { get; init; }

    public required Guid PromotionId { get; init; }

    /// <summary>What it took off when the order was placed, in minor units.</summary>
    public required long Amount { get; init; }
}

internal sealed class PromotionTables : IEntityTypeConfiguration<Promotion>, IEntityTypeConfiguration<PromotionTarget>, IEntityTypeConfiguration<FormerTarget>, IEntityTypeConfiguration<PromotionUse>
{
    public void Configure(EntityTypeBuilder<Promotion> builder)
    {
        builder.ToTable("promotions").HasKey(p => new { p.ShopId, p.Id });
        builder.Ignore(p => p.IsPrice).Ignore(p => p.IsReduction).Ignore(p => p.Terms).Ignore(p => p.Language);
    }

    public void Configure(EntityTypeBuilder<PromotionTarget> builder) =>
        builder.ToTable("promotion_targets").HasKey(t => new { t.ShopId, t.PromotionId, t.TargetId });

    public void Configure(EntityTypeBuilder<FormerTarget> builder)
    {
        builder.ToTable("former_targets").HasKey(t => new { t.ShopId, t.PromotionId, t.TargetId, t.Until });
        builder.HasIndex(t => t.Until).HasDatabaseName("former_targets_until");
    }

    public void Configure(EntityTypeBuilder<PromotionUse> builder)
    {
        builder.ToTable("promotion_uses").HasKey(u => new { u.ShopId, u.OrderId, u.PromotionId });
        builder.HasIndex(u => new { u.ShopId, u.PromotionId }).HasDatabaseName("promotion_uses_promotion");
    }
}
