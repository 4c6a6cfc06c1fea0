namespace Halles.Bench;

/// <summary>One line of the result.</summary>
/// <param name="Engine"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="LimitPerSecond">What the machine does of the bare thing: answers of ten kilobytes, or durable transactions of an order; null where there is nothing to compare with.</param>
/// <param name="Ratio">Of that limit.</param>
/// <param name="RssMb">The server's resident memory right after.</param>
/// <param name="BytesAllocated">By the server for one, what runs beside it included; null where it was not measured.</param>
/// <param name="CpuMicros">Processor time of the server for one.</param>
/// <param name="Failed">Answers that were none, or not good.</param>
internal sealed record Row(
    string Work, int Products, string Engine, double PerSecond, double P50Ms, double P99Ms, double? LimitPerSecond, double? Ratio, long RssMb, long? BytesAllocated, double CpuMicros, long Failed)
{
    /// <summary>The line with its figures as fine as they are worth.</summary>
    public static Row Of(string work, int products, string engine, Load load, double? limit = null, long memory = 0, long? bytes = null, double cpu = 0) => new(
        work, products, engine, Math.Round(load.PerSecond, 1), Math.Round(load.P50Ms, 2), Math.Round(load.P99Ms, 2), limit is > 0 ? Math.Round(limit.Value) : null,
        limit is > 0 ? Math.Round(load.PerSecond / limit.Value, 3) : null, memory, bytes, Math.Round(cpu), load.Failed);
}
