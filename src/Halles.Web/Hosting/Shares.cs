using Halles.Kernel.Api;

namespace Halles.Web.Hosting;

/// <summary>
/// Which share of each kind of request is let in. While requests wait longer than their kind may, its share is halved; once
/// they do not, it grows back within a third of a second. The more people pay, the sooner the others give way, and the slower
/// they come back.
/// </summary>
public sealed class Shares
{
    private const double GrowthPerSecond = 3, Least = 1 / 128.0;
    private readonly double[] _shares = [1, 1, 1, 1];

    /// <summary>The share of a kind, from 0 to 1.</summary>
    public double Of(Priority priority) => _shares[(int)priority];

    /// <summary>Whether the next one is let in.</summary>
    public bool Admits(Priority priority) => Of(priority) is var share && (share >= 1 || Random.Shared.NextDouble() < share);

    /// <summary>Sets the shares by what requests wait now.</summary>
    /// <param name="since">Since this was last told.</param>
    /// <param name="paying">How many pay at this moment.</param>
    public void Weigh(TimeSpan wait, TimeSpan since, int paying)
    {
        foreach (var priority in (ReadOnlySpan<Priority>)[Priority.Pay, Priority.Basket, Priority.Browse])
        {
            ref var share = ref _shares[(int)priority];
            share = wait <= Longest(priority, paying) ? Math.Min(1, share + (GrowthPerSecond * since.TotalSeconds / (1 + (priority is Priority.Pay ? 0 : paying))))
                : share > Least ? share / 2
                : 0;
        }
    }

    /// <summary>How long requests of a kind may wait for a thread before some of them are refused.</summary>
    public static TimeSpan Longest(Priority priority, int paying) => priority switch
    {
        Priority.Pay => TimeSpan.FromSeconds(3),
        Priority.Basket => TimeSpan.FromSeconds(1) / (1 + paying),
        _ => TimeSpan.FromMilliseconds(400) / (1 + paying),
    };
}
