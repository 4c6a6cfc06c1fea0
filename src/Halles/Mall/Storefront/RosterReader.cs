using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;

namespace Halles.Mall.Storefront;

/// <summary>Reads the roster out of a storefront file.</summary>
internal static class RosterReader
{
    public static Roster Read(SqlSession sql, MallSettings mall)
    {
        var shops = Entries(sql, "shops", StorefrontJson.Kept.StoredShop, (key, id, data) => new ShopEntry(key, id, data));
        var shopKeys = shops.OfType<ShopEntry>().ToDictionary(s => s.Id, s => s.Key);
        var stores = Entries(sql, "stores", StorefrontJson.Kept.StoredStore, (key, id, data) => new StoreEntry(key, id, shopKeys.GetValueOrDefault(data.ShopId), data));
        var attributes = new AttributeEntry?[1 + sql.Scalar<int>("SELECT coalesce(max(key), 0) FROM attributes")];
        using (var rows = sql.Query("SELECT key, code, data FROM attributes"))
        {
            while (rows.Read())
            {
                attributes[rows.Int(0)] = new AttributeEntry(rows.Int(0), rows.Text(1), JsonSerializer.Deserialize(rows.Text(2), StorefrontJson.Kept.StoredAttribute)!);
            }
        }

        var districts = sql.List("SELECT data FROM districts", r => JsonSerializer.Deserialize(r.Text(0), StorefrontJson.Kept.StoredDistrict)!);
        return new Roster(mall, shops, stores, Categories(sql), attributes, districts);
    }

    public static CategoryEntry?[] Categories(SqlSession sql)
    {
        var keys = sql.List("SELECT id, key FROM categories", r => (r.Id(0), r.Int(1))).ToDictionary(c => c.Item1, c => c.Item2);
        return Entries(sql, "categories", StorefrontJson.Kept.StoredCategory, (key, id, data) =>
            new CategoryEntry(key, id, data.ParentId is { } parent ? keys.GetValueOrDefault(parent) : 0, data));
    }

    private static TEntry?[] Entries<TEntry, TData>(SqlSession sql, string table, JsonTypeInfo<TData> type, Func<int, Guid, TData, TEntry> entry)
        where TEntry : class
    {
        var entries = new TEntry?[1 + sql.Scalar<int>($"SELECT coalesce(max(key), 0) FROM {table}")];
        using var rows = sql.Query($"SELECT key, id, data FROM {table}");
        while (rows.Read())
        {
            entries[rows.Int(0)] = entry(rows.Int(0), rows.Id(1), JsonSerializer.Deserialize(rows.Text(2), type)!);
        }

        return entries;
    }
}
