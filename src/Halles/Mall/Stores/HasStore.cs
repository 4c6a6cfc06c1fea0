using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;

namespace Halles.Mall.Stores;

/// <summary>A shop opens with at least one place.</summary>
internal sealed class HasStore : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.Store;

    public Problem? Missing(SqlSession sql, Guid shop) => HoursOf(sql, shop).Count > 0 ? null : StoreProblems.NoStore;

    internal static List<OpeningHours> HoursOf(SqlSession sql, Guid shop) =>
        sql.List("SELECT hours FROM stores WHERE shop_id = $1 AND gone = $2", r => OpeningHours.Parse(r.Text(0)), shop, false);
}

/// <summary>A shop opens with hours in the week of at least one place: one date is no week.</summary>
internal sealed class HasHours : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.Hours;

    public Problem? Missing(SqlSession sql, Guid shop) => HasStore.HoursOf(sql, shop).Exists(IsOpenInTheWeek) ? null : StoreProblems.NoHours;

    private static bool IsOpenInTheWeek(OpeningHours hours) => Enum.GetValues<DayOfWeek>().Any(day => hours.On(day).Count > 0);
}
