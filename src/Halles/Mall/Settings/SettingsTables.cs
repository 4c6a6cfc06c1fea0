using System.Text.Json.Serialization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Settings;

/// <summary>What one mall is: one row, read at start and whenever the feed says that it changed.</summary>
public sealed record MallSettings
{
    public required string Name { get; init; }

    /// <summary>One sentence under the name on the home page.</summary>
    public LocalText Tagline { get; init; } = [];

    /// <summary>Languages of the mall by tag, the first being its own.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The language in which somebody who speaks this one is written to: the mall's own where it does not speak theirs.</summary>
    public string Spoken(string language) => Languages.Contains(language) ? language : Languages[0];

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>IANA name, such as <c>Europe/Paris</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Scheme and host under which the mall is reached; decides cookies, HSTS and links in e-mails.</summary>
    public required string Origin { get; init; }

    public Brand Brand { get; init; } = new();

    /// <summary>Name and brand before they were last changed, to go back to.</summary>
    public BrandKept? BrandBefore { get; init; }

    public MapTiles? Tiles { get; init; }

    /// <summary>Who answers for the mall; shown on the imprint page.</summary>
    public Imprint Imprint { get; init; } = new();

    /// <summary>The town's own point, from which "near me" measures until a shopper says where they are; 0 and 0 is none.</summary>
    public double Latitude { get; init; }

    public double Longitude { get; init; }

    /// <summary>The same as a point; null while it is not set.</summary>
    [JsonIgnore]
    public GeoPoint? Centre => GeoPoint.IsValid(Latitude, Longitude) && (Latitude, Longitude) != (0, 0) ? new GeoPoint(Latitude, Longitude) : null;

    /// <summary>How the town is called where shoppers are asked for a place.</summary>
    public string Town { get; init; } = "";

    /// <summary>Hours within which a shop must accept an order before it is cancelled by the system.</summary>
    public int AcceptWithinHours { get; init; } = 24;

    /// <summary>Unpaid reservations that one person may hold at a time.</summary>
    public int ReservationsPerPerson { get; init; } = 10;

    /// <summary>The same for a guest whose e-mail address is not confirmed.</summary>
    public int ReservationsPerGuest { get; init; } = 4;

    /// <summary>Units of one variant that one person may reserve without paying.</summary>
    public int ReservedUnitsPerVariant { get; init; } = 20;

    /// <summary>People marked as the demo's sign in without a second factor. Never true in a real mall.</summary>
    public bool DemoPeopleNeedNoSecondFactor { get; init; }

    /// <summary>Where e-mails go; while it is null they wait.</summary>
    public Smtp? Mail { get; init; }
}

/// <summary>The mall's own accent, as CSS hex colours, with ink that can be read on it.</summary>
public sealed record Brand(string Accent = "#14523f", string AccentInk = "#ffffff", string AccentDark = "#7fc4a8")
{
    /// <summary>Stands in for the sign of Halles; null for that.</summary>
    public MallLogo? Logo { get; init; }
}

/// <summary>A logo by the hash of its original, with its pixels.</summary>
public sealed record MallLogo(string Media, int Width, int Height);

/// <summary>A name with its brand.</summary>
public sealed record BrandKept(string Name, Brand Brand);

/// <summary>Where map tiles come from, and whom they thank.</summary>
public sealed record MapTiles(string UrlTemplate, string Attribution);

/// <summary>The trader's or operator's identity (in France: loi pour la confiance dans l'économie numérique, art. 6).</summary>
public sealed record Imprint(string Operator = "", string Address = "", string Email = "", string Phone = "", string Director = "", string Host = "")
{
    /// <summary>Everything is there that nothing else can stand for.</summary>
    [JsonIgnore]
    public bool IsFilled => Operator.Length > 0 && Address.Length > 0 && Email.Length > 0 && Phone.Length > 0;
}

/// <summary>An SMTP server (RFC 5321). The user's password is kept elsewhere (see <see cref="Mail.SmtpPassword"/>).</summary>
/// <param name="Tls">Encrypted by STARTTLS (RFC 3207).</param>
/// <param name="From">The sender's address.</param>
public sealed record Smtp(string Host, int Port, bool Tls, string From, string? User = null);

/// <summary>The row that keeps the settings.</summary>
internal sealed class SettingsRow
{
    public int Id { get; init; } = 1;

    public required MallSettings Data { get; set; }

    public long Version { get; set; }
}

internal sealed class SettingsTables : IEntityTypeConfiguration<SettingsRow>
{
    public void Configure(EntityTypeBuilder<SettingsRow> builder)
    {
        builder.ToTable("settings").HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Data).HasJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
