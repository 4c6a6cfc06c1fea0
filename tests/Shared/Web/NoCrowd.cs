using Halles.Web.Hosting;

namespace Halles.Testing;

/// <summary>Tests beside one another share one pool of threads: what waits there is no crowd of visitors, and refuses nobody.</summary>
internal static class NoCrowd
{
    /// <summary>Measures nothing.</summary>
    public static Backlog Make() => new(new StoppedClock());

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
