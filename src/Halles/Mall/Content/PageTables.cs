using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Content;

/// <summary>A page that the operator wrote, as it stands now.</summary>
public sealed class WrittenPage
{
    public required Guid Id { get; init; }

    /// <summary>Its name in addresses, unique among the pages that are not deleted. That of a built-in page takes its place.</summary>
    public required string Slug { get; set; }

    public required PageContent Content { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>When it was deleted; it can be brought back.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

}

/// <summary>What a page says, and where and from when on it is shown.</summary>
public sealed record PageContent
{
    public required string Slug { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>Markdown without HTML; in each language of the title.</summary>
    public required LocalText Body { get; init; }

    /// <summary>From when on visitors read it; null for a draft. What they read before they read until then.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Whether the page was deleted when this was written: what it said before is not read again.</summary>
    public bool AfterDeletion { get; init; }

    /// <summary>Whether the foot of each page leads to it.</summary>
    public bool InFooter { get; init; }

    /// <summary>Whether the home page shows it.</summary>
    public bool OnHome { get; init; }

    /// <summary>Its place among the others; the smaller first.</summary>
    public int Position { get; init; }
}

/// <summary>A page as it was kept at one time, the present state included.</summary>
public sealed class PageVersion
{
    public required Guid PageId { get; init; }

    public required long Version { get; init; }

    public required PageContent Content { get; init; }

    public required Guid Actor { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class PageTables : IEntityTypeConfiguration<WrittenPage>, IEntityTypeConfiguration<PageVersion>
{
    public void Configure(EntityTypeBuilder<WrittenPage> builder)
    {
        builder.ToTable("pages").HasKey(p => p.Id);
        builder.HasIndex(p => p.Slug).IsUnique().HasFilter("deleted_at IS NULL").HasDatabaseName("pages_slug");
        builder.Property(p => p.Content).HasJson();
        builder.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<PageVersion> builder)
    {
        builder.ToTable("page_versions").HasKey(v => new { v.PageId, v.Version });
        builder.Property(v => v.Content).HasJson();
    }
}
