using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Orders;

/// <summary>What the shopper placed and pays for; it has one order per shop.</summary>
public sealed class Purchase
{
    public required Guid Id { get; init; }

    /// <summary>Who placed it; null for a guest.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>Hash of the token in the guest's link.</summary>
    public required byte[] LinkHash { get; init; }

    public required Contact Contact { get; set; }

    /// <summary>The language in which the shopper is written to.</summary>
    public required string Language { get; init; }

    public required string Currency { get; init; }

    public required long Total { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }
}

/// <summary>How the shopper can be reached.</summary>
public sealed record Contact(string Name, string Email, string Phone);

/// <summary>The part of a purchase that one shop fulfils. Amounts in minor units of <see cref="Currency"/>, VAT included.</summary>
public sealed class Order
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid PurchaseId { get; init; }

    public Guid? PersonId { get; set; }

    /// <summary>Under whom unpaid orders are counted: the person, or for a guest a code made from their e-mail address.</summary>
    public required Guid Buyer { get; init; }

    /// <summary>Eight Crockford characters that people read out; unique over the mall.</summary>
    public required string Code { get; init; }

    public required OrderState State { get; set; }

    public required FulfilmentKind Fulfilment { get; init; }

    /// <summary>The store that prepares it, and where it is collected.</summary>
    public required Guid StoreId { get; init; }

    /// <summary>Where it is delivered or shipped; null when collected, and after an erasure.</summary>
    public Address? Address { get; set; }

    /// <summary>When it will be ready, as told to the shopper.</summary>
    public required DateTimeOffset ReadyBy { get; init; }

    public required Contact Contact { get; set; }

    /// <summary>The shopper's note to the shop.</summary>
    public string? Note { get; set; }

    public required string Language { get; init; }

    public required string Currency { get; init; }

    public required long Goods { get; set; }

    /// <summary>Fee of delivery or shipping.</summary>
    public required long DeliveryFee { get; set; }

    public required long Total { get; set; }

    /// <summary>VAT inside the total.</summary>
    public required long Vat { get; set; }

    /// <summary>The VAT rate on the delivery fee, frozen, in basis points.</summary>
    public required int DeliveryRate { get; init; }

    /// <summary>The zone's terms as they were, so that refusing a line computes the fee again from them.</summary>
    public required DeliveryTerms Delivery { get; init; }

    /// <summary>Payment method's code.</summary>
    public required string PaymentMethod { get; init; }

    public required bool Paid { get; set; }

    /// <summary>Six Crockford characters shown at the counter.</summary>
    public required string PickupCode { get; init; }

    /// <summary>Commission rate in basis points, frozen when placed.</summary>
    public required int CommissionRate { get; init; }

    public string? Tracking { get; set; }

    public CancelledBy? CancelledBy { get; set; }

    public string? CancelReason { get; set; }

    /// <summary>Why the shopper wants to return it.</summary>
    public string? ReturnReason { get; set; }

    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Accepted by then, or cancelled by the system.</summary>
    public required DateTimeOffset AcceptBy { get; init; }

    /// <summary>When the shop is reminded to accept; null once it was.</summary>
    public DateTimeOffset? RemindAt { get; set; }

    /// <summary>When an unpaid hold ends; null when it does not, or has.</summary>
    public DateTimeOffset? HoldUntil { get; set; }

    public DateTimeOffset? ReadyAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }

    /// <summary>Whether it ended unpaid with the goods still at the shop, so that its total is asked of nobody.</summary>
    public bool NothingToPay => !Paid && OrderStates.EndsWithoutGoods(State);

    /// <summary>What it costs the shopper as it stands, in minor units.</summary>
    public long Charged => NothingToPay ? 0 : Total;
}

/// <summary>The states of an order; the edges between them stand in <c>OrderStates</c>.</summary>
public enum OrderState
{
    Placed,
    Accepted,
    Preparing,
    Ready,
    OutForDelivery,
    Shipped,
    Collected,
    Delivered,
    NotCollected,
    ReturnedUndelivered,
    Cancelled,
    ReturnAsked,
    ReturnRefused,
    ReturnAgreed,
    ReturnWithdrawn,
    ReturnReceived,
    Refunded,
}

public enum CancelledBy
{
    Shopper,
    Shop,
    System,
}

/// <summary>One line of an order with all that it was sold as, kept for ever.</summary>
public sealed class OrderLine
{
    public required Guid ShopId { get; init; }

    public required Guid OrderId { get; init; }

