using System.Collections.Concurrent;

namespace Halles.Kernel;

/// <summary>Keeps what texts were parsed into, for texts that come again and again on hot paths. Empties itself when it grows.</summary>
public sealed class ParseCache<T>(Func<string, T> parse, int most = 10_000)
{
    private readonly ConcurrentDictionary<string, T> _parsed = new(StringComparer.Ordinal);

    /// <summary>What the text says; the value is shared and must not be changed.</summary>
    public T Of(string text)
    {
        if (_parsed.TryGetValue(text, out var kept))
        {
            return kept;
        }

        if (_parsed.Count >= most)
        {
            _parsed.Clear();
        }

        return _parsed.GetOrAdd(text, parse);
    }
}
