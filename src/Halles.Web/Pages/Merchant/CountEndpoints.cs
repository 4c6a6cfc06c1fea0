using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>Counting a store with a phone: scan or type, say how many, and apply the differences at the end.</summary>
public static class CountEndpoints
{
    public static void MapCount(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/stock/count").GuardForms();
        desk.MapGet("", Look).RequirePermission(Permission.ManageStock);
        desk.MapPost("", Count).RequirePermission(Permission.ManageStock);
        desk.MapPost("apply", Apply).RequirePermission(Permission.ManageStock);
        desk.MapPost("drop", Drop).RequirePermission(Permission.ManageStock);
    }

    private static IResult Look(HttpContext context, MallDatabase database, Stocktake stocktake, StockShelf shelf, string? store, string? code, int? done)
    {
        var desk = Desk.Of(context);
        if (Place(desk, database, store) is not { } place)
        {
            return Answers.Page(StockProblems.NoSuchStore);
        }

        Guid? variant = code is null ? null : stocktake.Find(desk.ShopId, code);
        return Show(desk, database, stocktake, shelf, place, variant, code, Typed.Nothing, code is not null && variant is null ? [StockProblems.NoSuchVariant.On("code")] : [], done);
    }

    private static async Task<IResult> Count(HttpContext context, PageContext page, MallDatabase database, Stocktake stocktake, StockShelf shelf)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (Place(desk, database, form.Raw("store"), exactly: true) is not { } place)
        {
            return Answers.Page(StockProblems.NoSuchStore);
        }

        var variant = form.Id("variant");
        long? more = form.Has("more") ? form.Whole("more", 1, 1) : null;
        var counted = more is null ? form.Whole("counted", 0, AdjustStock.Most) : 0;
        var kept = form.Ok ? await stocktake.Count(desk.ShopId, place.Id, variant, counted, more, desk.PersonId) : form.Problems[0];
        return kept.Ok ? Render.SeeOther(Address(page, desk, place))
            : shelf.Find(desk.ShopId, place.Id, variant) is null ? Answers.Page(StockProblems.NoSuchVariant)
            : Show(desk, database, stocktake, shelf, place, variant, form.Raw("code"), Typed.Of(form), form.ProblemsOr(kept.Problem), null);
    }

    private static async Task<IResult> Apply(HttpContext context, PageContext page, MallDatabase database, Stocktake stocktake)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (Place(desk, database, form.Raw("store"), exactly: true) is not { } place)
        {
            return Answers.Page(StockProblems.NoSuchStore);
        }

        var applied = await stocktake.Apply(desk.ShopId, place.Id, desk.PersonId);
        return applied.Ok ? Render.SeeOther(Address(page, desk, place) + "&done=" + applied.Value) : Answers.Page(applied.Problem!);
    }

    private static async Task<IResult> Drop(HttpContext context, PageContext page, MallDatabase database, Stocktake stocktake)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (Place(desk, database, form.Raw("store"), exactly: true) is not { } place)
        {
            return Answers.Page(StockProblems.NoSuchStore);
        }

        var dropped = await stocktake.Drop(desk.ShopId, place.Id, form.Has("variant") ? form.Id("variant") : null);
        return dropped.Ok ? Render.SeeOther(Address(page, desk, place)) : Answers.Page(dropped.Problem!);
    }

    private static string Address(PageContext page, Desk desk, Store place) => $"{page.Links.DeskPage(desk.Slug, "stock/count")}?store={place.Slug}";

    private static Store? Place(Desk desk, MallDatabase database, string? slug, bool exactly = false) =>
        ReadStores.Of(database, desk.ShopId) is var stores && stores.Find(s => s.Slug == slug) is { } place ? place : exactly ? null : stores.FirstOrDefault();

    private static IResult Show(
        Desk desk, MallDatabase database, Stocktake stocktake, StockShelf shelf, Store place, Guid? variant, string? code, Typed typed, IReadOnlyList<Problem> problems, int? done) => Render.Page<CountPage>(
        new
        {
            Desk = desk,
            Stores = ReadStores.Of(database, desk.ShopId),
            Place = place,
            Line = variant is { } v ? shelf.Find(desk.ShopId, place.Id, v) : null,
            Code = code,
            V = typed,
            Waiting = stocktake.Waiting(desk.ShopId, place.Id),
            Problems = problems,
            Done = done,
        },
        problems.Count > 0 ? problems[0].Status : 200);
}
