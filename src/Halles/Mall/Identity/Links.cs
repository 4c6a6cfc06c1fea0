using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>Tokens sent by e-mail: single use, and few an hour for one address.</summary>
internal static class Links
{
    private const int MostAnHour = 5;

    /// <summary>How long a link works.</summary>
    public static TimeSpan Life(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SignIn => TimeSpan.FromMinutes(15),
        LinkPurpose.ResetPassword => TimeSpan.FromHours(1),
        LinkPurpose.ConfirmEmail => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(7),
    };

    /// <summary>A new token; null when the address had its share of this hour, and is not to be flooded.</summary>
    public static string? New(WriteSession session, LinkPurpose purpose, string email, Guid? person, Guid? shop = null, string? role = null)
    {
        var hourAgo = session.Now - TimeSpan.FromHours(1);
        if (email.Length > 0 && session.Db.Set<EmailLink>().Count(l => l.Email == email && l.Purpose == purpose && l.CreatedAt > hourAgo) >= MostAnHour)
        {
            return null;
        }

        var token = Tokens.New();
        session.Db.Add(new EmailLink
        {
            TokenHash = Tokens.Hash(token),
            Purpose = purpose,
            Email = email,
            PersonId = person,
            ShopId = shop,
            Role = role,
            CreatedAt = session.Now,
            ExpiresAt = session.Now + Life(purpose),
        });
        return token;
    }

    /// <summary>The link of a token while it can be used; null otherwise.</summary>
    public static EmailLink? Look(MallDb db, string? token, DateTimeOffset now, params LinkPurpose[] purposes)
    {
        var hash = Tokens.Hash(token ?? "");
        return db.Set<EmailLink>().SingleOrDefault(l => l.TokenHash == hash) is { UsedAt: null } link && link.ExpiresAt > now && purposes.Contains(link.Purpose) ? link : null;
    }

    /// <summary>Uses a link up: of two at once, one gets it.</summary>
    public static Result<EmailLink> Take(WriteSession session, string? token, params LinkPurpose[] purposes) =>
        Look(session.Db, token, session.Now, purposes) is { } link
        && session.Sql.Execute("UPDATE email_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL", link.TokenHash, session.Now) == 1
            ? link
            : IdentityProblems.LinkSpent;

    /// <summary>Spoils the links of a purpose that were sent for a person.</summary>
    public static void Spoil(WriteSession session, Guid person, params LinkPurpose[] purposes)
    {
        foreach (var purpose in purposes)
        {
            session.Sql.Execute("UPDATE email_links SET used_at = $3 WHERE person_id = $1 AND purpose = $2 AND used_at IS NULL", person, purpose, session.Now);
        }
    }
}
