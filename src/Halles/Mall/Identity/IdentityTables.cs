using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Halles.Mall.Identity;

/// <summary>Somebody with an account: shopper, shop staff or mall staff alike.</summary>
public sealed class Person
{
    public required Guid Id { get; init; }

    /// <summary>Normalised address; unique. Null after an erasure.</summary>
    public required string? Email { get; set; }

    /// <summary>When the address was shown to be theirs.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; set; }

    public required string Name { get; set; }

    public string? Phone { get; set; }

    /// <summary>The language in which they are written to.</summary>
    public required string Language { get; set; }

    /// <summary>PBKDF2-SHA512 hash; null when they sign in by passkey or link only.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The TOTP secret (RFC 6238), sealed by the mall's secret; in force once <see cref="TotpConfirmedAt"/> is set.</summary>
    public byte[]? TotpSecret { get; set; }

    public DateTimeOffset? TotpConfirmedAt { get; set; }

    /// <summary>The last TOTP time step that was used, so that a code works once.</summary>
    public long TotpLastStep { get; set; }

    /// <summary>Wrong passwords in a row.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Wrong codes in a row, after a right password: counted apart, so that who guesses passwords locks nobody out of their code.</summary>
    public int CodeFailures { get; set; }

    public DateTimeOffset? CodesLockedUntil { get; set; }

    /// <summary>A person of the demo: needs no second factor while the mall's setting says so.</summary>
    public bool Demo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ErasedAt { get; set; }
}

/// <summary>A passkey (WebAuthn Level 3 credential) of a person.</summary>
public sealed class Passkey
{
    public required byte[] CredentialId { get; init; }

    public required Guid PersonId { get; init; }

    public required string Name { get; set; }

    public required byte[] PublicKey { get; init; }

    public required long SignCount { get; set; }

    /// <summary>The rest of what ASP.NET keeps of a passkey, as JSON.</summary>
    public required string Data { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A single-use recovery code, kept as a hash.</summary>
public sealed class RecoveryCode
{
    public required byte[] Hash { get; init; }

    public required Guid PersonId { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A signed-in browser. The cookie carries a random token, of which only the hash is kept.</summary>
public sealed class Session
{
    public required byte[] TokenHash { get; init; }

    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a passkey or TOTP was last shown in this session; null when never.</summary>
    public DateTimeOffset? StrongAt { get; set; }

    /// <summary>When they last proved who they are, for changes that ask again.</summary>
    public required DateTimeOffset ProvedAt { get; set; }

    /// <summary>The shop for which somebody of the mall's staff acts in this session; null when none.</summary>
    public Guid? VisitedShop { get; set; }

    public DateTimeOffset? VisitEndsAt { get; set; }

    /// <summary>Browser and system in words, for the list of sessions.</summary>
    public required string Device { get; init; }
}

/// <summary>A link sent by e-mail: to sign in, confirm an address, reset a password, join a team, or become the first administrator.</summary>
public sealed class EmailLink
{
    public required byte[] TokenHash { get; init; }

    public required LinkPurpose Purpose { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>The address that it was sent to; empty when it was printed for the first administrator.</summary>
    public required string Email { get; init; }

    /// <summary>The shop that an invitation is to; null when it is to the mall's staff.</summary>
    public Guid? ShopId { get; init; }

    /// <summary>The role that an invitation gives: a word of <see cref="ShopRole"/> or <see cref="MallRole"/>.</summary>
    public string? Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

public enum LinkPurpose
{
    SignIn,
    ConfirmEmail,
    ResetPassword,
    FirstAdministrator,
    Join,
}

/// <summary>A person's role in one shop.</summary>
public sealed class Membership
{
    public required Guid ShopId { get; init; }

    public required Guid PersonId { get; init; }

    public required ShopRole Role { get; set; }

    /// <summary>The letters of the shop that they chose to get; null for what their role usually gets.</summary>
    public List<TeamLetter>? Letters { get; set; }

    public required DateTimeOffset Since { get; init; }
}

public enum ShopRole
{
    Clerk,
    Manager,
    Owner,
}

/// <summary>A person's role in the mall's staff.</summary>
public sealed class StaffRole
{
    public required Guid PersonId { get; init; }

    public required MallRole Role { get; init; }

    public required DateTimeOffset Since { get; init; }
}

public enum MallRole
{
    Moderator,
    Finance,
    Administrator,
}

/// <summary>A key of the public API, of a shop or of a person; shown once and kept as a hash.</summary>
public sealed class ApiKey
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>The first characters, to tell keys apart in a list.</summary>
    public required string Prefix { get; init; }

    public required string Name { get; set; }

    /// <summary>The shop that the key acts for; null for a shopper's own key.</summary>
    public Guid? ShopId { get; init; }

    /// <summary>Who made it, and for whom it acts when it is no shop's.</summary>
    public required Guid PersonId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>An address that a person keeps for next time.</summary>
public sealed class SavedAddress
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required string Label { get; set; }

    public required Kernel.Address Address { get; set; }
}

internal sealed class IdentityTables : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Passkey>, IEntityTypeConfiguration<RecoveryCode>,
    IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<EmailLink>, IEntityTypeConfiguration<Membership>, IEntityTypeConfiguration<StaffRole>,
    IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<SavedAddress>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people").HasKey(p => p.Id);
        builder.HasIndex(p => p.Email).IsUnique().HasDatabaseName("people_email");
    }

    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys").HasKey(p => p.CredentialId);
        builder.HasIndex(p => p.PersonId).HasDatabaseName("passkeys_person");
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes").HasKey(c => c.Hash);
        builder.HasIndex(c => c.PersonId).HasDatabaseName("recovery_codes_person");
    }

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions").HasKey(s => s.TokenHash);
        builder.HasIndex(s => s.PersonId).HasDatabaseName("sessions_person");
    }

    public void Configure(EntityTypeBuilder<EmailLink> builder)
    {
        builder.ToTable("email_links").HasKey(l => l.TokenHash);
        builder.HasIndex(l => l.Email).HasDatabaseName("email_links_email");
    }

    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships").HasKey(m => new { m.ShopId, m.PersonId });
        builder.Property(m => m.Letters).HasJson();
        builder.HasIndex(m => m.PersonId).HasDatabaseName("memberships_person");
    }

    public void Configure(EntityTypeBuilder<StaffRole> builder) => builder.ToTable("staff_roles").HasKey(r => new { r.PersonId, r.Role });

    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys").HasKey(k => k.Id);
        builder.HasIndex(k => k.Hash).IsUnique().HasDatabaseName("api_keys_hash");
    }

    public void Configure(EntityTypeBuilder<SavedAddress> builder)
    {
        builder.ToTable("saved_addresses").HasKey(a => a.Id);
        builder.Property(a => a.Address).HasJson();
        builder.HasIndex(a => a.PersonId).HasDatabaseName("saved_addresses_person");
    }
}
