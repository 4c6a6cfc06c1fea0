using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;

namespace Halles.Mall.Fulfilment;

/// <summary>A shop whose goods can be collected opens with hours in the week of at least one place. One without a place is told of that alone.</summary>
internal sealed class HasHoursToCollect : IOpeningCheck
{
    public Problem? Missing(SqlSession sql, Guid shop)
    {
        var ways = sql.List("SELECT ways FROM shop_fulfilment WHERE shop_id = $1", r => r.Json<WaysOfGetting>(0), shop).FirstOrDefault();
        if (ways?.Collect is null)
        {
            return null;
        }

        var places = sql.List("SELECT hours FROM stores WHERE shop_id = $1 AND gone = $2", r => OpeningHours.Parse(r.Text(0)), shop, false);
        return places.Count == 0 || places.Exists(IsOpenInTheWeek) ? null : FulfilmentProblems.NoHours;
    }

    private static bool IsOpenInTheWeek(OpeningHours hours) => Enum.GetValues<DayOfWeek>().Any(day => hours.On(day).Count > 0);
}
