using System.Text;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;

namespace Halles.Mall.Baskets;

/// <summary>Under whom orders are kept and counted: an account by its id, a guest by their address, which is not to be read there.</summary>
public static class Buyers
{
    /// <summary>Under what a guest's orders are found by their address.</summary>
    public static Guid Guest(Secret secret, string email) =>
        new(secret.Mac("buyer", Encoding.UTF8.GetBytes(email.ToLowerInvariant())).AsSpan(0, 16), bigEndian: true);

    /// <summary>
    /// All under which one person may have ordered, themselves first: an account, and as a guest the address that it has
    /// confirmed; or the address of a guest, and the account that has confirmed it. None for a guest without an address.
    /// </summary>
    /// <param name="email">A guest's.</param>
    public static IReadOnlyList<Guid> Of(SqlSession sql, Secret secret, Guid? person, string? email)
    {
        if (person is { } id)
        {
            return [id, .. sql.List("SELECT email FROM people WHERE id = $1 AND email_confirmed_at IS NOT NULL", r => Guest(secret, r.Text(0)), id)];
        }

        return EmailAddress.TryParse(email, out var address, out _)
            ? [Guest(secret, address.Key), .. sql.List("SELECT id FROM people WHERE email = $1 AND email_confirmed_at IS NOT NULL", r => r.Id(0), address.Key)]
            : [];
    }
}
