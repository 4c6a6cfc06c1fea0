using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Identity;

/// <summary>
/// Somebody of the mall's staff acts for a shop at its desk, to help: in one session, for an hour, as a manager would, so that
/// team, keys and the account for payouts stay out of reach. Coming, going and each change in between stand in the audit, which
/// the shop reads.
/// </summary>
public sealed class ShopVisits(MallWriter writer, Callers callers, TimeProvider clock)
{
    /// <summary>How long a visit lasts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private const int LongestReason = 200;

    /// <summary>Begins a visit, and ends another one of this session.</summary>
    /// <param name="reason">Why, for the shop to read.</param>
    public async Task<Result<Done>> Enter(Caller caller, Guid shop, string? reason)
    {
        var check = new FieldChecks();
        var words = check.Text("visit", reason, LongestReason);
        var refused = !caller.May(Permission.EnterShops) || caller.SessionId is null ? IdentityProblems.Forbidden
            : caller.ProvedRecently(clock.GetUtcNow()) ? check.Problem
            : IdentityProblems.ProveAgain;
        return refused ?? await Write(caller, s =>
        {
            if (s.Sql.Scalar<long>("SELECT count(*) FROM shops WHERE id = $1", shop) == 0)
            {
                return IdentityProblems.None;
            }

            s.Sql.Execute("UPDATE sessions SET visited_shop = $2, visit_ends_at = $3 WHERE id = $1", caller.SessionId, shop, s.Now + Lasts);
            s.Audit(new AuditEntry(caller.PersonId, "enter-shop", shop, shop, words));
            return default(Done);
        }).ConfigureAwait(false);
    }

    /// <summary>Ends the visit of this session; nothing to do where there is none.</summary>
    public Task<Result<Done>> Leave(Caller caller, Guid shop) => Write(caller, s =>
    {
        if (s.Sql.Execute("UPDATE sessions SET visited_shop = NULL, visit_ends_at = NULL WHERE id = $1 AND visited_shop = $2", caller.SessionId, shop) == 1)
        {
            s.Audit(new AuditEntry(caller.PersonId, "leave-shop", shop, shop));
        }

        return default(Done);
    });

    private async Task<Result<Done>> Write(Caller caller, Func<WriteSession, Result<Done>> work)
    {
        var done = await writer.Write(
            s =>
            {
                s.Changed(Topic.Person, Guid.Empty, caller.PersonId);
                return work(s);
            },
            Lane.Office,
            People.Lock(caller.PersonId)).ConfigureAwait(false);
        callers.Forget(caller.PersonId);
        return done;
    }
}
