using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>An API key in its owner's list.</summary>
/// <param name="Prefix">Its first characters; the rest was shown once and is kept nowhere.</param>
public sealed record ApiKeyRow(Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>Keys of the public API, of a shop or of a person.</summary>
public sealed class ApiKeys(MallDatabase database, MallWriter writer, Callers callers, TimeProvider clock)
{
    /// <summary>How every key begins, so that scanners for leaked secrets can tell it.</summary>
    public const string Prefix = "hk_";
    private const int PrefixShown = 10;
    private const int Most = 20;
    private const int LongestName = 60;

    /// <summary>The live keys of a shop, or the caller's own, newest first.</summary>
    public List<ApiKeyRow> List(Caller caller, Guid? shop = null)
    {
        using var db = database.Read();
        return [.. Live(db, caller, shop).OrderByDescending(k => k.CreatedAt).Select(k => new ApiKeyRow(k.Id, k.Name, k.Prefix, k.CreatedAt, k.LastUsedAt))];
    }

    /// <summary>Makes a key and answers it, the only time.</summary>
    /// <param name="shop">The shop that it acts for; null for the caller's own.</param>
    public async Task<Result<string>> Create(Caller caller, string? name, Guid? shop = null)
    {
        var word = name?.Trim() ?? "";
        if (word.Length is 0 or > LongestName || word.Any(char.IsControl))
        {
            return IdentityProblems.KeyName.With(LongestName);
        }

        if (Refusal(caller, shop) is { } refused)
        {
            return refused;
        }

        var key = Prefix + Tokens.New();
        return await writer.Write<string>(s =>
        {
            if (Live(s.Db, caller, shop).Count() >= Most)
            {
                return IdentityProblems.KeysMany.With(Most);
            }

            var row = new ApiKey
            {
                Id = s.NewId(),
                Hash = Tokens.Hash(key),
                Prefix = key[..PrefixShown],
                Name = word,
                ShopId = shop,
                PersonId = caller.PersonId,
                CreatedAt = s.Now,
            };
            s.Db.Add(row);
            s.Audit(new AuditEntry(caller.PersonId, "create-key", shop ?? Guid.Empty, row.Id));
            return key;
        }, Lane.Office, People.Lock(shop ?? caller.PersonId)).ConfigureAwait(false);
    }

    /// <summary>Makes a key void at once.</summary>
    public async Task<Result<Done>> Revoke(Caller caller, Guid id, Guid? shop = null)
    {
        if (Refusal(caller, shop) is { } refused)
        {
            return refused;
        }

        var done = await writer.Write<Guid>(s =>
        {
            if (Live(s.Db, caller, shop).SingleOrDefault(k => k.Id == id) is not { } key)
            {
                return IdentityProblems.None;
            }

            key.RevokedAt = s.Now;
            s.Audit(new AuditEntry(caller.PersonId, "revoke-key", shop ?? Guid.Empty, id));
            s.Changed(Topic.Person, Guid.Empty, key.PersonId);
            return key.PersonId;
        }).ConfigureAwait(false);
        if (!done.Ok)
        {
            return done.Problem!;
        }

        callers.Forget(done.Value);
        return default(Done);
    }

    private Problem? Refusal(Caller caller, Guid? shop) =>
        shop is not null && !caller.May(Permission.ManageKeys, shop) ? IdentityProblems.Forbidden
        : !caller.ProvedRecently(clock.GetUtcNow()) ? IdentityProblems.ProveAgain
        : null;

    private static IQueryable<ApiKey> Live(MallDb db, Caller caller, Guid? shop) => shop is null
        ? db.Set<ApiKey>().Where(k => k.ShopId == null && k.PersonId == caller.PersonId && k.RevokedAt == null)
        : db.Set<ApiKey>().Where(k => k.ShopId == shop && k.RevokedAt == null);
}
