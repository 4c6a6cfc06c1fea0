using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;

namespace Halles.Mall.Imports;

/// <summary>What a file holds and what would become of it.</summary>
/// <param name="System">The system's word.</param>
/// <param name="Remarks">Of rows: those that would be refused, and notes.</param>
public sealed record FileLook(string System, ImportCounts Counts, IReadOnlyList<(RowProblem Said, bool Refused)> Remarks)
{
    /// <summary>The other system's categories, how many products each has, and the mall's that was found; null where none was.</summary>
    public IReadOnlyList<(string Name, int Products, Guid? Found)> Categories { get; init; } = [];

    /// <summary>How many of the products would stand where all stand whose category is not known.</summary>
    public int Homeless { get; init; }

    /// <summary>The category that the shop uses most, where those stand for which it chooses no other; null where it has none, and ought to choose.</summary>
    public Guid? Home { get; init; }

    /// <summary>What the other system calls its taxes, with how many products each has.</summary>
    public IReadOnlyList<(string Words, int Products)> Taxes { get; init; } = [];

    /// <summary>The tax category that products get of which neither the file nor the shop says any.</summary>
    public string UsualTax { get; init; } = "";

    /// <summary>How many of the products have no count.</summary>
    public int Uncounted { get; init; }

    /// <summary>How many of the products have one count, of which the file does not say in which store.</summary>
    public int CountedOnce { get; init; }

    /// <summary>The slug of the store in which those would be, where the shop has several; what the others have stays.</summary>
    public string? CountedIn { get; init; }

    /// <summary>The currencies that stand beside prices and are not the mall's.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];
}

/// <summary>Says what would become of a file, and writes nothing.</summary>
public sealed class LookAtFile(MallDatabase database, CurrentSettings settings)
{
    private const int Together = 500;

    /// <summary>Goes through the file as an import into this shop would.</summary>
    /// <param name="file">Mapped, where its system is not known; not closed.</param>
    public Result<FileLook> Run(SourceFile file, Guid shop, ImportTerms terms)
    {
        var fitting = Fitting.Into(shop, terms with { Usual = null }, database, settings.Value);
        return fitting.Problem is { } problem ? problem : Run(file, fitting.Value, settings.Value.Currency, Known(shop, file.System!, fitting.Value));
    }

    /// <summary>Whether the shop has products, so that it has a category that it uses most.</summary>
    public bool HasUsualCategory(Guid shop) => database.Read(sql => sql.List("SELECT id FROM products WHERE shop_id = $1 LIMIT 1", r => r.Id(0), shop)).Count > 0;

    private Func<IReadOnlyList<Fitted>, List<Recognised?>> Known(Guid shop, string system, Fitting fitting)
    {
        var recognise = new Recognise(shop, Guid.Empty, system, fitting.StoreOf);
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
        return Run(file, new Fitting("en", Currency.Eur, new ImportTerms(), CategoryFinder.None, []) { IsAlone = true }, null, fitted => [.. fitted.Select(_ => (Recognised?)null)]);
    }

    private static FileLook Run(SourceFile file, Fitting fitting, string? own, Func<IReadOnlyList<Fitted>, List<Recognised?>> recognise)
    {
        var tally = new Tally(new ImportCounts());
        Dictionary<string, int> categories = new(StringComparer.Ordinal), taxes = new(StringComparer.Ordinal);
        var (uncounted, once, homeless) = (0, 0, 0);
        var currencies = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var some in new SourceProducts(fitting).Of(file).Chunk(Together))
        {
            var fitted = some.Select(p => p.Fitted).OfType<Fitted>().ToList();
            var there = new Queue<Recognised?>(recognise(fitted));
            foreach (var (source, kept) in some)
            {
                var outcome = kept is null ? Outcome.Refused : Of(kept, there.Dequeue());
                tally.Add(source, outcome);
                var taken = outcome is not Outcome.Refused;
                uncounted += taken && source is { IsCounted: false, Terms: null } ? 1 : 0;
                once += taken && source.Variants.Exists(v => v.Quantity is not null) ? 1 : 0;
                homeless += outcome is Outcome.Created && !fitting.HasHome(source) ? 1 : 0;
                Add(categories, source.Category);
                Add(taxes, source.TheirTax?.Words ?? "");
                currencies.UnionWith(source.Variants.Select(v => v.Currency?.ToUpperInvariant()).OfType<string>().Where(c => c != own));
            }
        }

        return new FileLook(file.System!, tally.Counts, tally.Take())
        {
            Categories = [.. categories.OrderByDescending(c => c.Value).Select(c => (c.Key, c.Value, fitting.Categories.Find(c.Key)))],
            Homeless = homeless, Home = fitting.Categories.Usual, UsualTax = fitting.UsualTax,
            Taxes = [.. taxes.OrderByDescending(t => t.Value).Select(t => (t.Key, t.Value))], Uncounted = uncounted, CountedOnce = once, CountedIn = once > 0 && fitting.Stores.Count > 1 ? fitting.Stores.First(s => s.Value == fitting.Store).Key : null, Currencies = [.. currencies],
        };

        static void Add(Dictionary<string, int> all, string name)
        {
            if (name.Length > 0)
            {
                all[name] = all.GetValueOrDefault(name) + 1;
            }
        }
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
            known.Becomes(fitted, state, wasOnSale: false);
        }

        return known is null ? Outcome.Created : Outcome.Updated;
    }
}
