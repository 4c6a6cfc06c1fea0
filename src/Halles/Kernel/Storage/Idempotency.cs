using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Halles.Kernel.Storage;

/// <summary>
/// An idempotency key in the scope of a person (or guest) and a route (draft-ietf-httpapi-idempotency-key-header). It
/// binds when its outcome is committed: the same key and body then give the same answer; a refusal binds nothing.
/// </summary>
/// <param name="Scope">Who and which route, such as <c>person:… place-purchase</c>.</param>
/// <param name="Key">The key that the caller chose.</param>
/// <param name="Body">A digest of what was asked, to tell a retry from another request under the same key.</param>
public sealed record IdempotencyKey(string Scope, string Key, string Body)
{
    /// <summary>The longest key that is taken.</summary>
    public const int MostLength = 200;

    /// <summary>A key for a request whose content is this text.</summary>
    public static IdempotencyKey For(string scope, string key, string content) =>
        new(scope, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));

    /// <summary>What must be locked so that two in flight wait for one another.</summary>
    public LockKey Lock => LockKey.Of(LockKind.Key, Scope, Key);
}

/// <summary>Does work once per key, in the transaction of the work itself.</summary>
internal static class Idempotency
{
    /// <summary>The committed answer of this key, or the work's own, which is then kept under the key.</summary>
    /// <param name="binds">Whether an outcome binds the key; a refusal that leaves something behind does not.</param>
    public static Result<T> Once<T>(this WriteSession session, IdempotencyKey key, Func<Result<T>> work, Func<T, bool>? binds = null)
    {
        using (var kept = session.Sql.Query("SELECT body, outcome FROM idempotency_keys WHERE scope = $1 AND idempotency_key = $2", key.Scope, key.Key))
        {
            if (kept.Read())
            {
                return kept.Text(0) == key.Body ? JsonSerializer.Deserialize<T>(kept.Text(1), Json.Stored)! : StorageProblems.KeyReused;
            }
        }

        var result = work();
        if (result.Ok && (binds is null || binds(result.Value)))
        {
            session.Later.Add(
                "INSERT INTO idempotency_keys (scope, idempotency_key, body, outcome, at) VALUES ($1, $2, $3, $4, $5)",
                key.Scope, key.Key, key.Body, JsonSerializer.Serialize(result.Value, Json.Stored), session.Now);
        }

        return result;
    }
}
