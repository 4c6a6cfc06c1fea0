namespace Halles.Kernel;

/// <summary>Finds a number that nobody has yet.</summary>
public static class FreeNumber
{
    /// <summary>
    /// The first that is free where numbers were given one after another, else one near it: found by asking as often as the
    /// logarithm of how many are taken, for each question may be a query.
    /// </summary>
    /// <param name="first">Where to begin.</param>
    public static int From(int first, Func<int, bool> taken)
    {
        if (!taken(first))
        {
            return first;
        }

        var (last, step) = (first, 1);
        for (; taken(last + step); step *= 2)
        {
            last += step;
        }

        var free = last + step;
        while (free - last > 1)
        {
            var middle = last + ((free - last) / 2);
            (last, free) = taken(middle) ? (middle, free) : (last, middle);
        }

        return free;
    }
}
