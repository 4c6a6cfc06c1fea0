using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Promotions;

/// <summary>A promotion as a shop writes it.</summary>
/// <param name="Percent">Basis points.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Targets">Categories or products, by the scope; empty for the whole shop.</param>
/// <param name="StartsAt">Null for as soon as it is released.</param>
/// <param name="EndsAt">Null for no end.</param>
public sealed record PromotionInput(
    string Name, PromotionKind Kind, PromotionScope Scope, IReadOnlyList<Guid> Targets, int? Percent = null, long? Amount = null, int? Take = null, int? Pay = null,
    string? Code = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null, long? LimitAll = null, long? LimitPerson = null);

/// <summary>A shop's promotions, written by its people: drafted, released, changed until they begin, and ended.</summary>
public sealed class EditPromotion(MallWriter writer)
{
    public const int MostName = 80;
    public const int MostTake = 10;
    public const int MostTargets = 200;
    public const int MostAtOnce = 20;
    public const long MostUses = 1_000_000;

    /// <summary>Keeps a new promotion.</summary>
    /// <param name="release">False keeps it as a draft, which nobody sees.</param>
    public Task<Result<Guid>> Create(Guid shop, PromotionInput input, bool release, Guid? actor) => writer.Write<Guid>(s =>
    {
        if (s.Sql.Scalar<long>("SELECT count(*) FROM promotions WHERE shop_id = $1 AND (ends_at IS NULL OR ends_at > $2)", shop, s.Now) >= MostAtOnce)
        {
            return PromotionProblems.TooMany;
        }

        var promotion = new Promotion { ShopId = shop, Id = s.NewId(), Name = "", Kind = input.Kind, Scope = input.Scope, CreatedAt = s.Now };
        s.Db.Add(promotion);
        return Fill(s, promotion, input, release, actor) is { } wrong ? wrong : promotion.Id;
    }, Lane.Trade, LockKey.Of(LockKind.Shop, shop));

    /// <summary>Changes a promotion that has not begun; <c>promotion-begun</c> for any other.</summary>
    public Task<Result<Done>> Change(Guid shop, Guid id, PromotionInput input, bool release, Guid? actor) => writer.Write<Done>(s =>
    {
        if (s.Db.Find<Promotion>(shop, id) is not { } promotion)
        {
            return PromotionProblems.NoSuchPromotion;
        }

        if (promotion.StateAt(s.Now) is PromotionState.Running or PromotionState.Ended)
        {
            return PromotionProblems.Begun;
        }

        s.Sql.Execute("DELETE FROM promotion_targets WHERE shop_id = $1 AND promotion_id = $2", shop, id);
        s.Sql.Execute("DELETE FROM former_targets WHERE shop_id = $1 AND promotion_id = $2", shop, id);
        return Fill(s, promotion, input, release, actor) is { } wrong ? wrong : default(Done);
    }, Lane.Trade, LockKey.Of(LockKind.Shop, shop));

    /// <summary>Ends a promotion now. What it gave stays on the orders that have it.</summary>
    public Task<Result<Done>> Stop(Guid shop, Guid id, Guid? actor) => writer.Write<Done>(s =>
    {
        if (s.Db.Find<Promotion>(shop, id) is not { } promotion)
        {
            return PromotionProblems.NoSuchPromotion;
        }

        if (promotion.StateAt(s.Now) is PromotionState.Ended)
        {
            return PromotionProblems.HasEnded;
        }

        // One that never began has no time in which it applied, whatever is asked of the past.
        promotion.StartsAt = promotion.StartsAt > s.Now ? s.Now : promotion.StartsAt;
        promotion.EndsAt = s.Now;
        Told(s, promotion, "stop-promotion", actor);
        TellProducts.Enqueue(s, promotion, s.Now);
        return default(Done);
    }, Lane.Trade, LockKey.Of(LockKind.Shop, shop));

