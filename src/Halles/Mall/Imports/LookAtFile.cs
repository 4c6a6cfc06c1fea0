using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;

namespace Halles.Mall.Imports;

/// <summary>What a file holds and what would become of it.</summary>
/// <param name="System">The system's word.</param>
/// <param name="Remarks">Of rows: those that would be refused, and notes.</param>
/// <param name="Categories">The other system's categories, how many products each has, and the mall's that was found; null where none was.</param>
/// <param name="Currencies">The currencies that stand beside prices and are not the mall's.</param>
public sealed record FileLook(
    string System, ImportCounts Counts, IReadOnlyList<(RowProblem Said, bool Refused)> Remarks, IReadOnlyList<(string Name, int Products, Guid? Found)> Categories, IReadOnlyList<string> Currencies);

/// <summary>Says what would become of a file, and writes nothing.</summary>
public sealed class LookAtFile(MallDatabase database, CurrentSettings settings)
{
    private const int Together = 500;

    /// <summary>Goes through the file as an import into this shop would.</summary>
    /// <param name="file">Mapped, where its system is not known; not closed.</param>
    public Result<FileLook> Run(SourceFile file, Guid shop, string language, ImportTerms terms)
    {
        var finder = database.Read(sql => CategoryFinder.Read(sql, shop, terms.Category, language));
        return finder.Problem is { } problem ? problem : Run(file, new Fitting(language, Currency.Parse(settings.Value.Currency), terms, finder.Value, Attributes(database)), finder.Value, settings.Value.Currency, fitted =>
            database.Read(sql => Recognise.Among(sql, shop, file.System!, fitted)));
    }

    /// <summary>The same without any mall: everything that can be taken is new.</summary>
    public static FileLook Alone(SourceFile file)
    {
        var finder = CategoryFinder.None;
        return Run(file, new Fitting("en", Currency.Eur, new ImportTerms { Rate = 1 }, finder, []), finder, null, fitted => [.. fitted.Select(_ => (Recognised?)null)]);
    }

    /// <summary>The mall's attributes.</summary>
    internal static IReadOnlyList<ProductAttribute> Attributes(MallDatabase database)
    {
        using var db = database.Read();
        return [.. db.Set<ProductAttribute>()];
    }

    private static FileLook Run(SourceFile file, Fitting fitting, CategoryFinder finder, string? own, Func<IReadOnlyList<Fitted>, List<Recognised?>> recognise)
    {
        var tally = new Tally(new ImportCounts());
        var categories = new Dictionary<string, int>(StringComparer.Ordinal);
        var currencies = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var some in new SourceProducts(fitting).Of(file).Chunk(Together))
        {
            var fitted = some.Select(p => p.Fitted).OfType<Fitted>().ToList();
            var there = new Queue<Recognised?>(recognise(fitted));
            foreach (var (source, kept) in some)
            {
                var known = kept is null ? null : there.Dequeue();
                tally.Add(source, kept is null ? Outcome.Refused : known is null ? Outcome.Created : known.Print == kept.Print ? Outcome.Unchanged : Outcome.Updated);
                if (source.Category.Length > 0)
                {
                    categories[source.Category] = categories.GetValueOrDefault(source.Category) + 1;
                }

                currencies.UnionWith(source.Variants.Select(v => v.Currency?.ToUpperInvariant()).OfType<string>().Where(c => c != own));
            }
        }

        return new FileLook(file.System!, tally.Counts, tally.Take(), [.. categories.OrderByDescending(c => c.Value).Select(c => (c.Key, c.Value, finder.Find(c.Key)))], [.. currencies]);
    }
}
