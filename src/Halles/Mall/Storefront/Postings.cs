using System.Collections.Concurrent;

namespace Halles.Mall.Storefront;

/// <summary>
/// Which products a word finds, for the words that people ask for: read from the text index once, until a text changes. Stock
/// and prices change all day and are not in it.
/// </summary>
internal sealed class Postings
{
    private const long MostKeys = 4_000_000, Overhead = 32; // 16 MB
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
        if (Interlocked.Add(ref kept.Keys, keys.Length + Overhead) > MostKeys)
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
