using Halles.Kernel.Storage;

namespace Halles.Kernel.Checks;

/// <summary>One invariant with what was found, or why it could not be looked at.</summary>
public sealed record Checked(Invariant Invariant, Finding Finding)
{
    /// <summary>True when it holds everywhere.</summary>
    public bool Holds => Finding.Broken.Count == 0;
}

/// <summary>Looks at all invariants of a mall, each within one snapshot, beside whoever writes.</summary>
public sealed class MallCheck(MallDatabase database, IEnumerable<Invariant> invariants)
{
    /// <summary>Every invariant with its figure, in the order of the rules.</summary>
    public List<Checked> Run() => [.. invariants.OrderBy(i => i.Number).Select(i => database.Read(sql => Look(sql, i)))];

    private static Checked Look(SqlSession sql, Invariant invariant)
    {
        // All statements of one look see the same moment: sums and rows would differ while the mall is open.
        sql.Execute(sql.Engine is Engine.Sqlite ? "BEGIN DEFERRED" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try
        {
            return new Checked(invariant, invariant.Look(sql));
        }
        finally
        {
            sql.Execute("ROLLBACK");
        }
    }
}
