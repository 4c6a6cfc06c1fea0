using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Catalogue;

/// <summary>
/// What leads to a category besides itself: an address that it had, a category that became part of it, a category of Google's
/// taxonomy that stands deeper than the mall goes.
/// </summary>
public sealed class CategoryAlias
{
    public required Guid Id { get; init; }

    public required Guid CategoryId { get; set; }

    /// <summary>An address that leads there; unique over the mall.</summary>
    public string? Address { get; init; }

    /// <summary>The id of the category that it was, for whoever kept that.</summary>
    public Guid? FormerId { get; init; }

    public int? GoogleId { get; init; }

    /// <summary>What else it is called.</summary>
    public LocalText Name { get; set; } = [];

    /// <summary>Has the addresses that a category had before lead to it, in a unit that holds the taxonomy's lock.</summary>
    public static void KeepAddresses(WriteSession s, Category category, IEnumerable<string> before)
    {
        foreach (var address in before.Except(CategoryAddresses.Of(category), StringComparer.Ordinal))
        {
            s.Later.Add(
                "INSERT INTO category_aliases (id, category_id, address, name) VALUES ($1, $2, $3, '{}') ON CONFLICT (address) DO UPDATE SET category_id = excluded.category_id, former_id = NULL",
                s.NewId(), category.Id, address);
        }
    }

    /// <summary>The category that an id leads to now; the id itself where it is not an old one.</summary>
    public static Guid Now(SqlSession sql, Guid category) =>
        sql.List("SELECT category_id FROM category_aliases WHERE former_id = $1", r => r.Id(0), category) is [var now, ..] ? now : category;
}

internal sealed class CategoryAliasTables : IEntityTypeConfiguration<CategoryAlias>
{
    public void Configure(EntityTypeBuilder<CategoryAlias> builder)
    {
        builder.ToTable("category_aliases").HasKey(a => a.Id);
        builder.HasIndex(a => a.Address).IsUnique().HasDatabaseName("category_aliases_address");
        builder.HasIndex(a => a.GoogleId).IsUnique().HasDatabaseName("category_aliases_google");
        builder.HasIndex(a => a.FormerId).HasDatabaseName("category_aliases_former");
        builder.HasIndex(a => a.CategoryId).HasDatabaseName("category_aliases_category");
        builder.Property(a => a.Name).HasJson();
    }
}
