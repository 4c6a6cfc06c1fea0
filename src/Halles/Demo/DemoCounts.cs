using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Statistics;

namespace Halles.Demo;

/// <summary>How often the demo's goods were looked at in the last weeks, so that its shops have statistics to read.</summary>
internal static class DemoCounts
{
    private const int Days = 40;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>Writes them: some goods are liked more than others, and weekends are livelier.</summary>
    public static void Write(WriteSession s, Product product)
    {
        var today = Zone.DateAt(s.Now);
        var liked = 1 + Seeded.Pick("liked:" + product.Handle, 9);
        var (seen, taken) = (0L, 0L);
        for (var day = today.AddDays(1 - Days); day <= today; day = day.AddDays(1))
        {
            var lively = day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday ? 2 : 1;
            var views = Seeded.Pick($"views:{product.Handle}:{today.DayNumber - day.DayNumber}", liked * 2 * lively);
            if (views > 0)
            {
                var baskets = (views + Seeded.Pick($"baskets:{product.Handle}:{day.Day}", 9)) / 10;
                (seen, taken) = (seen + views, taken + baskets);
                s.Insert(new ProductTotal { ShopId = product.ShopId, Day = day.DayNumber, ProductId = product.Id, Views = seen, Baskets = taken });
                s.Later.Add("INSERT INTO shop_days (shop_id, day, views, baskets) VALUES ($1, $2, $3, $4) ON CONFLICT (shop_id, day) DO UPDATE SET views = shop_days.views + $3, baskets = shop_days.baskets + $4", product.ShopId, day.DayNumber, (long)views, (long)baskets);
            }
        }
    }
}
