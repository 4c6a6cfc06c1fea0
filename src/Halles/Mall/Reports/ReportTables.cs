using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Reports;

/// <summary>What somebody tells the mall of something that they hold to be unlawful or against its terms (Regulation (EU) 2022/2065, art. 16).</summary>
public sealed class Report
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>What people call it by: eight symbols.</summary>
    public required string Code { get; init; }

    public required ReportedThing Subject { get; init; }

    /// <summary>The product that is meant, or whose photo is; null when the shop is.</summary>
    public Guid? ProductId { get; init; }

    /// <summary>Hash of the photo that is meant.</summary>
    public string? Media { get; init; }

    public required ReportReason Reason { get; init; }

    /// <summary>Why, in the words of who reports.</summary>
    public required string Words { get; init; }

    /// <summary>Who reports; empty when they are forgotten, or need not say it.</summary>
    public required string Name { get; init; }

    /// <summary>Where to write, in lower case.</summary>
    public string? Email { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>The language of the page on which they wrote.</summary>
    public required string Language { get; init; }

    /// <summary>What was shown at the moment of the report; null once it is forgotten.</summary>
    public required Evidence? Evidence { get; init; }

    public ReportState State { get; set; } = ReportState.Waiting;

    /// <summary>What holds now because of it.</summary>
    public ReportMeasure Measure { get; set; } = ReportMeasure.None;

    public required DateTimeOffset At { get; init; }

    /// <summary>When it was last decided on.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>What a report is about.</summary>
public enum ReportedThing
{
    Product,
    Photo,
    Shop,
}

/// <summary>Why something is reported.</summary>
public enum ReportReason
{
    Dangerous,
    Prohibited,
    Counterfeit,
    Misleading,
    Hateful,
    Privacy,

    /// <summary>Sexual abuse of children: the one reason for which nobody has to say who they are (art. 16(2)(c)).</summary>
    Children,
    Other,
}

public enum ReportState
{
    Waiting,
    Decided,

    /// <summary>Decided, and one side objects.</summary>
    Appealed,
}

/// <summary>What the mall does about a report.</summary>
public enum ReportMeasure
{
    None,
    PhotoRemoved,
    ProductWithdrawn,
    ShopSuspended,
}

/// <summary>What a measure rests on.</summary>
public enum Ground
{
    None,
    Law,
    Terms,
}

/// <summary>Who else than the mall has a say.</summary>
public enum ReportSide
{
    Reporter,
    Shop,
}

/// <summary>A decision with its reasons (art. 17). People take it, never a program. It stays as it was told.</summary>
public sealed class ReportDecision
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required ReportMeasure Measure { get; init; }

    /// <summary>What held before it.</summary>
    public required ReportMeasure Before { get; init; }

    public required Ground Ground { get; init; }

    /// <summary>The article of the law, or the place in the terms.</summary>
    public required string Rule { get; init; }

    /// <summary>What was found, for both sides to read.</summary>
    public required string Facts { get; init; }

    public required Guid Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it takes something from the shop, or gives it back.</summary>
    public bool ConcernsShop => Measure is not ReportMeasure.None || Before is not ReportMeasure.None;
}

/// <summary>A complaint about a decision (art. 20); the decision that followed answers it.</summary>
public sealed class ReportAppeal
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required Guid DecisionId { get; init; }

    public required ReportSide Side { get; init; }

    public required string Words { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The decision that answers it; null while it waits.</summary>
    public Guid? AnswerId { get; set; }
}

/// <summary>What shoppers were shown of a shop or a product at one moment.</summary>
public sealed record Evidence
{
    /// <summary>Where it was seen: a path without its language.</summary>
    public required string Path { get; init; }

    public required string Shop { get; init; }

    /// <summary>The product's name; the shop's sentence about itself where the shop is meant.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The product's description; the shop's story.</summary>
    public required LocalText Text { get; init; }

    /// <summary>Words on safety; those on returns.</summary>
    public LocalText More { get; init; } = [];

    public string? Maker { get; init; }

    /// <summary>Numbers and prices of what was offered, in minor units.</summary>
    public IReadOnlyList<EvidenceOffer> Offers { get; init; } = [];

    /// <summary>Hashes of the photos, in order.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    public LegalIdentity? Trader { get; init; }
}

/// <summary>What was offered at what price.</summary>
public sealed record EvidenceOffer(string Sku, string? Gtin, long Price);

internal sealed class ReportTables : IEntityTypeConfiguration<Report>, IEntityTypeConfiguration<ReportDecision>, IEntityTypeConfiguration<ReportAppeal>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("reports").HasKey(r => new { r.ShopId, r.Id });
        builder.HasIndex(r => r.Id).IsUnique().HasDatabaseName("reports_id");
        builder.HasIndex(r => r.Code).IsUnique().HasDatabaseName("reports_code");
        builder.HasIndex(r => new { r.State, r.At }).HasDatabaseName("reports_state");
        builder.HasIndex(r => r.Email).HasDatabaseName("reports_email");
        builder.Property(r => r.Evidence).HasJson();
    }

    public void Configure(EntityTypeBuilder<ReportDecision> builder)
    {
        builder.ToTable("report_decisions").HasKey(d => new { d.ShopId, d.Id });
        builder.HasIndex(d => new { d.ShopId, d.ReportId }).HasDatabaseName("report_decisions_report");
    }

    public void Configure(EntityTypeBuilder<ReportAppeal> builder)
    {
        builder.ToTable("report_appeals").HasKey(a => new { a.ShopId, a.Id });
        builder.HasIndex(a => new { a.ShopId, a.DecisionId, a.Side }).IsUnique().HasDatabaseName("report_appeals_once");
        builder.HasIndex(a => new { a.ShopId, a.ReportId }).HasDatabaseName("report_appeals_report");
    }
}
