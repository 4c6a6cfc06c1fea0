namespace Halles.Mall.Invariants;

/// <summary>What a check of one invariant found.</summary>
/// <param name="Number">Its number among the invariants of the mall's rules.</param>
/// <param name="Name">What must hold, in one sentence.</param>
/// <param name="Looked">How many rows were looked at: a check that looked at nothing has shown nothing.</param>
/// <param name="Broken">How many of them break it.</param>
/// <param name="Examples">The first few, to begin looking for the cause.</param>
public sealed record Finding(int Number, string Name, long Looked, long Broken, IReadOnlyList<string> Examples)
{
    /// <summary>How many examples are kept.</summary>
    public const int MostExamples = 5;

    /// <summary>True when it holds.</summary>
    public bool Holds => Broken == 0;
}

/// <summary>Collects what a check finds.</summary>
internal sealed class Findings(int number, string name)
{
    private readonly List<string> _examples = [];
    private long _looked;
    private long _broken;

    public void Look(long rows = 1) => _looked += rows;

    public void Break(string example)
    {
        _broken++;
        if (_examples.Count < Finding.MostExamples)
        {
            _examples.Add(example);
        }
    }

    public Finding Done() => new(number, name, _looked, _broken, _examples);
}
