using System.Collections.Frozen;

namespace Halles.Kernel.Text;

/// <summary>
/// The few words that say nothing about goods, folded. Short on purpose: French "the" is tea, and "sans" or "without"
/// decides what somebody wants.
/// </summary>
public static class StopWords
{
    public static readonly FrozenSet<string> None = FrozenSet<string>.Empty;

    public static readonly FrozenSet<string> French = Of("a au aux ce ces cet cette d de des du en et l la le les ou par pour qui que sur un une");

    public static readonly FrozenSet<string> English = Of("a an and at by for from in is it of on or that the this to");

    private static FrozenSet<string> Of(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
