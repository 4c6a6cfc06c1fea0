using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Mail;

/// <summary>An e-mail that was written: sent by a job, and readable on the development page.</summary>
public sealed class MailMessage
{
    public required Guid Id { get; init; }

    public required string To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Tried while no mail server was named; sent once there is one.</summary>
    public bool Waits { get; set; }
}

internal sealed class MailTables : IEntityTypeConfiguration<MailMessage>
{
    public void Configure(EntityTypeBuilder<MailMessage> builder)
    {
        builder.ToTable("mails").HasKey(m => m.Id);
        builder.Property(m => m.To).HasColumnName("recipient");
        builder.HasIndex(m => m.Waits).HasFilter("waits").HasDatabaseName("mails_waits");
        builder.HasIndex(m => m.CreatedAt).HasDatabaseName("mails_created");
    }
}
