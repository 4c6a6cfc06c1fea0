using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;

namespace Halles.Mall.Storefront;

/// <summary>Writes settings, taxonomy, shops and stores, and finds the products whose rows must follow them.</summary>
internal sealed class RosterWriter(SqlSession sql, ShelfChanges changes)
{
    private readonly HashSet<Guid> _again = [];
    private readonly HashSet<Guid> _shown = [];

    /// <summary>True when the new settings ask for other indexes or prices: only a new file can follow.</summary>
    public bool NeedsNewFile { get; private set; }

    /// <summary>Shops that came to be seen, or are called otherwise now: all their products must be written.</summary>
    public IReadOnlyCollection<Guid> Shown => _shown;

    /// <summary>Products that are here and must be written again, or taken away.</summary>
    public IReadOnlyCollection<Guid> ProductsToWriteAgain() => _again;

    public void WriteSettings(MallSettings mall)
    {
        var known = changes.Roster.Mall;
        NeedsNewFile = !known.Languages.SequenceEqual(mall.Languages) || known.Currency != mall.Currency;
        if (!NeedsNewFile)
        {
            StorefrontSchema.Put(sql, "mall", JsonSerializer.Serialize(mall, StorefrontJson.Kept.MallSettings));
            var r = changes.Roster;
            changes.Roster = new Roster(mall, r.Shops, r.Stores, r.Categories, r.Attributes, r.Districts);
        }
    }

    public void WriteCategories(List<(Guid Id, StoredCategory Data)> categories, List<(string Code, StoredAttribute Data)> attributes)
    {
        var roster = changes.Roster;
        var known = roster.Categories.OfType<CategoryEntry>().ToDictionary(c => c.Id);
        if (categories.Exists(c => !known.ContainsKey(c.Id)))
        {
            Again("SELECT id FROM products WHERE category = 0"); // those of a category that nobody knew stood in none
        }

        foreach (var (id, data) in categories)
        {
            var now = Text(data, StorefrontJson.Kept.StoredCategory);
            if (known.GetValueOrDefault(id) is not { } old)
            {
                sql.Execute("INSERT INTO categories (id, data) VALUES ($1, $2)", id, now);
            }
            else if (now != Text(old.Data, StorefrontJson.Kept.StoredCategory))
            {
                sql.Execute("UPDATE categories SET data = $2 WHERE key = $1", old.Key, now);
                for (var i = old.First; i < old.End; i++)
                {
                    Again("SELECT id FROM products WHERE category = $1", roster.Order[i].Key);
                }
            }
        }

        var kept = categories.Select(c => c.Id).ToHashSet();
        foreach (var gone in known.Values.Where(c => !kept.Contains(c.Id)))
        {
            Again("SELECT id FROM products WHERE category = $1", gone.Key);
            sql.Execute("DELETE FROM categories WHERE key = $1", gone.Key);
        }

        WriteAttributes(attributes);
        changes.Roster = RosterReader.Read(sql, roster.Mall);
    }

    public void WriteDistricts(List<(Guid Id, StoredDistrict Data)> districts)
    {
        sql.Execute("DELETE FROM districts");
        foreach (var (id, data) in districts)
        {
            sql.Execute("INSERT INTO districts (id, data) VALUES ($1, $2)", id, Text(data, StorefrontJson.Kept.StoredDistrict));
        }

        changes.Roster = RosterReader.Read(sql, changes.Roster.Mall);
    }

    public void WriteShops(List<(Guid Id, StoredShop Data, StoredShopPage Page)> shops)
    {
        if (shops.Count == 0)
        {
            return;
        }

        var roster = changes.Roster;
        var known = roster.Shops.OfType<ShopEntry>().ToDictionary(s => s.Id);
        var entries = new List<ShopEntry>();
        foreach (var (id, data, page) in shops)
        {
            var old = known.GetValueOrDefault(id);
            var key = sql.Scalar<int>(
                "INSERT INTO shops (id, data, page) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET data = excluded.data, page = excluded.page RETURNING key",
                id, Text(data, StorefrontJson.Kept.StoredShop), Text(page, StorefrontJson.Kept.StoredShopPage));
            entries.Add(new ShopEntry(key, id, data));
            if (data.Shown && (old is not { Data.Shown: true } || old.Data.Name != data.Name))
            {
                _shown.Add(id);
            }
            else if (!data.Shown && old is { Data.Shown: true })
            {
                Again("SELECT id FROM products WHERE shop = $1", key);
            }
        }

        changes.Roster = new Roster(roster.Mall, With(roster.Shops, entries, e => e.Key), roster.Stores, roster.Categories, roster.Attributes, roster.Districts);
    }

    public void WriteStores(List<(Guid Id, StoredStore Data)> stores)
    {
        if (stores.Count == 0)
        {
            return;
        }

        var roster = changes.Roster;
        var known = roster.Stores.OfType<StoreEntry>().ToDictionary(s => s.Id);
        var shops = roster.Shops.OfType<ShopEntry>().ToDictionary(s => s.Id, s => s.Key);
        var entries = new List<StoreEntry>();
        foreach (var (id, data) in stores)
        {
            var key = sql.Scalar<int>(
                "INSERT INTO stores (id, data) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET data = excluded.data RETURNING key",
                id, Text(data, StorefrontJson.Kept.StoredStore));
            var shop = shops.GetValueOrDefault(data.ShopId);
            entries.Add(new StoreEntry(key, id, shop, data));
            if (known.GetValueOrDefault(id)?.Data.Gone != data.Gone)
            {
                Again("SELECT id FROM products WHERE shop = $1", shop); // their stock there comes or goes
            }
        }

        changes.Roster = new Roster(roster.Mall, roster.Shops, With(roster.Stores, entries, e => e.Key), roster.Categories, roster.Attributes, roster.Districts);
    }

    private void WriteAttributes(List<(string Code, StoredAttribute Data)> attributes)
    {
        var known = changes.Roster.Attributes.OfType<AttributeEntry>().ToDictionary(a => a.Code, StringComparer.Ordinal);
        foreach (var (code, data) in attributes)
        {
            var now = Text(data, StorefrontJson.Kept.StoredAttribute);
            if (known.GetValueOrDefault(code) is not { } old)
            {
                sql.Execute("INSERT INTO attributes (code, data) VALUES ($1, $2)", code, now);
            }
            else if (now != Text(old.Data, StorefrontJson.Kept.StoredAttribute))
            {
                sql.Execute("UPDATE attributes SET data = $2 WHERE key = $1", old.Key, now);
                AgainWith(old.Key);
            }
        }
    }

    private void AgainWith(int attribute)
    {
        var shelf = changes.Shelf;
        for (var key = 1; key < shelf.End; key++)
        {
            if (shelf[key].Shop != 0 && Array.Exists(shelf[key].Facets, v => shelf.Values[v].Attribute == attribute))
            {
                Again("SELECT id FROM products WHERE key = $1", key);
            }
        }
    }

    private void Again(string query, params ReadOnlySpan<object?> args) => _again.UnionWith(sql.List(query, r => r.Id(0), args));

    private static string Text<T>(T data, JsonTypeInfo<T> type) => JsonSerializer.Serialize(data, type);

    private static T?[] With<T>(T?[] all, List<T> changed, Func<T, int> keyOf)
        where T : class
    {
        var next = new T?[Math.Max(all.Length, changed.Max(keyOf) + 1)];
        all.CopyTo(next, 0);
        changed.ForEach(entry => next[keyOf(entry)] = entry);
        return next;
    }
}
