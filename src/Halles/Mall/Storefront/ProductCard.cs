using Halles.Kernel;

namespace Halles.Mall.Storefront;

/// <summary>How much of something is left, as a word.</summary>
public enum StockWord
{
    InStock,

    /// <summary>Three pieces or fewer.</summary>
    Last,
    SoldOut,

    /// <summary>Made when ordered.</summary>
    ToOrder,
}

/// <summary>What may be sold online now, over all stores or in one.</summary>
/// <param name="Left">Pieces or steps; 0 for what is made to order.</param>
public readonly record struct StockState(StockWord Word, long Left)
{
    /// <summary>From so few pieces on they are counted to the shopper.</summary>
    public const int Few = 3;

    public bool CanBeHad => Word is not StockWord.SoldOut;

    internal static StockState Of(long available, bool toOrder, bool byPiece) =>
        toOrder ? new(StockWord.ToOrder, 0)
        : available <= 0 ? new(StockWord.SoldOut, 0)
        : new(byPiece && available <= Few ? StockWord.Last : StockWord.InStock, available);
}

/// <summary>All that a card in a list shows.</summary>
public sealed record ProductCard
{
    public required Guid Id { get; init; }

    /// <summary>Its name in addresses, within the shop.</summary>
    public required string Handle { get; init; }

    public required string ShopSlug { get; init; }

    public required string ShopName { get; init; }

    /// <summary>The shop's tint, for the tile that stands in for a missing photo.</summary>
    public required string Tint { get; init; }

    public required Wording Name { get; init; }

    /// <summary>The lowest price of its variants, VAT included: of a piece, or of one <see cref="Per"/>.</summary>
    public required Money Price { get; init; }

    /// <summary>True when other variants cost more: "from".</summary>
    public bool From { get; init; }

    /// <summary>The unit that <see cref="Price"/> is for; null when it is for a piece.</summary>
    public Unit? Per { get; init; }

    /// <summary>The price per kg, l, m or piece of its contents; null when that says nothing new.</summary>
    public UnitPrice? UnitPrice { get; init; }

    /// <summary>The announced reduction of the shown price, with the lowest of the 30 days before it.</summary>
    public PriceReduction? Reduction { get; init; }

    public Photo? Photo { get; init; }

    public required StockState Stock { get; init; }

    /// <summary>False while the shop is paused or on holiday.</summary>
    public bool ShopTakesOrders { get; init; }

    /// <summary>To the nearest store where it can be had (else of the shop); null when no point was given.</summary>
    public long? Metres { get; init; }

    /// <summary>Of the variant whose price is shown.</summary>
    public required string Sku { get; init; }

    /// <inheritdoc cref="Sku"/>
    public string? Gtin { get; init; }

    /// <summary>Sold from this age on; 0 when there is no limit.</summary>
    public int AgeLimit { get; init; }
}
