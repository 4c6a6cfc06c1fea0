using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>Finds the mall's category for the words of another system.</summary>
internal sealed class CategoryFinder
{
    private readonly Dictionary<string, Guid> _exact = new(StringComparer.Ordinal);
    private readonly List<(Guid Id, HashSet<string> Words)> _words = [];
    private readonly Dictionary<Guid, string> _names = [];
    private readonly Dictionary<string, Guid?> _found = new(StringComparer.Ordinal);

    private CategoryFinder(Guid byDefault) => Default = byDefault;

    /// <summary>Where there is no mall.</summary>
    public static CategoryFinder None => new(Guid.Empty);

    /// <summary>Where products stand whose category is not found.</summary>
    public Guid Default { get; }

    /// <summary>The leaf that the shop uses most, or the mall's only one; null where somebody ought to choose.</summary>
    public Guid? Usual { get; private init; }

    /// <summary>The mall's leaves.</summary>
    /// <param name="chosen">What the shop chose for those that are not found; null for the one that the shop uses most.</param>
    /// <param name="language">For names.</param>
    public static Result<CategoryFinder> Read(SqlSession sql, Guid shop, Guid? chosen, string language)
    {
        var all = sql.List("SELECT id, parent_id, code, name, position FROM categories ORDER BY position, code", r => (Id: r.Id(0), Parent: r.IdOrNull(1), Code: r.Text(2), Name: r.Json<LocalText>(3)));
        var parents = all.Select(c => c.Parent).OfType<Guid>().ToHashSet();
        var leaves = all.Where(c => !parents.Contains(c.Id)).ToList();
        if (leaves.Count == 0)
        {
            return ImportProblems.NoCategory;
        }

        var used = sql.List("SELECT category_id FROM products WHERE shop_id = $1 GROUP BY category_id ORDER BY count(*) DESC, category_id LIMIT 1", r => r.Id(0), shop);
        var own = used.Where(u => leaves.Exists(l => l.Id == u)).Select(u => (Guid?)u).FirstOrDefault();
        var said = chosen is { } named && CategoryAlias.Now(sql, named) is var now && leaves.Exists(l => l.Id == now) ? now : (Guid?)null;
        var finder = new CategoryFinder(said ?? own ?? leaves[0].Id) { Usual = own ?? (leaves.Count == 1 ? leaves[0].Id : null) };
        foreach (var leaf in leaves)
        {
            finder._names[leaf.Id] = leaf.Name.Best(language);
            foreach (var name in leaf.Name.Values.Append(leaf.Code))
            {
                finder._exact.TryAdd(Folding.Fold(name), leaf.Id);
                finder._words.Add((leaf.Id, Words(name)));
            }
        }

        finder.Alias(sql, leaves.Select(l => l.Id).ToHashSet());
        return finder;
    }

    // Names of what became part of a leaf, of what Google has below it, and its numbers, as Google's feeds give them; never before a name of its own.
    private void Alias(SqlSession sql, HashSet<Guid> leaves)
    {
        foreach (var (id, names) in sql.List("SELECT category_id, name, google_id FROM category_aliases ORDER BY id", r => (Id: r.Id(0), Names: r.Json<LocalText>(1).Values.Append(r.IsNull(2) ? "" : $"{r.Int(2)}")))
            .Concat(sql.List("SELECT id, google_id FROM categories WHERE google_id IS NOT NULL", r => (Id: r.Id(0), Names: Enumerable.Repeat($"{r.Int(1)}", 1)))).Where(a => leaves.Contains(a.Id)))
        {
            foreach (var name in names.Where(n => n.Length > 0))
            {
                _exact.TryAdd(Folding.Fold(name), id);
            }
        }
    }

    /// <summary>Whether products can stand there.</summary>
    public bool IsLeaf(Guid category) => _names.ContainsKey(category);

    public string NameOf(Guid category) => _names.GetValueOrDefault(category, "");

    /// <summary>The leaf that is called so or nearly so; of a path the narrowest part that is found; null when none is.</summary>
    public Guid? Find(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        if (!_found.TryGetValue(path, out var found))
        {
            _found[path] = found = path.Split('>', '/', '›').Reverse().Select(p => One(p.Trim())).FirstOrDefault(f => f is not null);
        }

        return found;
    }

    private Guid? One(string name)
    {
        if (_exact.TryGetValue(Folding.Fold(name), out var exact))
        {
            return exact;
        }

        var words = Words(name);
        if (words.Count == 0)
        {
            return null;
        }

        // Half of all words in common: "Bath Towels" is "Towels", "Home" is not "Home textiles of the valley".
        var best = _words.Select(w => (w.Id, Share: (double)w.Words.Count(words.Contains) / w.Words.Union(words).Count())).DefaultIfEmpty().MaxBy(w => w.Share);
        return best.Share >= 0.5 ? best.Id : null;
    }

    // A plural is not another word: its last letter goes.
    private static HashSet<string> Words(string name) =>
        [.. Folding.Fold(name).Split([' ', '&', ',', '-', '\'', '’'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 2).Select(w => w.TrimEnd('s', 'x'))];
}
