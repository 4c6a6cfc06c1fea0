using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Catalogue;

/// <summary>A place in the mall's taxonomy, at most three deep: aisle, group, leaf.</summary>
public sealed class Category
{
    public required Guid Id { get; init; }

    /// <summary>Unique over the mall; the slug of its pages.</summary>
    public required string Code { get; set; }

    public Guid? ParentId { get; set; }

    public int Position { get; set; }

    public required LocalText Name { get; set; }

    /// <summary>Codes of the attributes that its products may carry, in the order of the facets.</summary>
    public IReadOnlyList<string> Attributes { get; set; } = [];

    /// <summary>Its name in the addresses of a language; a language that is missing here has the code.</summary>
    public LocalText Slugs { get; set; } = [];

    /// <summary>How its names stand, by language; a name that is missing here was written by somebody and is well.</summary>
    public Dictionary<string, NameState> NameStates { get; set; } = [];

    /// <summary>Its number in Google's product taxonomy, by which an import knows it again.</summary>
    public int? GoogleId { get; set; }

    /// <summary>The same at this moment.</summary>
    public Category Copy() => new()
    {
        Id = Id, Code = Code, ParentId = ParentId, Position = Position, Name = Name, Attributes = Attributes, Slugs = Slugs, NameStates = NameStates, GoogleId = GoogleId,
    };
}

/// <summary>A property of products by which shoppers choose.</summary>
public sealed class ProductAttribute
{
    public required string Code { get; init; }

    public required LocalText Name { get; set; }

    public required AttributeType Type { get; set; }

    /// <summary>The unit of a number, such as <c>W</c>.</summary>
    public string? Unit { get; set; }

    /// <summary>How coded values of a text are called, by code; a value that is missing here is shown as it is.</summary>
    public Dictionary<string, LocalText> Values { get; set; } = [];

    /// <summary>How a value is called in a language; the value itself where it has no name.</summary>
    public string NameOf(string value, string language) => Values.TryGetValue(value, out var name) ? name.Best(language) : value;

    /// <summary>The value of which somebody typed the name, in any language and case; what was typed where no value is called so.</summary>
    public string ValueOf(string typed)
    {
        var name = typed.Trim();
        return Values.ContainsKey(name) ? name
            : Values.FirstOrDefault(v => v.Value.Values.Any(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))).Key ?? typed;
    }
}

public enum AttributeType
{
    Text,
    Number,
    YesNo,
}

/// <summary>What a shop sells, with one or more variants.</summary>
public sealed class Product
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Its name in addresses; unique within the shop.</summary>
    public required string Handle { get; set; }

    public ProductState State { get; set; } = ProductState.Draft;

    /// <summary>Where it was when the office withdrew it; null when it is not withdrawn.</summary>
    public ProductState? WithdrawnFrom { get; set; }

    public required Guid CategoryId { get; set; }

    /// <summary>One of the mall's tax categories: <c>standard</c>, <c>food</c>, …</summary>
    public required string TaxCategory { get; set; }

    /// <summary>The language of its own texts.</summary>
    public required string Language { get; set; }

    /// <summary>Manufacturer's name and place (Regulation (EU) 2023/988, art. 19).</summary>
    public string? Maker { get; set; }

    /// <summary>Sold from this age on, checked at handing over; 0 when there is no limit.</summary>
    public int AgeLimit { get; set; }

    /// <summary>Up to three options such as size and colour.</summary>
    public IReadOnlyList<ProductOption> Options { get; set; } = [];

    /// <summary>Of which words an option's translation was made, by language and translation, where those are known to have been others.</summary>
    public Dictionary<string, Dictionary<string, string>> TranslatedFrom { get; set; } = [];

    /// <summary>Values by attribute code.</summary>
    public Dictionary<string, string> Attributes { get; set; } = [];

    /// <summary>Sold by steps of this unit (<c>g</c>, <c>cm</c>); null when by the piece.</summary>
    public string? StepUnit { get; set; }

    /// <summary>How many units one step is, such as 100 (g).</summary>
    public int StepSize { get; set; } = 1;

    /// <summary>The final weight is entered when ready, and never charges above what was agreed.</summary>
    public bool Weighed { get; set; }

    public StockPolicy Policy { get; set; } = StockPolicy.Counted;

    /// <summary>Hours that a piece made to order takes.</summary>
    public int PreparationHours { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public long Version { get; set; }

    /// <summary>Takes over what was typed, texts and variants aside.</summary>
    internal void Fill(ProductInput input, Dictionary<string, string> attributes)
    {
        (CategoryId, TaxCategory, Maker, AgeLimit) = (input.CategoryId, input.TaxCategory, input.Maker, input.AgeLimit);
        (Options, Attributes) = (input.Options, attributes);
        (StepUnit, StepSize, Weighed) = (input.StepUnit, input.StepSize, input.Weighed);
        (Policy, PreparationHours) = (input.Policy, input.Policy is StockPolicy.ToOrder ? input.PreparationHours : 0);
    }
}

