using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Halles.Kernel;

/// <summary>
/// What the mall tells of itself to whoever watches over it: figures and traces under one name, free of cost while nobody
/// listens. Nothing in them is about a person: no address, no query, no code.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of all meters and of the source of traces.</summary>
    public const string Name = "Halles";

    /// <summary>Where steps of the work are told.</summary>
    public static readonly ActivitySource Traces = new(Name);

    /// <summary>A meter for who measures; dispose it with them, and what it shows is gone.</summary>
    public static Meter Meter() => new(Name);

    /// <summary>What the database says of something. While it is down nothing is known, and nothing is told.</summary>
    public static IReadOnlyList<Measurement<T>> Known<T>(Func<IReadOnlyList<Measurement<T>>> ask)
        where T : struct
    {
        try
        {
            return ask();
        }
        catch (DbException)
        {
            return [];
        }
    }

    /// <summary>How long something took, in buckets from half a millisecond to ten seconds.</summary>
    public static Histogram<double> Durations(this Meter meter, string name, string description) => meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
}
