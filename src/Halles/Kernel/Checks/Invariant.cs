using Halles.Kernel.Storage;

namespace Halles.Kernel.Checks;

/// <summary>
/// Something that must hold in a mall at every moment (rules.md, "Invariants"). Each feature registers its own as
/// singletons; <c>halles check</c> and the tests look at all of them.
/// </summary>
/// <param name="Number">Its number in the rules; several statements may share one.</param>
/// <param name="Name">What holds, as a short sentence.</param>
/// <param name="Look">Looks at one snapshot of the database; only reads.</param>
public sealed record Invariant(int Number, string Name, Func<SqlSession, Finding> Look);

/// <summary>What a look at an invariant found.</summary>
/// <param name="Figure">What was looked at, so that "nothing is broken" can be told from "nothing was there": <c>1,502 rows of stock</c>.</param>
/// <param name="Broken">Each place where it does not hold, in words; empty when it holds.</param>
public sealed record Finding(string Figure, IReadOnlyList<string> Broken);
