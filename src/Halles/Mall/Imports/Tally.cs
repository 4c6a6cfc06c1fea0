using Halles.Kernel;

namespace Halles.Mall.Imports;

/// <summary>Counts what became of the rows of a file, and collects what is told of them.</summary>
internal sealed class Tally(ImportCounts begun)
{
    /// <summary>So many times a note of one kind is kept; the rest are counted.</summary>
    public const int MostNotes = 200;

    /// <summary>So many columns have a note of one kind; those beyond are told together.</summary>
    public const int MostColumns = 100;

    private readonly Dictionary<string, int> _notes = begun.Notes.ToDictionary(StringComparer.Ordinal);

    /// <summary>Counted so far.</summary>
    public ImportCounts Counts { get; private set; } = begun;

    /// <summary>What is told of the rows since <see cref="Take"/>; true where the row was refused.</summary>
    private List<(RowProblem Said, bool Refused)> Remarks { get; set; } = [];

    public void Add(SourceProduct product, Outcome outcome)
    {
        var (rows, variants) = (product.Rows.Count, outcome is Outcome.Refused ? 0 : product.Variants.Count);
        var c = Counts with { Rows = Counts.Rows + rows, Products = Counts.Products + 1, Variants = Counts.Variants + variants };
        Counts = outcome switch
        {
            Outcome.Created => c with { Created = c.Created + rows, ProductsCreated = c.ProductsCreated + 1 },
            Outcome.Updated => c with { Updated = c.Updated + rows, ProductsUpdated = c.ProductsUpdated + 1 },
            Outcome.Unchanged => c with { Unchanged = c.Unchanged + rows, ProductsUnchanged = c.ProductsUnchanged + 1 },
            _ => c with { Refused = c.Refused + rows, ProductsRefused = c.ProductsRefused + 1 },
        };
        if (outcome is Outcome.Refused)
        {
            var named = product.Refused.Select(r => r.Row).ToHashSet();
            Remarks.AddRange(product.Refused.Select(r => (r, true)));
            Remarks.AddRange(product.Rows.Where(r => !named.Contains(r)).Select(r => (new RowProblem(r, "", ImportProblems.WithOthers.With(product.Refused[0].Row)), true)));
        }
        else if (outcome is not Outcome.Unchanged)
        {
            foreach (var note in product.Notes.Concat(outcome is Outcome.Created ? product.NotesOfNew : []))
            {
                var times = _notes[note.Problem.Code] = _notes.GetValueOrDefault(note.Problem.Code) + 1;
                if (times <= MostNotes)
                {
                    Remarks.Add((note, false));
                }
            }

            foreach (var (column, problem, _) in product.Once.Where(o => !o.OnlyOfNew || outcome is Outcome.Created))
            {
                TellOnce(product.Row, column, problem);
            }

            Counts = Counts with { Notes = _notes };
        }
    }

    /// <summary>Under what the times of a note are counted that is told once for a column.</summary>
    public static string KeyOf(string code, string column) => $"{code}: {column}";

    private void TellOnce(int row, string column, Problem problem)
    {
        var key = KeyOf(problem.Code, column);
        if (!_notes.ContainsKey(key) && _notes.Keys.Count(k => k.StartsWith(problem.Code + ": ", StringComparison.Ordinal)) >= MostColumns)
        {
            (column, key) = ("…", KeyOf(problem.Code, "…"));
        }

        if ((_notes[key] = _notes.GetValueOrDefault(key) + 1) == 1)
        {
            Remarks.Add((new RowProblem(row, column, problem), false));
        }
    }

    /// <summary>What has been told, and begins anew.</summary>
    public List<(RowProblem Said, bool Refused)> Take()
    {
        var taken = Remarks;
        Remarks = [];
        return taken;
    }
}
