using System.Collections.Concurrent;

namespace Halles.Mall.Storefront;

/// <summary>
/// Which products a word finds, for the words that people ask for: read from the text index once, until a text changes. Stock
/// and prices change all day and are not in it.
/// </summary>
/// <param name="most">How many keys are kept, four bytes each: 96 MB, which only a mall of a million products fills.</param>
internal sealed class Postings(long most = 24_000_000)
{
    private const long Overhead = 32; // keys that a list's place in memory is worth
    private Kept _kept = new();

    /// <summary>The postings, rising, for what the index is asked; read when they are not there.</summary>
    public int[] Of(string asked, Func<int[]> read)
    {
        // What is read meanwhile goes to the lists that stood before it: they are dropped with every change.
        var kept = Volatile.Read(ref _kept);
        if (kept.Lists.TryGetValue(asked, out var keys))
        {
            return keys;
        }

        keys = read();
        kept.Lists[asked] = keys;
        if (Interlocked.Add(ref kept.Keys, keys.Length + Overhead) > most)
        {
            Interlocked.CompareExchange(ref _kept, new Kept(), kept);
        }

        return keys;
    }

    /// <summary>After texts were written and committed.</summary>
    public void Forget() => Volatile.Write(ref _kept, new Kept());

    private sealed class Kept
    {
        public long Keys;

        public ConcurrentDictionary<string, int[]> Lists { get; } = new(StringComparer.Ordinal);
    }
}
