using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Tax;

/// <summary>A VAT rate of a country (or of postcodes in it) for a category of goods, from a day until another.</summary>
public sealed class TaxRate
{
    public required Guid Id { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Beginning of the postcodes that it is an exception for; empty for the whole country.</summary>
    public string Postcodes { get; init; } = "";

    public required string Category { get; init; }

    /// <summary>Hundredths of a percent: 550 is 5.5 %.</summary>
    public required int BasisPoints { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day; null while it holds.</summary>
    public DateOnly? Until { get; init; }
}

internal sealed class TaxTables : IEntityTypeConfiguration<TaxRate>
{
    public void Configure(EntityTypeBuilder<TaxRate> builder)
    {
        builder.ToTable("tax_rates").HasKey(r => r.Id);
        builder.HasIndex(r => new { r.Country, r.Category }).HasDatabaseName("tax_rates_country");
        builder.Property(r => r.From).HasColumnName("from_day").HasColumnType("text").HasConversion<string>();
        builder.Property(r => r.Until).HasColumnName("until_day").HasColumnType("text").HasConversion<string>();
    }
}
