using System.Collections.Concurrent;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Identity;

/// <summary>
/// Finds who is behind a cookie or an API key. What was found is kept in memory, so that a page view costs no query, and
/// dropped when the change feed says that the person has changed (this node's own writes drop it at once).
/// </summary>
public sealed class Callers
{
    private const int Most = 50_000;

    // Even if the feed should fall silent, nobody is believed for longer than this.
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(5);

    // The last visit is written at most this often.
    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(5);

    private readonly MallDatabase _database;
    private readonly MallWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private long _forgotten;

    public Callers(MallDatabase database, MallWriter writer, ChangeFollower follower, TimeProvider clock)
    {
        (_database, _writer, _clock) = (database, writer, clock);
        follower.Tell(change =>
        {
            if (Concerns(change) is { } which)
            {
                Forget(which);
            }
        });
    }

    /// <summary>Who holds a session token; null when nobody does.</summary>
    public Caller? OfSession(string token) => Find("s" + token, sql => CallerReader.OfSession(sql, token, _clock.GetUtcNow()));

    /// <summary>Who holds an API key; null when nobody does.</summary>
    public Caller? OfKey(string key) => Find("k" + key, sql => CallerReader.OfKey(sql, key));

    /// <summary>Drops what is known of a person.</summary>
    public void Forget(Guid person) => Forget(k => k.Caller.PersonId == person);

    private void Forget(Func<Known, bool> which)
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var (token, known) in _known)
        {
            if (which(known))
            {
                _known.TryRemove(token, out _);
            }
        }
    }

    private Caller? Find(string token, Func<SqlSession, Known?> read)
    {
        var now = _clock.GetUtcNow();
        if (!_known.TryGetValue(token, out var known) || known.TrustedUntil <= now)
        {
            var before = Interlocked.Read(ref _forgotten);
            known = _database.Read(read);
            if (known is null)
            {
                return null;
            }

            var visit = known.Caller.Seats.Min(s => s.VisitEndsAt);
            known = known with { TrustedUntil = visit < now + Trust ? visit.Value : now + Trust };
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            if (Interlocked.Read(ref _forgotten) == before) // what was read may be old news already
            {
                _known[token] = known;
            }
        }

        if (known.ExpiresAt <= now)
        {
            return null;
        }

        if (now - known.SeenAt >= Touch)
        {
            _known.TryUpdate(token, known with { SeenAt = now, ExpiresAt = known.Caller.KeyId is null ? now + Life(known.Caller) : known.ExpiresAt }, known);
            _ = See(token[1..], known.Caller); // nobody waits for it: a page is shown even when the mall cannot write
        }

        return known.Caller;
    }

    private static TimeSpan Life(Caller caller) => caller.IsStaff ? Sessions.StaffLife : Sessions.ShopperLife;

    private Task See(string token, Caller caller)
    {
        var hash = Tokens.Hash(token);
        return _writer.Write<int>(s => caller.KeyId is null
            ? s.Sql.Execute("UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE token_hash = $1", hash, s.Now, s.Now + Life(caller))
            : s.Sql.Execute("UPDATE api_keys SET last_used_at = $2 WHERE hash = $1", hash, s.Now));
    }

    private static Func<Known, bool>? Concerns(Change change) => change.Topic switch
    {
        Topic.Person => k => k.Caller.PersonId == change.Subject,
        Topic.Shop => k => k.Caller.Seats.Any(s => s.ShopId == change.Subject), // its name in addresses
        Topic.Settings => _ => true, // whether the demo's people need a second factor
        _ => null,
    };

    internal sealed record Known(Caller Caller, DateTimeOffset SeenAt, DateTimeOffset ExpiresAt, DateTimeOffset TrustedUntil = default);
}
