using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Storage;

namespace Halles.Mall.Imports;

/// <summary>A source product that the shop has already.</summary>
/// <param name="Product">Which it is.</param>
/// <param name="Print">Of what a file said of it last; null when it did not come from a file.</param>
internal sealed record Recognised(Guid Product, Guid? Print);

/// <summary>Tells which products of a file a shop has already: by the mark of an earlier import, else by number, else by handle.</summary>
internal static class Recognise
{
    /// <summary>Under what a product of a system is marked.</summary>
    public static Guid KeyOf(string system, string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{system}\n{key}")).AsSpan(0, 16));

    /// <summary>Those of the products that are there, in the order of <paramref name="fitted"/>; null for those that are new.</summary>
    public static List<Recognised?> Among(SqlSession sql, Guid shop, string system, IReadOnlyList<Fitted> fitted)
    {
        var keys = fitted.Select(f => KeyOf(system, f.Source.Key)).ToList();
        var marks = sql.List(
            $"SELECT m.source_key, m.product_id, m.print FROM import_marks m JOIN products p ON p.shop_id = m.shop_id AND p.id = m.product_id WHERE m.shop_id = $1 AND m.source_key {sql.Among(2)}",
            r => (Key: r.Id(0), Value: new Recognised(r.Id(1), r.Id(2))), shop, sql.Ids(keys)).ToDictionary(m => m.Key, m => m.Value);
        var unmarked = fitted.Where((_, i) => !marks.ContainsKey(keys[i])).ToList();
        if (unmarked.Count == 0)
        {
            return keys.ConvertAll(k => marks.GetValueOrDefault(k));
        }

        var bySku = sql.List(
            $"SELECT sku, product_id FROM variants WHERE shop_id = $1 AND sku {sql.AmongTexts(2)}", r => (Sku: r.Text(0), Product: r.Id(1)), shop,
            sql.Texts(unmarked.SelectMany(f => f.Input.Variants).Select(v => v.Sku).OfType<string>())).ToDictionary(v => v.Sku, v => v.Product, StringComparer.OrdinalIgnoreCase);
        var byHandle = sql.List(
            $"SELECT handle, id FROM products WHERE shop_id = $1 AND handle {sql.AmongTexts(2)}", r => (Handle: r.Text(0), Product: r.Id(1)), shop,
            sql.Texts(unmarked.Select(f => f.Source.Key))).ToDictionary(p => p.Handle, p => p.Product, StringComparer.Ordinal);
        var taken = marks.Values.Select(m => m.Product).ToHashSet();
        return fitted.Select((f, i) =>
        {
            if (marks.TryGetValue(keys[i], out var mark))
            {
                return mark;
            }

            var found = f.Input.Variants.Select(v => v.Sku is { } sku && bySku.TryGetValue(sku, out var product) ? product : (Guid?)null).FirstOrDefault(p => p is not null)
                ?? (byHandle.TryGetValue(f.Source.Key, out var named) ? named : null);
            return found is { } one && taken.Add(one) ? new Recognised(one, null) : null;
        }).ToList();
    }
}
