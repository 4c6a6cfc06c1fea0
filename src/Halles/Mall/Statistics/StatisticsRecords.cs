namespace Halles.Mall.Statistics;

/// <summary>Days on the mall's clock, both included.</summary>
public sealed record Period(DateOnly From, DateOnly To)
{
    /// <summary>The most days that are looked at together.</summary>
    public const int Most = 366;

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>So many days up to one.</summary>
    public static Period Last(int days, DateOnly to) => new(to.AddDays(1 - days), to);
}

/// <summary>From looking to having. Money in minor units of the mall's currency, VAT included.</summary>
/// <param name="Views">Times that a product's page was shown to a person, as far as can be told.</param>
/// <param name="Baskets">Times that a product came into a basket.</param>
/// <param name="Orders">Orders placed; of a product, those that it is in.</param>
/// <param name="HandedOver">Of these, those whose goods the shopper has got.</param>
/// <param name="Sold">What they cost, without orders whose goods stayed at the shop; of a product, its lines.</param>
public readonly record struct Funnel(long Views, long Baskets, long Orders, long HandedOver, long Sold)
{
    public static Funnel operator +(Funnel a, Funnel b) =>
        new(a.Views + b.Views, a.Baskets + b.Baskets, a.Orders + b.Orders, a.HandedOver + b.HandedOver, a.Sold + b.Sold);
}

/// <summary>A day's figures; orders count on the day on which they were placed.</summary>
public sealed record DayFigures(DateOnly Day, Funnel Funnel);

/// <summary>A product's figures.</summary>
/// <param name="Name">In the wanted language, else its own.</param>
/// <param name="Language">The language of the name.</param>
public sealed record ProductFigures(Guid Id, string Name, string Language, string Handle, Funnel Funnel);

/// <summary>A store's figures. What is looked at, or lies in a basket, is of no store yet.</summary>
public sealed record StoreFigures(Guid Id, string Name, Funnel Funnel);

/// <summary>A shop's figures of a period.</summary>
/// <param name="Days">Each day of it, the first first.</param>
/// <param name="Products">Those with any figure, in no order.</param>
public sealed record ShopFigures(Funnel Whole, IReadOnlyList<DayFigures> Days, IReadOnlyList<StoreFigures> Stores, IReadOnlyList<ProductFunnel> Products);

/// <summary>A product's figures without its name.</summary>
public readonly record struct ProductFunnel(Guid Id, Funnel Funnel);
