using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Stores;

/// <summary>A physical place of a shop.</summary>
public sealed class Store
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Its name in addresses; unique within the shop.</summary>
    public required string Slug { get; set; }

    public required string Name { get; set; }

    public required Address Address { get; set; }

    /// <summary>WGS84 degrees.</summary>
    public double Latitude { get; set; }

    public double Longitude { get; set; }

    /// <summary>IANA name; hours are on its clock.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Canonical text of <see cref="OpeningHours"/>, dated exceptions included.</summary>
    public string Hours { get; set; } = "";

    /// <summary>"Close now": shut until then, whatever the hours say.</summary>
    public DateTimeOffset? ClosedUntil { get; set; }

    /// <summary>What the place offers: <c>wheelchair</c>, <c>card</c>, <c>gift-wrap</c>, …</summary>
    public IReadOnlyList<string> Services { get; set; } = [];

    /// <summary>How to get in, park and be served.</summary>
    public LocalText Access { get; set; } = [];

    public string? Phone { get; set; }

    public int Position { get; set; }

    /// <summary>No longer a place of the shop; kept for its past orders.</summary>
    public bool Gone { get; set; }

    public long Version { get; set; }
}

internal sealed class StoreTables : IEntityTypeConfiguration<Store>
{
    public void Configure(EntityTypeBuilder<Store> builder)
    {
        builder.ToTable("stores").HasKey(s => new { s.ShopId, s.Id });
        builder.HasIndex(s => new { s.ShopId, s.Slug }).IsUnique().HasDatabaseName("stores_slug");
        builder.Property(s => s.Address).HasJson();
        builder.Property(s => s.Services).HasJson();
        builder.Property(s => s.Access).HasJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
