namespace Halles.Kernel.Text;

/// <summary>How far two words are apart: letters inserted, left out, changed, or swapped with their neighbour (Damerau–Levenshtein, optimal string alignment).</summary>
public static class Typos
{
    /// <summary>How many slips are forgiven in a word of so many letters: none below 5, 1 from 5, 2 from 9.</summary>
    public static int Allowed(int length) => length switch { < 5 => 0, < 9 => 1, _ => 2 };

    /// <summary>The distance, or most + 1 as soon as it is known to be greater than <paramref name="most"/>.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var over = most + 1;
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return over;
        }
        var width = b.Length + 1;
        var cells = width <= 128 ? stackalloc int[3 * 128] : new int[3 * width];
        var beforeLast = cells[..width];
        var last = cells.Slice(width, width);
        var row = cells.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
        {
            last[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var distance = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance = Math.Min(distance, beforeLast[j - 2] + 1);
                }
                row[j] = distance;
                least = Math.Min(least, distance);
            }
            // The least of a row is at most one above that of the row before, so a swap over this row cannot come back below.
            if (least > most)
            {
                return over;
            }
            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return Math.Min(last[b.Length], over);
    }
}
