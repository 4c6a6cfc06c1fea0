using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>The views of a shop's orders that its people keep under a name, each for themselves or for all.</summary>
public sealed class OrderViews(MallDatabase database, MallWriter writer)
{
    /// <summary>The longest name in characters.</summary>
    public const int LongestName = 40;

    /// <summary>The longest query in characters.</summary>
    public const int LongestQuery = 500;

    private const int Most = 30;

    /// <summary>Those that somebody sees: the shop's, then their own, by name.</summary>
    public List<SavedOrderView> Of(Guid shop, Guid person) => database.Read(sql => sql.List(
        "SELECT id, person_id, name, query FROM order_views WHERE shop_id = $1 AND (person_id IS NULL OR person_id = $2) ORDER BY CASE WHEN person_id IS NULL THEN 0 ELSE 1 END, name, id",
        r => new SavedOrderView { ShopId = shop, Id = r.Id(0), PersonId = r.IdOrNull(1), Name = r.Text(2), Query = r.Text(3) }, shop, person));

    /// <summary>Keeps a view; one of the same name and reach is changed.</summary>
    /// <param name="forAll">Everybody at the desk sees it; else only who keeps it.</param>
    /// <param name="query">What is shown, as the page's address has it.</param>
    public Task<Result<Guid>> Save(Guid shop, Guid person, bool forAll, string name, string query)
    {
        var check = new FieldChecks();
        var called = check.Text("name", name, LongestName);
        var kept = check.Text("query", query, LongestQuery);
        return check.Problem is { } wrong ? Task.FromResult<Result<Guid>>(wrong) : writer.Write<Guid>(
            s =>
            {
                var owner = forAll ? null : (Guid?)person;
                var same = s.Db.Set<SavedOrderView>().SingleOrDefault(v => v.ShopId == shop && v.PersonId == owner && v.Name == called);
                if (same is null && s.Db.Set<SavedOrderView>().Count(v => v.ShopId == shop && v.PersonId == owner) >= Most)
                {
                    return OrderProblems.ViewsMany.With(Most);
                }

                if (same is null)
                {
                    s.Db.Add(same = new SavedOrderView { ShopId = shop, Id = s.NewId(), PersonId = owner, Name = called, Query = kept });
                }

                same.Query = kept;
                return same.Id;
            },
            Lane.Office,
            LockKey.Of(LockKind.Shop, shop));
    }

    /// <summary>Forgets a view of the shop's, or of their own, and gives it back so that it can be kept again. Another's is none.</summary>
    public Task<Result<SavedOrderView>> Remove(Guid shop, Guid person, Guid view) => writer.Write<SavedOrderView>(
        s =>
        {
            if (s.Db.Set<SavedOrderView>().SingleOrDefault(v => v.ShopId == shop && v.Id == view && (v.PersonId == null || v.PersonId == person)) is not { } found)
            {
                return OrderProblems.NoSuchView;
            }

            s.Db.Remove(found);
            return found;
        },
        Lane.Office,
        LockKey.Of(LockKind.Shop, shop));
}
