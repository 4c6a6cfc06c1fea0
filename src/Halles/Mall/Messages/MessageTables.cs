using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Messages;

/// <summary>A message between a shopper and a shop about an order.</summary>
public sealed class Message
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required bool FromShop { get; init; }

    /// <summary>Who wrote it, when they have an account.</summary>
    public Guid? PersonId { get; init; }

    public required string Text { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the other side opened it.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class MessageTables : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages").HasKey(m => new { m.ShopId, m.Id });
        builder.HasIndex(m => new { m.ShopId, m.OrderId, m.Id }).HasDatabaseName("messages_order");
    }
}