    private static Problem? Fill(WriteSession s, Promotion promotion, PromotionInput input, bool release, Guid? actor)
    {
        var check = new FieldChecks();
        var code = PromotionCode.Of(input.Code);
        promotion.Name = check.Text("name", input.Name, MostName);
        foreach (var wrong in Wrong(s, promotion.ShopId, input))
        {
            check.Add(wrong.Field!, wrong);
        }

        check.Add("code", code is not null && Taken(s, promotion, code) ? PromotionProblems.CodeTaken : null);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        (promotion.Kind, promotion.Scope, promotion.Code) = (input.Kind, input.Scope, code);
        promotion.Percent = input.Kind is PromotionKind.Percent ? input.Percent : null;
        promotion.Amount = input.Kind is PromotionKind.AmountEach or PromotionKind.AmountOrder ? input.Amount : null;
        (promotion.Take, promotion.Pay) = input.Kind is PromotionKind.Bundle ? (input.Take, input.Pay) : (null, null);
        (promotion.LimitAll, promotion.LimitPerson) = (input.LimitAll, input.LimitPerson);
        // Nothing begins in the past: prices that applied then were others.
        promotion.StartsAt = release && (input.StartsAt is null || input.StartsAt < s.Now) ? s.Now : input.StartsAt;
        (promotion.EndsAt, promotion.ReleasedAt) = (input.EndsAt, release ? s.Now : null);
        foreach (var target in Targets(input))
        {
            s.Later.Add("INSERT INTO promotion_targets (shop_id, promotion_id, target_id) VALUES ($1, $2, $3)", promotion.ShopId, promotion.Id, target);
        }

        Told(s, promotion, release ? "release-promotion" : "draft-promotion", actor);
        if (release)
        {
            TellProducts.Enqueue(s, promotion, promotion.StartsAt!.Value);
            TellProducts.Enqueue(s, promotion, promotion.EndsAt);
        }

        return null;
    }

    private static IEnumerable<Problem> Wrong(WriteSession s, Guid shop, PromotionInput input)
    {
        var targets = Targets(input);
        var value = input.Kind switch
        {
            PromotionKind.Percent => input.Percent is < 100 or > Percentage.Whole or null ? PromotionProblems.PercentWrong : null,
            PromotionKind.Bundle => input.Take is < 2 or > MostTake or null || input.Pay is < 1 or null || input.Pay >= input.Take ? PromotionProblems.BundleWrong : null,
            _ => input.Amount is < 1 or > ProductInput.MostPrice or null ? PromotionProblems.AmountWrong : null,
        };
        return new[]
        {
            value,
            input.Kind is PromotionKind.AmountOrder && input.Scope is not PromotionScope.Shop ? PromotionProblems.OrderScope : null,
            input.Scope is not PromotionScope.Shop && targets.Count == 0 ? PromotionProblems.NoTargets : null,
            targets.Count > MostTargets ? PromotionProblems.TooManyTargets : null,
            targets.Count is > 0 and <= MostTargets && !AllThere(s, shop, input.Scope, targets) ? FieldProblems.NotOffered.On("targets") : null,
            string.IsNullOrWhiteSpace(input.Code) || PromotionCode.Of(input.Code) is not null ? null : PromotionProblems.CodeWrong,
            input.EndsAt is { } end && (end <= s.Now || end <= input.StartsAt) ? PromotionProblems.EndsEarly : null,
            input.LimitAll is < 1 or > MostUses ? FieldProblems.OutOfRange.With(1, MostUses).On("limit-all") : null,
            input.LimitPerson is < 1 or > MostUses ? FieldProblems.OutOfRange.With(1, MostUses).On("limit-person") : null,
        }.OfType<Problem>();
    }

    private static List<Guid> Targets(PromotionInput input) => input.Scope is PromotionScope.Shop ? [] : [.. input.Targets.Distinct()];

    private static bool AllThere(WriteSession s, Guid shop, PromotionScope scope, List<Guid> targets) => targets.Count == (scope is PromotionScope.Products
        ? s.Sql.Scalar<long>($"SELECT count(*) FROM products WHERE shop_id = $2 AND id {s.Sql.Among(1)}", s.Sql.Ids(targets), shop)
        : s.Sql.Scalar<long>($"SELECT count(*) FROM categories WHERE id {s.Sql.Among(1)}", s.Sql.Ids(targets)));

    private static bool Taken(WriteSession s, Promotion promotion, string code) => s.Sql.Scalar<long>(
        "SELECT count(*) FROM promotions WHERE shop_id = $1 AND id <> $2 AND code = $3 AND (ends_at IS NULL OR ends_at > $4)", promotion.ShopId, promotion.Id, code, s.Now) > 0;

    private static void Told(WriteSession s, Promotion promotion, string action, Guid? actor)
    {
        s.Changed(Topic.Promotion, promotion.ShopId, promotion.Id);
        s.Audit(new AuditEntry(actor, action, promotion.ShopId, promotion.Id, promotion.Name));
    }
}
