using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Districts;

/// <summary>A part of the town, or a town among several, with a page of its own.</summary>
public sealed class District
{
    public required Guid Id { get; init; }

    /// <summary>Its name in addresses; unique over the mall.</summary>
    public required string Slug { get; set; }

    public required LocalText Name { get; set; }

    /// <summary>Markdown without HTML.</summary>
    public LocalText Text { get; set; } = [];

    public int Position { get; set; }

    /// <summary>Where its stores are.</summary>
    public Boundary Boundary { get; set; } = new();

    /// <summary>Shops that belong to it wherever their stores are.</summary>
    public IReadOnlyList<Guid> Added { get; set; } = [];

    /// <summary>Shops that do not, although a store is within its boundary.</summary>
    public IReadOnlyList<Guid> LeftOut { get; set; } = [];
}

/// <summary>What is within a district: all around a middle, the stores of some postcodes, or both.</summary>
/// <param name="Metres">The radius; 0 for none.</param>
public sealed record Boundary(double Latitude = 0, double Longitude = 0, int Metres = 0, params IReadOnlyList<string> Postcodes)
{
    /// <summary>The middle; null where only postcodes count.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public GeoPoint? Middle => Metres > 0 && GeoPoint.IsValid(Latitude, Longitude) ? new GeoPoint(Latitude, Longitude) : null;

    /// <summary>Whether a store is within.</summary>
    /// <param name="point">Where it is; the default one where that is not known.</param>
    public bool Holds(GeoPoint point, string postcode) =>
        (Middle is { } middle && point != default && middle.MetresTo(point) <= Metres) || Postcodes.Contains(Plain(postcode), StringComparer.OrdinalIgnoreCase);

    /// <summary>A postcode without spaces and dashes.</summary>
    public static string Plain(string postcode) => string.Concat(postcode.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

internal sealed class DistrictTables : IEntityTypeConfiguration<District>
{
    public void Configure(EntityTypeBuilder<District> builder)
    {
        builder.ToTable("districts").HasKey(d => d.Id);
        builder.HasIndex(d => d.Slug).IsUnique().HasDatabaseName("districts_slug");
        builder.Property(d => d.Name).HasJson();
        builder.Property(d => d.Text).HasJson();
        builder.Property(d => d.Boundary).HasJson();
        builder.Property(d => d.Added).HasJson();
        builder.Property(d => d.LeftOut).HasJson();
    }
}

[DbContext(typeof(MallDb))]
[Migration("0029_Districts")]
internal sealed class DistrictsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE districts (
            id {id} NOT NULL PRIMARY KEY, slug {text} NOT NULL, name {text} NOT NULL, text {text} NOT NULL, position {int} NOT NULL, boundary {text} NOT NULL,
            added {text} NOT NULL, left_out {text} NOT NULL);
        CREATE UNIQUE INDEX districts_slug ON districts (slug);
        """);
}
