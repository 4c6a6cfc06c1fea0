using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Mail;

/// <summary>An e-mail that was written: sent by a job, and readable on the development page while no server is set.</summary>
public sealed class MailMessage
{
    public required Guid Id { get; init; }

    public required string To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }
}

internal sealed class MailTables : IEntityTypeConfiguration<MailMessage>
{
    public void Configure(EntityTypeBuilder<MailMessage> builder)
    {
        builder.ToTable("mails").HasKey(m => m.Id);
        builder.Property(m => m.To).HasColumnName("recipient");
        builder.HasIndex(m => m.CreatedAt).HasDatabaseName("mails_created");
    }
}
