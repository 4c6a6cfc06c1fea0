using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Promotions;

/// <summary>With what somebody buys: the codes that they typed, and under whom their uses are counted.</summary>
/// <param name="Codes">In capitals.</param>
/// <param name="Buyers">As orders keep them: one person may have ordered under several. None while it is not known who buys.</param>
public sealed record Claim(IReadOnlyList<string> Codes, IReadOnlyList<Guid> Buyers)
{
    public static readonly Claim Nothing = new([], []);
}

/// <summary>The promotions of some shops at a moment, as far as they concern one basket.</summary>
public sealed class ShopPromotions
{
    /// <summary>A condition that a shop <c>s</c> has promotions running at a moment: cheap to ask where it has none, as most.</summary>
    /// <param name="now">The argument with the moment, such as <c>$2</c>.</param>
    public static string AnyOf(string now) =>
        $"EXISTS (SELECT 1 FROM promotions a WHERE a.shop_id = s.id AND a.released_at IS NOT NULL AND a.starts_at <= {now} AND (a.ends_at IS NULL OR a.ends_at > {now}))";

    /// <summary>None at all.</summary>
    public static readonly ShopPromotions None = new([], Claim.Nothing, [], [], default);

    private readonly List<PromotionNow> _all;
    private readonly Claim _claim;
    private readonly Dictionary<Guid, long> _used;
    private readonly ILookup<Guid, Guid> _above;
    private readonly DateTimeOffset _now;

    private ShopPromotions(List<PromotionNow> all, Claim claim, Dictionary<Guid, long> used, List<(Guid Category, Guid Above)> above, DateTimeOffset now) =>
        (_all, _claim, _used, _above, _now) = (all, claim, used, above.ToLookup(a => a.Category, a => a.Above), now);

    /// <summary>Reads what runs in these shops, and whatever has one of the typed codes.</summary>
    /// <param name="offers">What is in the basket, for the categories above it.</param>
    public static ShopPromotions Read(SqlSession sql, IEnumerable<Guid> shops, Claim claim, IEnumerable<OfferNow> offers, DateTimeOffset now)
    {
        var (ids, rows) = (sql.Ids(shops), new List<Promotion>());
        sql.ReadTogether(Query(
            $"shop_id {sql.Among(1)} AND released_at IS NOT NULL AND ((starts_at <= $2 AND (ends_at IS NULL OR ends_at > $2)) OR code {sql.AmongTexts(3)})", rows, ids, now, sql.Texts(claim.Codes)));
        if (rows.Count == 0)
        {
            return None;
        }

        var targets = Targets(sql, ids, rows);
        var above = rows.Exists(p => p.Scope is PromotionScope.Categories) ? Above(sql, offers.Select(o => o.CategoryId).Distinct()) : [];
        var used = claim.Buyers.Count > 0 && rows.Exists(p => p.LimitPerson is not null) ? Used(sql, claim.Buyers, rows) : [];
        return new ShopPromotions(rows.ConvertAll(p => new PromotionNow(p, targets[p.Id].ToHashSet())), claim, used, above, now);
    }

    /// <summary>What is taken off the lines of a shop, in the order of the lines.</summary>
    public IReadOnlyList<Discount> For(Guid shop, IReadOnlyList<(OfferNow Offer, long Quantity)> lines) =>
        _all.Count == 0 ? [] : BestDiscounts.Of(Lines(lines), [.. _all.Where(p => p.Promotion.ShopId == shop && p.Promotion.StateAt(_now) is PromotionState.Running && Counts(p.Promotion) && WhyNot(p.Promotion) is null)]);

    /// <summary>Why a typed code takes nothing off these lines of all shops; null when it may, though another offer can be better.</summary>
    public Problem? WhyNot(string code, IEnumerable<(OfferNow Offer, long Quantity)> lines)
    {
        var named = _all.Where(p => p.Promotion.Code == code).OrderByDescending(p => p.Promotion.Id).ToList();
        if (named.Count == 0)
        {
            return PromotionProblems.CodeUnknown;
        }

        var running = named.Where(p => p.Promotion.StateAt(_now) is PromotionState.Running).ToList();
        if (running.Count == 0)
        {
            return named.Find(p => p.Promotion.StateAt(_now) is PromotionState.Scheduled) is { Promotion.StartsAt: { } from }
                ? PromotionProblems.CodeNotYet.With(from)
                : PromotionProblems.CodeExpired.With(named[0].Promotion.EndsAt!.Value);
        }

        var free = running.Where(p => WhyNot(p.Promotion) is null).ToList();
        if (free.Count == 0)
        {
            return WhyNot(running[0].Promotion);
        }

        var byShop = lines.ToLookup(l => l.Offer.ShopId);
        return free.Exists(p => BestDiscounts.Of(Lines([.. byShop[p.Promotion.ShopId]]), [p]).Count > 0) ? null : PromotionProblems.CodeForOthers;
    }

