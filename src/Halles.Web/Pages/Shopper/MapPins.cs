namespace Halles.Web.Pages.Shopper;

/// <summary>Places the numbered pins of a drawn map so that each number can be read.</summary>
internal static class MapPins
{
    /// <summary>The least distance between the middles of two pins.</summary>
    public const double Least = 30;

    private const int Rounds = 200;

    /// <summary>The points, with those that would cover each other moved apart, each as little as may be.</summary>
    /// <param name="points">Where the pins belong.</param>
    /// <param name="fixedPoint">What no pin may cover.</param>
    /// <param name="from">The lowest coordinate of a pin's middle.</param>
    /// <param name="to">The highest.</param>
    public static IReadOnlyList<(double X, double Y)> Apart(IEnumerable<(double X, double Y)> points, (double X, double Y) fixedPoint, double from, double to)
    {
        var pins = points.Append(fixedPoint).ToArray();
        var last = pins.Length - 1;
        for (var (round, moved) = (0, true); moved && round < Rounds; round++)
        {
            moved = false;
            for (var a = 0; a < last; a++)
            {
                for (var b = a + 1; b <= last; b++)
                {
                    if (Push(pins[a], pins[b], a) is not { } push)
                    {
                        continue;
                    }

                    moved = true;
                    var share = b == last ? 1 : 0.5;
                    pins[a] = Within((pins[a].X - push.X * share, pins[a].Y - push.Y * share));
                    pins[b] = b == last ? pins[b] : Within((pins[b].X + push.X * share, pins[b].Y + push.Y * share));
                }
            }
        }

        return pins[..last];

        (double X, double Y) Within((double X, double Y) p) => (Math.Clamp(p.X, from, to), Math.Clamp(p.Y, from, to));
    }

    // How far the second has to leave the first; null when it is far enough. Two in one place part in a direction of their own.
    private static (double X, double Y)? Push((double X, double Y) a, (double X, double Y) b, int turn)
    {
        var (x, y) = (b.X - a.X, b.Y - a.Y);
        var distance = Math.Sqrt(x * x + y * y);
        if (distance >= Least - 0.05)
        {
            return null;
        }

        if (distance < 0.1)
        {
            (x, y, distance) = (Math.Cos(turn), Math.Sin(turn), 1);
            return (x * Least, y * Least);
        }

        return (x / distance * (Least - distance), y / distance * (Least - distance));
    }
}
