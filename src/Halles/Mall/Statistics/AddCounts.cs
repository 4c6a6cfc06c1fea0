using Halles.Kernel.Storage;

namespace Halles.Mall.Statistics;

/// <summary>Adds to the totals of a product and to the day of its shop. What comes late for a day raises the totals of the days after it too.</summary>
internal static class AddCounts
{
    /// <summary>Two that add at once would not see each other's new day.</summary>
    public static readonly LockKey Lock = LockKey.Of(LockKind.Counts, Guid.Empty);

    /// <summary>Adds to a product known by its shop's name in addresses and its own; to nothing where there is none of these.</summary>
    public static void Named(WriteSession s, string shop, string handle, int day, long views) =>
        Add(s, "SELECT p.shop_id, p.id FROM shops s JOIN products p ON p.shop_id = s.id WHERE s.slug = $1 AND p.handle = $2", shop, handle, day, views, 0);

    /// <summary>Adds to a product known by its id.</summary>
    public static void Of(WriteSession s, Guid shop, Guid product, int day, long views, long baskets) =>
        Add(s, "SELECT p.shop_id, p.id FROM products p WHERE p.shop_id = $1 AND p.id = $2", shop, product, day, views, baskets);

    private static void Add(WriteSession s, string product, object a, object b, int day, long views, long baskets)
    {
        s.Later.Add(
            $"""
            INSERT INTO product_totals (shop_id, product_id, day, views, baskets)
            SELECT w.shop_id, w.id, CAST($3 AS integer), coalesce({Before("views")}, 0), coalesce({Before("baskets")}, 0) FROM ({product}) w WHERE true ON CONFLICT DO NOTHING
            """, a, b, day);
        s.Later.Add($"UPDATE product_totals SET views = views + $4, baskets = baskets + $5 WHERE (shop_id, product_id) = ({product}) AND day >= $3", a, b, day, views, baskets);
        s.Later.Add(
            $"""
            INSERT INTO shop_days (shop_id, day, views, baskets) SELECT w.shop_id, CAST($3 AS integer), CAST($4 AS bigint), CAST($5 AS bigint) FROM ({product}) w WHERE true
            ON CONFLICT (shop_id, day) DO UPDATE SET views = shop_days.views + excluded.views, baskets = shop_days.baskets + excluded.baskets
            """, a, b, day, views, baskets);

        static string Before(string count) => $"(SELECT t.{count} FROM product_totals t WHERE t.shop_id = w.shop_id AND t.product_id = w.id AND t.day < $3 ORDER BY t.day DESC LIMIT 1)";
    }
}
