using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Shops;

/// <summary>A firm as a seller.</summary>
public sealed class Shop
{
    public required Guid Id { get; init; }

    /// <summary>Its name in addresses; unique over the mall.</summary>
    public required string Slug { get; set; }

    public required string Name { get; set; }

    /// <summary>What sort of shop it is, one word: <c>bakery</c>.</summary>
    public required string Kind { get; set; }

    public ShopState State { get; set; } = ShopState.Applied;

    /// <summary>The reason of the last change of state, for the shop.</summary>
    public string? StateReason { get; set; }

    /// <summary>What the mall's office asks to be changed before it decides on the application; null when nothing, or once the shop says it is done.</summary>
    public string? AskedChange { get; set; }

    /// <summary>What it means to sell, in the words of its application.</summary>
    public string Sells { get; set; } = "";

    public required LegalIdentity Legal { get; set; }

    /// <summary>One sentence for lists.</summary>
    public LocalText Strap { get; set; } = [];

    /// <summary>Markdown without HTML.</summary>
    public LocalText Story { get; set; } = [];

    /// <summary>Returns and withdrawal, in the shop's words, beside what the law says.</summary>
    public LocalText Returns { get; set; } = [];

    /// <summary>The language in which the shop writes; shown with <c>lang</c> where no translation exists.</summary>
    public required string Language { get; set; }

    public required string Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>Hash of the logo's original.</summary>
    public string? Logo { get; set; }

    /// <summary>Hash of the 3:2 picture of the shop's original.</summary>
    public string? Cover { get; set; }

    /// <summary>Other shops of the mall that sell the same article, by its bar code, may show the photos that this one took.</summary>
    public bool SharesPhotos { get; set; }

    /// <summary>The colour of the tile with its initial when it has no logo: one of the ten tints of the style.</summary>
    public string Tint { get; set; } = "sand";

    /// <summary>The present, coming or last holiday; null for none.</summary>
    public Holiday? Holiday { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? OpenedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>Where a shop is in its life; shoppers see and buy from <see cref="Open"/> ones only, and see paused ones.</summary>
public enum ShopState
{
    Applied,
    Approved,
    Open,
    Paused,
    Suspended,
    Closed,
}

/// <summary>The trader's identity that shoppers are shown before and after buying (Directive 2011/83/EU, art. 6).</summary>
public sealed record LegalIdentity
{
    public required string Name { get; init; }

    /// <summary>Legal form, such as SARL.</summary>
    public string Form { get; init; } = "";

    /// <summary>National number: in France the SIRET.</summary>
    public string Number { get; init; } = "";

    public string VatNumber { get; init; } = "";

    public string Capital { get; init; } = "";

    public string Register { get; init; } = "";

    public Address? Seat { get; init; }

    /// <summary>Who mediates with consumers: name, address and web site (in France: Code de la consommation, L616-1).</summary>
    public string Mediator { get; init; } = "";
}

/// <summary>Days, both included, on which nobody is at the shop, and what it says of them.</summary>
/// <param name="TakesOrders">Orders come in all the same; they are promised for after it.</param>
public sealed record Holiday(DateOnly From, DateOnly To, LocalText Word, bool TakesOrders = false)
{
    /// <summary>Whether nobody is there on a day.</summary>
    public bool Covers(DateOnly day) => From <= day && day <= To;
}

internal sealed class ShopTables : IEntityTypeConfiguration<Shop>
{
    public void Configure(EntityTypeBuilder<Shop> builder)
    {
        builder.ToTable("shops").HasKey(s => s.Id);
        builder.HasIndex(s => s.Slug).IsUnique().HasDatabaseName("shops_slug");
        builder.HasIndex(s => new { s.State, s.CreatedAt }).HasDatabaseName("shops_state");
        builder.Property(s => s.Legal).HasJson();
        builder.Property(s => s.Strap).HasJson();
        builder.Property(s => s.Story).HasJson();
        builder.Property(s => s.Returns).HasJson();
        builder.Property(s => s.Holiday).HasJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
