using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Payments;

/// <summary>The ways in which a shop is paid. Card and mobile money come as further methods.</summary>
/// <param name="InStore">Pay when collecting.</param>
/// <param name="OnDelivery">Pay the shop's courier.</param>
/// <param name="Transfer">Bank transfer to this account; null when not taken.</param>
public sealed record WaysOfPaying(bool InStore = false, bool OnDelivery = false, BankAccount? Transfer = null)
{
    public static readonly WaysOfPaying None = new();
}

/// <summary>The account that a transfer goes to (ISO 13616).</summary>
public sealed record BankAccount(string Holder, string Iban, string Bic = "");

internal sealed class PaymentTermsRow
{
    public required Guid ShopId { get; init; }

    public required WaysOfPaying Ways { get; set; }
}

/// <summary>Money that an order expects, has received or owes back.</summary>
public sealed class Payment
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>The method's code: <c>in-store</c>, <c>on-delivery</c>, <c>transfer</c>.</summary>
    public required string Method { get; init; }

    public required PaymentState State { get; set; }

    /// <summary>Minor units of the order's currency.</summary>
    public required long Amount { get; set; }

    /// <summary>What was paid too much and is owed back.</summary>
    public long OwedBack { get; set; }

    /// <summary>What has been given back.</summary>
    public long Refunded { get; set; }

    /// <summary>The bank reference (ISO 11649) of a transfer.</summary>
    public string? Reference { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReceivedAt { get; set; }
}

public enum PaymentState
{
    Expected,
    Received,
    Void,
}

internal sealed class PaymentTables : IEntityTypeConfiguration<PaymentTermsRow>, IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<PaymentTermsRow> builder)
    {
        builder.ToTable("shop_payment").HasKey(p => p.ShopId);
        builder.Property(p => p.Ways).HasJson();
    }

    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments").HasKey(p => new { p.ShopId, p.Id });
        builder.HasIndex(p => new { p.ShopId, p.OrderId }).IsUnique().HasDatabaseName("payments_order");
    }
}
