using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Catalogue;

/// <summary>That a product was in another category up to a moment: what was on offer then follows from where it was then.</summary>
public sealed class FormerCategory
{
    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid CategoryId { get; init; }

    /// <summary>When it left.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Keeps where a product is now, before it goes to another category; of two changes at one moment the first counts.</summary>
    public static void Keep(WriteSession s, Guid shop, Guid product, Guid category) => s.Later.Add(
        "INSERT INTO former_categories (shop_id, product_id, category_id, until) VALUES ($1, $2, $3, $4) ON CONFLICT (shop_id, product_id, until) DO NOTHING", shop, product, category, s.Now);
}

/// <summary>That a category stood below another one up to a moment.</summary>
public sealed class FormerParent
{
    public required Guid CategoryId { get; init; }

    /// <summary>Null for an aisle.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>When it left, or was removed.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Keeps where a category stands now, before it goes elsewhere or is removed.</summary>
    public static void Keep(WriteSession s, Guid category, Guid? parent) => s.Later.Add(
        "INSERT INTO former_parents (category_id, parent_id, until) VALUES ($1, $2, $3) ON CONFLICT (category_id, until) DO NOTHING", category, parent, s.Now);
}

internal sealed class FormerPlacesTables : IEntityTypeConfiguration<FormerCategory>, IEntityTypeConfiguration<FormerParent>
{
    public void Configure(EntityTypeBuilder<FormerCategory> builder) => builder.ToTable("former_categories").HasKey(f => new { f.ShopId, f.ProductId, f.Until });

    public void Configure(EntityTypeBuilder<FormerParent> builder) => builder.ToTable("former_parents").HasKey(f => new { f.CategoryId, f.Until });
}