    private bool Counts(Promotion promotion) => promotion.Code is null || _claim.Codes.Contains(promotion.Code, StringComparer.Ordinal);

    private Problem? WhyNot(Promotion promotion) =>
        promotion.Uses >= promotion.LimitAll ? PromotionProblems.CodeUsedUp
        : _used.GetValueOrDefault(promotion.Id) >= promotion.LimitPerson ? PromotionProblems.CodeUsedByYou
        : null;

    private List<DiscountLine> Lines(IReadOnlyList<(OfferNow Offer, long Quantity)> lines) =>
        [.. lines.Select(l => new DiscountLine(l.Offer.ProductId, [.. _above[l.Offer.CategoryId]], l.Offer.Price, l.Quantity, l.Offer.StepUnit, l.Offer.StepSize))];

    /// <summary>Reads promotions by a condition, the oldest first.</summary>
    internal static SqlQuery Query(string where, List<Promotion> into, params object?[] args) => new(
        $"""
        SELECT shop_id, id, name, kind, percent, amount, take, pay, scope, code, starts_at, ends_at, released_at, limit_all, limit_person, uses, created_at,
            (SELECT s.language FROM shops s WHERE s.id = shop_id)
        FROM promotions WHERE {where} ORDER BY id
        """, r => into.Add(Row(r)), args);

    /// <summary>The targets of promotions of these shops, by promotion.</summary>
    internal static ILookup<Guid, Guid> Targets(SqlSession sql, object shops, IEnumerable<Promotion> promotions)
    {
        var with = promotions.Where(p => p.Scope is not PromotionScope.Shop).Select(p => p.Id).ToList();
        return (with.Count == 0 ? [] : sql.List(
            $"SELECT promotion_id, target_id FROM promotion_targets WHERE shop_id {sql.Among(1)} AND promotion_id {sql.Among(2)}", r => (Promotion: r.Id(0), Target: r.Id(1)), shops, sql.Ids(with)))
            .ToLookup(t => t.Promotion, t => t.Target);
    }

    /// <summary>Each of these categories with itself and those above it.</summary>
    internal static List<(Guid Category, Guid Above)> Above(SqlSession sql, IEnumerable<Guid> categories) => sql.List(
        $"""
        WITH RECURSIVE up (category, above) AS (
            SELECT id, id FROM categories WHERE id {sql.Among(1)}
            UNION SELECT u.category, c.parent_id FROM up u JOIN categories c ON c.id = u.above WHERE c.parent_id IS NOT NULL)
        SELECT category, above FROM up
        """, r => (r.Id(0), r.Id(1)), sql.Ids(categories));

    private static Dictionary<Guid, long> Used(SqlSession sql, IEnumerable<Guid> buyers, List<Promotion> promotions) => sql.List(
        $"""
        SELECT u.promotion_id, count(*) FROM orders o JOIN promotion_uses u ON u.shop_id = o.shop_id AND u.order_id = o.id
        WHERE o.buyer {sql.Among(1)} AND u.promotion_id {sql.Among(2)} GROUP BY u.promotion_id
        """, r => (r.Id(0), r.Long(1)), sql.Ids(buyers), sql.Ids(promotions.Select(p => p.Id))).ToDictionary();

    private static Promotion Row(SqlRows r) => new()
    {
        ShopId = r.Id(0), Id = r.Id(1), Name = r.Text(2), Kind = r.Word<PromotionKind>(3), Percent = r.IsNull(4) ? null : r.Int(4), Amount = r.IsNull(5) ? null : r.Long(5),
        Take = r.IsNull(6) ? null : r.Int(6), Pay = r.IsNull(7) ? null : r.Int(7), Scope = r.Word<PromotionScope>(8), Code = r.TextOrNull(9), StartsAt = r.InstantOrNull(10),
        EndsAt = r.InstantOrNull(11), ReleasedAt = r.InstantOrNull(12), LimitAll = r.IsNull(13) ? null : r.Long(13), LimitPerson = r.IsNull(14) ? null : r.Long(14),
        Uses = r.Long(15), CreatedAt = r.Instant(16), Language = r.TextOrNull(17) ?? "",
    };
}
