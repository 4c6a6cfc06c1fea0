namespace Halles.Tests.Architecture;

/// <summary>The modules of an assembly and the arrows between them, as the compiled code has them.</summary>
/// <param name="Names">All modules: <c>Kernel</c>, <c>Demo</c>, <c>Mall.Stock</c>, …</param>
/// <param name="Edges">Who uses whom, with one type that does.</param>
internal sealed record Modules(IReadOnlySet<string> Names, IReadOnlyDictionary<(string From, string To), string> Edges)
{
    /// <summary>Finds the modules of an assembly's types by their namespaces under a root.</summary>
    /// <param name="root">Such as <c>Halles</c>; folders of <paramref name="grouped"/> hold modules, others are one.</param>
    public static Modules In(IEnumerable<Type> types, string root, params string[] grouped)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var edges = new Dictionary<(string, string), string>();
        foreach (var type in types)
        {
            if (NameOf(type, root, grouped) is not { } from)
            {
                continue;
            }

            names.Add(from);
            foreach (var used in Arrows.From(type))
            {
                if (used.Assembly == type.Assembly && NameOf(used, root, grouped) is { } to && to != from)
                {
                    edges.TryAdd((from, to), $"{type.Name} uses {used.Name}");
                }
            }
        }

        return new Modules(names, edges);
    }

    /// <summary>What is wrong with a map: arrows that it does not allow, arrows that nobody uses, modules that it does not know or that are not there.</summary>
    public List<string> Differences(IReadOnlyDictionary<string, string[]> map, string everybodys) =>
    [
        .. Names.Where(n => n != everybodys && !map.ContainsKey(n)).Select(n => $"{n} is not on the map"),
        .. map.Keys.Where(n => !Names.Contains(n)).Select(n => $"{n} is on the map, but nowhere in the code"),
        .. Edges.Where(e => e.Key.From == everybodys).Select(e => $"{everybodys} → {e.Key.To} goes upwards: {e.Value}"),
        .. Edges.Where(e => e.Key.To != everybodys && e.Key.From != everybodys && !map.GetValueOrDefault(e.Key.From, []).Contains(e.Key.To))
            .Select(e => $"{e.Key.From} → {e.Key.To} is not allowed: {e.Value}"),
        .. map.SelectMany(m => m.Value.Where(to => !Edges.ContainsKey((m.Key, to))).Select(to => $"{m.Key} → {to} is allowed, but nobody uses it")),
    ];

    /// <summary>The map that would fit, as lines of code.</summary>
    public string AsMap(string everybodys) => string.Join('\n', Names.Where(n => n != everybodys).Order(StringComparer.Ordinal).Select(n =>
        $"        [\"{n}\"] = [{string.Join(", ", Edges.Keys.Where(e => e.From == n && e.To != everybodys).Select(e => $"\"{e.To}\"").Order(StringComparer.Ordinal))}],"));

    /// <summary>A circle among allowed arrows, if there is one: <c>A → B → A</c>.</summary>
    public static string? Circle(IReadOnlyDictionary<string, string[]> map)
    {
        var finished = new HashSet<string>(StringComparer.Ordinal);
        return map.Keys.Select(m => Walk(m, [])).FirstOrDefault(c => c is not null);

        string? Walk(string module, List<string> path)
        {
            if (path.Contains(module))
            {
                return string.Join(" → ", path.SkipWhile(p => p != module).Append(module));
            }

            var circle = finished.Contains(module) ? null : map.GetValueOrDefault(module, []).Select(to => Walk(to, [.. path, module])).FirstOrDefault(c => c is not null);
            finished.Add(module);
            return circle;
        }
    }

    private static string? NameOf(Type type, string root, string[] grouped)
    {
        var parts = (type.Namespace ?? "").Split('.');
        var under = root.Split('.').Length;
        if (!(type.Namespace + ".").StartsWith(root + ".", StringComparison.Ordinal) || parts.Length <= under)
        {
            return null;
        }

        var first = parts[under];
        return !grouped.Contains(first) ? first : parts.Length > under + 1 ? $"{first}.{parts[under + 1]}" : first;
    }
}
