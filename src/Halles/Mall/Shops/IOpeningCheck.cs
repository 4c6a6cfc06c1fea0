using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>What there is to do before a shop opens, in the order in which it is shown.</summary>
public enum OpeningTask
{
    Identity,
    Store,
    Hours,
    Products,
    Getting,
    Paying,
    Policies,
    SecondFactor,
}

/// <summary>Something that a shop must have before it opens; each feature that asks for something says so itself.</summary>
public interface IOpeningCheck
{
    /// <summary>The task that it belongs to.</summary>
    OpeningTask Task { get; }

    /// <summary>What is missing, told to the merchant; null when it is there.</summary>
    Problem? Missing(SqlSession sql, Guid shop);
}

/// <summary>A task with what it still lacks, worked out from what the shop has: nobody ticks it off.</summary>
public sealed record OpeningStep(OpeningTask Task, IReadOnlyList<Problem> Missing)
{
    public bool Done => Missing.Count == 0;
}
