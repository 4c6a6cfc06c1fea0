using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Baskets;

/// <summary>What somebody means to buy, from many shops. A guest's is found by the id in their cookie.</summary>
public sealed class Basket
{
    public required Guid Id { get; init; }

    /// <summary>Whose it is; null for a guest.</summary>
    public Guid? PersonId { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A wanted quantity of one variant, in pieces or steps.</summary>
public sealed class BasketLine
{
    public required Guid BasketId { get; init; }

    public required Guid VariantId { get; init; }

    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    public required long Quantity { get; set; }

    /// <summary>The price when it was put in, to tell the shopper when it has changed.</summary>
    public required long PriceSeen { get; set; }

    public required DateTimeOffset AddedAt { get; init; }
}

/// <summary>A code of a promotion that was typed into a basket.</summary>
internal sealed class BasketCode
{
    public required Guid BasketId { get; init; }

    public required string Code { get; init; }

    public required DateTimeOffset AddedAt { get; init; }
}

internal sealed class BasketTables : IEntityTypeConfiguration<Basket>, IEntityTypeConfiguration<BasketLine>, IEntityTypeConfiguration<BasketCode>
{
    public void Configure(EntityTypeBuilder<Basket> builder)
    {
        builder.ToTable("baskets").HasKey(b => b.Id);
        builder.HasIndex(b => b.PersonId).IsUnique().HasDatabaseName("baskets_person");
        builder.HasIndex(b => b.UpdatedAt).HasDatabaseName("baskets_updated");
    }

    public void Configure(EntityTypeBuilder<BasketLine> builder) =>
        builder.ToTable("basket_lines").HasKey(l => new { l.BasketId, l.VariantId });

    public void Configure(EntityTypeBuilder<BasketCode> builder) =>
        builder.ToTable("basket_codes").HasKey(c => new { c.BasketId, c.Code });
}
