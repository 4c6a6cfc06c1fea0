using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Tax;

/// <summary>A VAT rate of a country (or of postcodes in it) for a category of goods, from a day until another.</summary>
public sealed class TaxRate
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Beginning of the postcodes that it is an exception for; empty for the whole country.</summary>
    public string Postcodes { get; init; } = "";

    /// <summary>One of <see cref="TaxCategories"/>.</summary>
    public required string Category { get; init; }

    /// <summary>Hundredths of a percent: 550 is 5.5 %.</summary>
    public required int BasisPoints { get; init; }

    /// <summary>The first day on which it holds.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day; null while it holds.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>The mall's own words for what VAT tells apart.</summary>
public static class TaxCategories
{
    public const string Standard = "standard";

    /// <summary>Any reduced rate of a country that does not name the category itself.</summary>
    public const string Reduced = "reduced";

    public const string Zero = "zero";

    /// <summary>What a product may be.</summary>
    public static readonly IReadOnlyList<string> OfProducts = [Standard, "food", "books", "plants", "press", "intermediate", Zero];
}

internal sealed class TaxTables : IEntityTypeConfiguration<TaxRate>
{
    public void Configure(EntityTypeBuilder<TaxRate> builder)
    {
        builder.ToTable("tax_rates").HasKey(r => new { r.Country, r.Postcodes, r.Category, r.From });
        builder.Property(r => r.From).HasColumnName("from_day").HasColumnType("text").HasConversion<string>();
        builder.Property(r => r.Until).HasColumnName("until_day").HasColumnType("text").HasConversion<string>();
    }
}
