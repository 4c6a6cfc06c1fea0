using Halles.Kernel;

namespace Halles.Mall.Promotions;

/// <summary>A line's pieces, all alike.</summary>
/// <param name="Gain">What a piece saves outside of bundles, in ten-thousandths of a minor unit.</param>
internal readonly record struct BundlePiece(int Line, long Price, long Gain);

/// <summary>A bundle with the lines whose pieces may be in it.</summary>
internal sealed record Bundle(Promotion Promotion, bool[] Covers)
{
    public int Take => Promotion.Take!.Value;

    public int Pay => Promotion.Pay!.Value;
}

/// <summary>How many pieces of a line are in a bundle, and how many of those are free.</summary>
internal readonly record struct Bundled(Promotion Promotion, int Line, long Taken, long Free);

/// <summary>
/// Chooses which pieces make up bundles. Pieces are looked at from the dearest to the cheapest; each stays alone or joins a
/// group that is being filled, whose first pieces are paid and whose last, the cheapest, are free. The best over all ways
/// of doing so is found exactly, within the bounds below; beyond them in portions.
/// </summary>
internal static class BestBundles
{
    /// <summary>The most ways in which groups may stand open at once: two bundles of ten, or four of three.</summary>
    private const int MostStates = 128;

    /// <summary>The most pieces that are weighed against one another, and in how many portions at most: the writer waits for it.</summary>
    private const int MostPieces = 300, MostPortions = 4;

    /// <summary>The most pieces of one line that are; of more, whole groups are made of that line alone.</summary>
    private const int MostAlike = 24;

    private const long Unreached = long.MinValue;

    public static List<Bundled> Of(IReadOnlyList<BundlePiece> lines, IReadOnlyList<long> quantities, IReadOnlyList<Bundle> bundles)
    {
        var found = new List<Bundled>();
        var left = quantities.ToArray();
        foreach (var together in Together(bundles))
        {
            var covered = lines.Where(l => together.Exists(b => b.Covers[l.Line])).OrderByDescending(l => l.Price).ToList();
            Take(found, left, covered.Select(l => OfOneLine(l, left[l.Line], together)).OfType<Bundled>());
            var pieces = covered.SelectMany(l => Enumerable.Repeat(l, (int)Math.Min(left[l.Line], MostAlike)));
            foreach (var portion in pieces.Chunk(MostPieces).Take(MostPortions))
            {
                Take(found, left, Search(portion, together));
            }
        }

        return found;
    }

    private static void Take(List<Bundled> found, long[] left, IEnumerable<Bundled> more)
    {
        foreach (var bundled in more.ToList())
        {
            found.Add(bundled);
            left[bundled.Line] -= bundled.Taken;
        }
    }

    private static IEnumerable<List<Bundle>> Together(IReadOnlyList<Bundle> bundles)
    {
        var (some, states) = (new List<Bundle>(), 1);
        foreach (var bundle in bundles)
        {
            if (states * bundle.Take > MostStates)
            {
                yield return some;
                (some, states) = ([], 1);
            }

            some.Add(bundle);
            states *= bundle.Take;
        }

        if (some.Count > 0)
        {
            yield return some;
        }
    }

    private static Bundled? OfOneLine(BundlePiece line, long quantity, List<Bundle> bundles)
    {
        var best = bundles.Where(b => b.Covers[line.Line]).MaxBy(b => (decimal)(b.Take - b.Pay) / b.Take);
        if (quantity <= MostAlike || best is null || (best.Take - best.Pay) * line.Price * Percentage.Whole <= line.Gain * best.Take)
        {
            return null;
        }

        var groups = (quantity - MostAlike + best.Take - 1) / best.Take;
        return new Bundled(best.Promotion, line.Line, groups * best.Take, groups * (best.Take - best.Pay));
    }

    // A state is how many pieces each bundle's open group has, as one number; at the end no group may stand open.
    private static List<Bundled> Search(BundlePiece[] pieces, List<Bundle> bundles)
    {
        var states = bundles.Aggregate(1, (n, b) => n * b.Take);
        var joined = new byte[pieces.Length, states]; // 0: alone
        var best = new long[states];
        Array.Fill(best, Unreached);
        best[0] = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            var next = new long[states];
            Array.Fill(next, Unreached);
            for (var state = 0; state < states; state++)
            {
                if (best[state] == Unreached)
                {
                    continue;
                }

                Reach(state, best[state] + pieces[i].Gain, 0);
                for (var (b, radix) = (0, 1); b < bundles.Count; radix *= bundles[b].Take, b++)
                {
                    if (bundles[b].Covers[pieces[i].Line])
                    {
                        var filled = state / radix % bundles[b].Take;
                        var free = filled >= bundles[b].Pay ? pieces[i].Price * Percentage.Whole : 0;
                        Reach(filled + 1 == bundles[b].Take ? state - (filled * radix) : state + radix, best[state] + free, b + 1);
                    }
                }
            }

            best = next;

            void Reach(int to, long gain, int how)
            {
                if (gain > next[to])
                {
                    (next[to], joined[i, to]) = (gain, (byte)how);
                }
            }
        }

        return Back(pieces, bundles, joined);
    }

    private static List<Bundled> Back(BundlePiece[] pieces, List<Bundle> bundles, byte[,] joined)
    {
        var counts = new Dictionary<(int Bundle, int Line), (long Taken, long Free)>();
        for (var (i, state) = (pieces.Length - 1, 0); i >= 0; i--)
        {
            if (joined[i, state] is var how and > 0)
            {
                var (bundle, radix) = (bundles[how - 1], bundles.Take(how - 1).Aggregate(1, (n, b) => n * b.Take));
                var filled = ((state / radix) + bundle.Take - 1) % bundle.Take; // before this piece joined
                state += (filled - (state / radix % bundle.Take)) * radix;
                var (taken, free) = counts.GetValueOrDefault((how - 1, pieces[i].Line));
                counts[(how - 1, pieces[i].Line)] = (taken + 1, free + (filled >= bundle.Pay ? 1 : 0));
            }
        }

        return [.. counts.Select(c => new Bundled(bundles[c.Key.Bundle].Promotion, c.Key.Line, c.Value.Taken, c.Value.Free))];
    }
}
