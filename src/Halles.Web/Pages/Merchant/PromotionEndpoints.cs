using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Promotions;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's promotions: written, looked at, released, ended.</summary>
public static class PromotionEndpoints
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm";

    public static void MapPromotions(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/promotions").GuardForms();
        desk.MapGet("", (HttpContext context, ReadPromotions read, string? done) => List(Desk.Of(context), read, done is not null, [])).RequirePermission(Permission.ManageProducts);
        desk.MapGet("new", (HttpContext context, PromotionParts parts) => Form(Desk.Of(context), parts, null, Typed.Of(New), [], [], null)).RequirePermission(Permission.ManageProducts);
        desk.MapPost("new", (HttpContext context, PromotionParts parts, EditPromotion edit) => Save(context, parts, edit, null)).RequirePermission(Permission.ManageProducts);
        desk.MapGet("{id:guid}", Look).RequirePermission(Permission.ManageProducts);
        desk.MapPost("{id:guid}", (HttpContext context, PromotionParts parts, EditPromotion edit, Guid id) => Save(context, parts, edit, id)).RequirePermission(Permission.ManageProducts);
        desk.MapPost("{id:guid}/stop", Stop).RequirePermission(Permission.ManageProducts);
    }

    private static IResult List(Desk desk, ReadPromotions read, bool done, IReadOnlyList<Problem> problems) => Render.Page<PromotionsPage>(
        new { Desk = desk, Found = read.Of(desk.ShopId), Done = done, Problems = problems }, problems.Count > 0 ? problems[0].Status : 200);

    private static IResult Look(HttpContext context, PromotionParts parts, Guid id)
    {
        var desk = Desk.Of(context);
        return parts.Read.Find(desk.ShopId, id) is { } found
            ? Form(desk, parts, found.Row, Typed.Of(Kept(parts.Page, found.Row.Promotion)), found.Targets, [], null)
            : Answers.Page(PromotionProblems.NoSuchPromotion);
    }

    private static async Task<IResult> Save(HttpContext context, PromotionParts parts, EditPromotion edit, Guid? id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        PromotionRow? kept = null;
        if (id is { } of)
        {
            if (parts.Read.Find(desk.ShopId, of) is not { } found)
            {
                return Answers.Page(PromotionProblems.NoSuchPromotion);
            }

            kept = found.Row;
        }

        var input = Input(form, parts.Page);
        if (form.Raw("act") is "find" or "preview")
        {
            var touched = form.Raw("act") == "preview" ? parts.Read.Touches(desk.ShopId, input.Scope, input.Targets) : (int?)null;
            return Form(desk, parts, kept, Typed.Of(form), input.Targets, [], touched);
        }

        var release = form.Raw("act") == "release";
        var saved = !form.Ok ? form.Problems[0]
            : id is { } change ? await edit.Change(desk.ShopId, change, input, release, desk.PersonId)
            : (await edit.Create(desk.ShopId, input, release, desk.PersonId)).Then(_ => default(Done));
        return saved.Ok ? Render.SeeOther(parts.Page.Links.DeskPage(desk.Slug, "promotions") + "?done=1") : Form(desk, parts, kept, Typed.Of(form), input.Targets, form.ProblemsOr(saved.Problem), null);
    }

    private static async Task<IResult> Stop(HttpContext context, PageContext page, ReadPromotions read, EditPromotion edit, Guid id)
    {
        var desk = Desk.Of(context);
        var stopped = await edit.Stop(desk.ShopId, id, desk.PersonId);
        return stopped.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "promotions") + "?done=1")
            : stopped.Problem!.Status == 404 ? Answers.Page(stopped.Problem)
            : List(desk, read, done: false, [stopped.Problem]);
    }

    private static IResult Form(Desk desk, PromotionParts parts, PromotionRow? kept, Typed typed, IReadOnlyList<Guid> targets, IReadOnlyList<Problem> problems, int? touched) => Render.Page<PromotionPage>(
        new
        {
            Desk = desk, Kept = kept, V = typed, Targets = targets, Categories = parts.Read.Categories(desk.ShopId, parts.Page.Language), Touched = touched, Problems = problems,
            Products = parts.Products(desk, targets, typed["q"]),
        },
        problems.Count > 0 ? problems[0].Status : 200);

    private static PromotionInput Input(FormReader form, PageContext page)
    {
        var kind = form.Word("kind", PromotionKind.Percent);
        var scope = form.Word("scope", PromotionScope.Shop);
        return new PromotionInput(
            form.Raw("name"), kind, scope,
            [.. form.All(scope is PromotionScope.Categories ? "category" : "product").Select(t => Guid.TryParse(t, out var id) ? id : Guid.Empty)],
            kind is PromotionKind.Percent && Percentage.TryParse(form.Raw("percent"), out var percent) ? percent.BasisPoints : null,
            kind is PromotionKind.AmountEach or PromotionKind.AmountOrder ? form.Amount("amount", page.Currency) : null,
            kind is PromotionKind.Bundle ? Whole(form, "take") : null,
            kind is PromotionKind.Bundle ? Whole(form, "pay") : null,
            form.Raw("code"), At(form, page, "starts"), At(form, page, "ends"), Whole(form, "limit-all"), Whole(form, "limit-person"));
    }

    private static int? Whole(FormReader form, string field) => form.Raw(field).Trim().Length == 0 ? null : (int)form.Whole(field, 0, EditPromotion.MostUses);

    // A moment as the clocks of the mall show it.
    private static DateTimeOffset? At(FormReader form, PageContext page, string field)
    {
        var raw = form.Raw(field).Trim();
        if (raw.Length == 0)
        {
            return null;
        }

        if (DateTime.TryParseExact(raw, [Moment, Moment + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is > 2000 and < 3000)
        {
            return page.Format.Zone.InstantOf(local);
        }

        form.Add(field, PromotionProblems.MomentWrong);
        return null;
    }

    private static readonly Dictionary<string, string?> New = new(StringComparer.Ordinal)
    {
        ["kind"] = nameof(PromotionKind.Percent), ["scope"] = nameof(PromotionScope.Shop), ["take"] = "3", ["pay"] = "2",
    };

    private static Dictionary<string, string?> Kept(PageContext page, Promotion promotion) => new(StringComparer.Ordinal)
    {
        ["name"] = promotion.Name,
        ["kind"] = promotion.Kind.ToString(),
        ["scope"] = promotion.Scope.ToString(),
        ["percent"] = promotion.Percent is { } percent ? new Percentage(percent).ToString() : null,
        ["amount"] = promotion.Amount is { } amount ? page.Typed(amount) : null,
        ["take"] = Number(promotion.Take ?? 3),
        ["pay"] = Number(promotion.Pay ?? 2),
        ["code"] = promotion.Code,
        ["starts"] = Local(page, promotion.StartsAt),
        ["ends"] = Local(page, promotion.EndsAt),
        ["limit-all"] = Number(promotion.LimitAll),
        ["limit-person"] = Number(promotion.LimitPerson),
    };

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Local(PageContext page, DateTimeOffset? at) => at is { } moment ? page.Format.Local(moment).ToString(Moment, CultureInfo.InvariantCulture) : null;
}

/// <summary>What the pages of promotions are made from.</summary>
public sealed class PromotionParts(PageContext page, ReadPromotions read, ProductShelf shelf)
{
    public PageContext Page => page;

    public ReadPromotions Read => read;

    /// <summary>The chosen products, and beside them those that a search finds.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Products(Desk desk, IReadOnlyList<Guid> chosen, string search)
    {
        var found = search.Trim().Length == 0 ? [] : shelf.Find(desk.ShopId, ProductView.OnSale, ProductEndpoints.Cut(search), null, page.Mall.Languages, 1).Lines;
        return [.. read.Products(desk.ShopId, chosen).Concat(found.Select(f => (f.Id, f.Name))).DistinctBy(p => p.Item1)];
    }
}
