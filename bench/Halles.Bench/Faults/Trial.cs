using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>A fault and what must hold under it.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Must">What must be seen, in one sentence.</param>
/// <param name="Times">How often it is run when nothing is said.</param>
/// <param name="Run">One run; the answer says what was seen, an exception of <see cref="TrialFailed"/> what must not be.</param>
/// <param name="Lacks">What this machine lacks for it; null when nothing.</param>
internal sealed record Trial(string Name, Engine Engine, string Must, int Times, Func<Ground, int, Task<string>> Run, Func<string?>? Lacks = null);
