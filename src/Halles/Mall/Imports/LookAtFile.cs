using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;

namespace Halles.Mall.Imports;

/// <summary>What a file holds and what would become of it.</summary>
/// <param name="System">The system's word.</param>
/// <param name="Remarks">Of rows: those that would be refused, and notes.</param>
/// <param name="Categories">The other system's categories, how many products each has, and the mall's that was found; null where none was.</param>
/// <param name="Uncounted">How many of the products have no count.</param>
/// <param name="Currencies">The currencies that stand beside prices and are not the mall's.</param>
public sealed record FileLook(
    string System, ImportCounts Counts, IReadOnlyList<(RowProblem Said, bool Refused)> Remarks, IReadOnlyList<(string Name, int Products, Guid? Found)> Categories, int Uncounted, IReadOnlyList<string> Currencies);

/// <summary>Says what would become of a file, and writes nothing.</summary>
public sealed class LookAtFile(MallDatabase database, CurrentSettings settings)
{
    private const int Together = 500;

    /// <summary>Goes through the file as an import into this shop would.</summary>
    /// <param name="file">Mapped, where its system is not known; not closed.</param>
    public Result<FileLook> Run(SourceFile file, Guid shop, ImportTerms terms)
    {
        var fitting = Fitting.Into(shop, terms, database, settings.Value);
        return fitting.Problem is { } problem ? problem : Run(file, fitting.Value, settings.Value.Currency, Known(shop, file.System!));
    }

    private Func<IReadOnlyList<Fitted>, List<Recognised?>> Known(Guid shop, string system)
    {
        var recognise = new Recognise(shop, Guid.Empty, system);
        return fitted =>
        {
            var found = database.Read(sql => recognise.Among(sql, fitted));
            recognise.Meet(fitted, found);
            return found;
        };
    }

    /// <summary>The same without any mall: everything that can be taken is new.</summary>
    public static FileLook Alone(SourceFile file)
    {
        return Run(file, new Fitting("en", Currency.Eur, new ImportTerms { Rate = 1 }, CategoryFinder.None, []), null, fitted => [.. fitted.Select(_ => (Recognised?)null)]);
    }

    private static FileLook Run(SourceFile file, Fitting fitting, string? own, Func<IReadOnlyList<Fitted>, List<Recognised?>> recognise)
    {
        var tally = new Tally(new ImportCounts());
        var categories = new Dictionary<string, int>(StringComparer.Ordinal);
        var uncounted = 0;
        var currencies = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var some in new SourceProducts(fitting).Of(file).Chunk(Together))
        {
            var fitted = some.Select(p => p.Fitted).OfType<Fitted>().ToList();
            var there = new Queue<Recognised?>(recognise(fitted));
            foreach (var (source, kept) in some)
            {
                var outcome = kept is null ? Outcome.Refused : Of(kept, there.Dequeue());
                tally.Add(source, outcome);
                uncounted += outcome is not Outcome.Refused && source is { IsCounted: false, Terms: null } ? 1 : 0;
                if (source.Category.Length > 0)
                {
                    categories[source.Category] = categories.GetValueOrDefault(source.Category) + 1;
                }

                currencies.UnionWith(source.Variants.Select(v => v.Currency?.ToUpperInvariant()).OfType<string>().Where(c => c != own));
            }
        }

        return new FileLook(file.System!, tally.Counts, tally.Take(), [.. categories.OrderByDescending(c => c.Value).Select(c => (c.Key, c.Value, fitting.Categories.Find(c.Key)))], uncounted, [.. currencies]);
    }

    /// <summary>What would become of a product, with what would be told of it.</summary>
    private static Outcome Of(Fitted fitted, Recognised? known)
    {
        if (known?.SameAs is { } row)
        {
            fitted.Source.Refuse(fitted.Source.Row, "", ImportProblems.SameProduct.With(row));
            return Outcome.Refused;
        }

        if (known?.IsUnchanged(fitted) is true)
        {
            return Outcome.Unchanged;
        }

        if (known?.State is { } state)
        {
            known.Becomes(fitted, state);
        }

        return known is null ? Outcome.Created : Outcome.Updated;
    }
}