    public required int Number { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid VariantId { get; init; }

    public required string Sku { get; init; }

    public string? Gtin { get; init; }

    /// <summary>As it was called in the shopper's language.</summary>
    public required string Name { get; init; }

    /// <summary>The chosen options in words, or empty.</summary>
    public required string Choice { get; init; }

    /// <summary>Pieces or steps.</summary>
    public required long Quantity { get; init; }

    public string? StepUnit { get; init; }

    public required int StepSize { get; init; }

    public required bool Weighed { get; init; }

    /// <summary>Price of a piece, or of one kg, l or m.</summary>
    public required long UnitPrice { get; init; }

    /// <summary>Of the quantity, what was refused or physically gone; all of it when the line's state says so.</summary>
    public long Missing { get; set; }

    /// <summary>Pieces or steps that are still to be had: what pages, slips and lists show.</summary>
    public long Left => Quantity - Missing;

    /// <summary>What the line costs now: for weighed goods what the asked weight costs, until the final weight is known.</summary>
    public required long Total { get; set; }

    /// <summary>For weighed goods the most that is charged, as agreed, or as paid; null for others.</summary>
    public long? Most { get; set; }

    /// <summary>Weight or length that was handed over, in units of <see cref="StepUnit"/>.</summary>
    public long? FinalAmount { get; set; }

    /// <summary>What promotions took off the whole line when it was placed; empty when none did.</summary>
    public IReadOnlyList<LineDiscount> Discounts { get; init; } = [];

    /// <summary>What each of them takes off what is left of the line.</summary>
    public IReadOnlyList<LineDiscount> DiscountsNow => LineDiscount.Of(Discounts, Kept);

    internal KeptLine Kept => new(UnitPrice, Quantity, Missing, StepUnit, StepSize, Most, FinalAmount, Weight, TaxRate, LineDiscount.Sum(Discounts));

    public required string TaxCategory { get; init; }

    /// <summary>VAT rate in basis points, of the day on which it was placed.</summary>
    public required int TaxRate { get; init; }

    /// <summary>Grams, for shipping.</summary>
    public required int Weight { get; init; }

    public required int AgeLimit { get; init; }

    /// <summary>False for goods made to order, which hold no stock.</summary>
    public required bool Held { get; init; }

    public required LineState State { get; set; }

    public string? Reason { get; set; }
}

public enum LineState
{
    Ordered,
    Refused,

    /// <summary>The goods were physically gone.</summary>
    Shortfall,
}

/// <summary>One step of an order's life; append-only.</summary>
public sealed class OrderEvent
{
    public required Guid ShopId { get; init; }

    public required Guid OrderId { get; init; }

    public required int Number { get; init; }

    public required OrderEventKind Kind { get; init; }

    public OrderState? From { get; init; }

    public OrderState? To { get; init; }

    public required CancelledBy By { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>Without personal data.</summary>
    public string? Details { get; init; }

    public required DateTimeOffset At { get; init; }
}

public enum OrderEventKind
{
    Step,
    LineRefused,
    WeightEntered,
    Shortfall,
    Paid,
    OwedBack,
    Refunded,
    Reminded,
}

internal sealed class OrderTables : IEntityTypeConfiguration<Purchase>, IEntityTypeConfiguration<Order>, IEntityTypeConfiguration<OrderLine>, IEntityTypeConfiguration<OrderEvent>
{
    public void Configure(EntityTypeBuilder<Purchase> builder)
    {
        builder.ToTable("purchases").HasKey(p => p.Id);
        builder.Property(p => p.Contact).HasJson();
        builder.HasIndex(p => p.PersonId).HasDatabaseName("purchases_person");
        builder.HasIndex(p => p.LinkHash).IsUnique().HasDatabaseName("purchases_link");
    }

    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("orders").HasKey(o => new { o.ShopId, o.Id });
        builder.Property(o => o.Address).HasJson();
        builder.Property(o => o.Contact).HasJson();
        builder.Property(o => o.Delivery).HasJson();
        builder.HasIndex(o => o.Code).IsUnique().HasDatabaseName("orders_code");
        builder.HasIndex(o => o.PurchaseId).HasDatabaseName("orders_purchase");
        builder.HasIndex(o => new { o.ShopId, o.State, o.PlacedAt }).HasDatabaseName("orders_state");
        builder.HasIndex(o => new { o.Buyer, o.ShopId, o.Id }).HasDatabaseName("orders_buyer");
        builder.HasIndex(o => o.RemindAt).HasFilter("remind_at IS NOT NULL").HasDatabaseName("orders_remind_at");
        builder.HasIndex(o => new { o.ShopId, o.PickupCode }).HasFilter("ended_at IS NULL").HasDatabaseName("orders_pickup");
        builder.HasIndex(o => o.HoldUntil).HasFilter("hold_until IS NOT NULL").HasDatabaseName("orders_hold_until");
        builder.HasIndex(o => o.AcceptBy).HasFilter("state = 'Placed'").HasDatabaseName("orders_accept_by");
        builder.Property(o => o.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        builder.Ignore(l => l.Left).Ignore(l => l.DiscountsNow).ToTable("order_lines").HasKey(l => new { l.ShopId, l.OrderId, l.Number });
        builder.Property(l => l.Discounts).HasJson();
    }

    public void Configure(EntityTypeBuilder<OrderEvent> builder)
    {
        builder.ToTable("order_events").HasKey(e => new { e.ShopId, e.OrderId, e.Number });
        builder.HasIndex(e => new { e.ShopId, e.At }).HasDatabaseName("order_events_at");
        builder.Property(e => e.From).HasColumnName("from_state");
        builder.Property(e => e.To).HasColumnName("to_state");
    }
}
