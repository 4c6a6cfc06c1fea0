using Halles.Kernel.Storage;

namespace Halles.Kernel.Api;

/// <summary>
/// Writes under the caller's idempotency key. The answer is made in the transaction of the write and kept with the key, so
/// a repeat gets the very same, whatever has happened since.
/// </summary>
public sealed class AnswerOnce(MallDatabase database, MallWriter writer)
{
    /// <summary>Does the work and answers when it is durably there; a refusal leaves nothing behind and binds no key.</summary>
    /// <param name="key">Null when the caller sent none.</param>
    /// <param name="answer">Reads what the caller is told, from what the work has left.</param>
    public async Task<Result<TAnswer>> Write<T, TAnswer>(
        IdempotencyKey? key, Func<WriteSession, Result<T>> work, Func<SqlSession, T, TAnswer> answer, Lane lane = Lane.Office, params LockKey[] locks)
    {
        if (key is null)
        {
            var done = await writer.Write(work, lane, locks).ConfigureAwait(false);
            return done.Then(d => database.Read(sql => answer(sql, d))); // nothing is kept, so nobody waits for the reading
        }

        return await writer.WriteOnce(key, s => work(s).Then(d => answer(s.Saved(), d)), lane, locks).ConfigureAwait(false);
    }
}