public enum ProductState
{
    Draft,
    Published,
    Archived,

    /// <summary>Taken off sale by the mall's office, which alone gives it back.</summary>
    Withdrawn,
}

/// <summary>How a product's stock is kept.</summary>
public enum StockPolicy
{
    Counted,

    /// <summary>So many a day: the count is new each morning.</summary>
    Daily,

    /// <summary>No stock, a preparation time.</summary>
    ToOrder,
}

/// <summary>An option and its values, in order; a variant's choice points into them.</summary>
public sealed record ProductOption(LocalText Name, IReadOnlyList<LocalText> Values)
{
    /// <summary>What a variant is among these options in words, such as "Blue, 12 cm"; empty where there is nothing to choose.</summary>
    public static string Words(IReadOnlyList<ProductOption> options, IReadOnlyList<int> choice, string language) =>
        string.Join(", ", choice.Where((value, i) => i < options.Count && value < options[i].Values.Count).Select((value, i) => options[i].Values[value].Best(language)));
}

/// <summary>One text of a product in one language, with where it came from.</summary>
public sealed class ProductText
{
    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    public required string Language { get; init; }

    public required TextField Field { get; init; }

    public required string Text { get; set; }

    public required TextState State { get; set; }
}

public enum TextField
{
    Name,

    /// <summary>Markdown without HTML.</summary>
    Description,

    Safety,
}

public enum TextState
{
    /// <summary>In the product's own language.</summary>
    Own,
    Translated,

    /// <summary>The own text changed after the translation was made.</summary>
    Outdated,
}

/// <summary>One thing that can be bought.</summary>
public sealed class Variant
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid ProductId { get; init; }

    public int Position { get; set; }

    /// <summary>The shop's own number; unique within the shop.</summary>
    public required string Sku { get; set; }

    /// <summary>14 digits (GS1), or null.</summary>
    public string? Gtin { get; set; }

    /// <summary>For each option of the product, the index of its value.</summary>
    public IReadOnlyList<int> Choice { get; set; } = [];

    /// <summary>Minor units, VAT included: of one piece, or of one kg, l or m for goods sold by steps.</summary>
    public required long Price { get; set; }

    /// <summary>When the present price was announced as a reduction; null when it is not one.</summary>
    public DateTimeOffset? ReducedSince { get; set; }

    /// <summary>Contents of a piece, such as <c>800 g</c>, for the unit price; null when that says nothing.</summary>
    public string? Measure { get; set; }

    /// <summary>Grams with its packing, for shipping.</summary>
    public int Weight { get; set; }

    /// <summary>No longer sold; kept for past orders.</summary>
    public bool Archived { get; set; }
}

/// <summary>From when on a variant had a price: what the 30-day rule is worked out from.</summary>
public sealed class PriceChange
{
    public required Guid ShopId { get; init; }

    public required Guid VariantId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Price { get; init; }
}

/// <summary>A photo of a product; position 0 is the one on cards.</summary>
public sealed class ProductPhoto
{
    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    public required int Position { get; set; }

    /// <summary>Hash of the original, hex.</summary>
    public required string Media { get; init; }

    public LocalText Alt { get; set; } = [];
}

/// <summary>A photo that the mall's office took from a product: the shop cannot show it again, and its address answers no more.</summary>
public sealed class WithdrawnPhoto
{
    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    public required string Media { get; init; }

    /// <summary>Where it stood among the others.</summary>
    public required int Position { get; init; }

    public LocalText Alt { get; init; } = [];
}

internal sealed class CatalogueTables : IEntityTypeConfiguration<WithdrawnPhoto>, IEntityTypeConfiguration<Category>, IEntityTypeConfiguration<ProductAttribute>, IEntityTypeConfiguration<Product>,
    IEntityTypeConfiguration<ProductText>, IEntityTypeConfiguration<Variant>, IEntityTypeConfiguration<PriceChange>, IEntityTypeConfiguration<ProductPhoto>
{
    public void Configure(EntityTypeBuilder<Category> builder)
    {
        builder.ToTable("categories").HasKey(c => c.Id);
        builder.HasIndex(c => c.Code).IsUnique().HasDatabaseName("categories_code");
        builder.HasIndex(c => c.GoogleId).IsUnique().HasDatabaseName("categories_google");
        builder.Property(c => c.Name).HasJson();
        builder.Property(c => c.Attributes).HasJson();
        builder.Property(c => c.Slugs).HasJson();
        builder.Property(c => c.NameStates).HasJson();
    }

    public void Configure(EntityTypeBuilder<ProductAttribute> builder)
    {
        builder.ToTable("attributes").HasKey(a => a.Code);
        builder.Property(a => a.Name).HasJson();
        builder.Property(a => a.Values).HasColumnName("value_names").HasJson();
    }

    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products").HasKey(p => new { p.ShopId, p.Id });
        builder.HasIndex(p => new { p.ShopId, p.Handle }).IsUnique().HasDatabaseName("products_handle");
        builder.HasIndex(p => p.Id).IsUnique().HasDatabaseName("products_id");
        builder.HasIndex(p => p.CategoryId).HasDatabaseName("products_category");
        builder.Property(p => p.Options).HasJson();
        builder.Property(p => p.TranslatedFrom).HasJson();
        builder.Property(p => p.Attributes).HasJson();
        builder.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ProductText> builder) =>
        builder.ToTable("product_texts").HasKey(t => new { t.ShopId, t.ProductId, t.Language, t.Field });

    public void Configure(EntityTypeBuilder<Variant> builder)
    {
        builder.ToTable("variants").HasKey(v => new { v.ShopId, v.Id });
        builder.HasIndex(v => new { v.ShopId, v.Sku }).IsUnique().HasDatabaseName("variants_sku");
        builder.HasIndex(v => v.Id).IsUnique().HasDatabaseName("variants_id");
        builder.HasIndex(v => new { v.ShopId, v.ProductId }).HasDatabaseName("variants_product");
        builder.HasIndex(v => v.Gtin).HasDatabaseName("variants_gtin");
        builder.Property(v => v.Choice).HasJson();
    }

    public void Configure(EntityTypeBuilder<PriceChange> builder) =>
        builder.ToTable("price_changes").HasKey(c => new { c.ShopId, c.VariantId, c.At });

    public void Configure(EntityTypeBuilder<ProductPhoto> builder)
    {
        builder.ToTable("product_photos").HasKey(p => new { p.ShopId, p.ProductId, p.Media });
        builder.HasIndex(p => p.Media).HasDatabaseName("product_photos_media");
        builder.Property(p => p.Alt).HasJson();
    }

    public void Configure(EntityTypeBuilder<WithdrawnPhoto> builder)
    {
        builder.ToTable("withdrawn_photos").HasKey(p => new { p.ShopId, p.ProductId, p.Media });
        builder.Property(p => p.Alt).HasJson();
    }
}
