using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Bulk;
using Halles.Mall.Identity;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>What a store has as a table: out of the mall, and in from a till.</summary>
public static class StockFileEndpoints
{
    private const long MostBytes = PlanStockFile.MostBytes + (1 << 16);

    public static void MapStockFile(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/stock/file").GuardForms();
        desk.MapGet("", Ask).RequirePermission(Permission.ManageProducts);
        desk.MapPost("", Plan).RequirePermission(Permission.ManageProducts).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        desk.MapGet("csv", Write).RequirePermission(Permission.ViewShop);
    }

    private static IResult Ask(HttpContext context, MallDatabase database, string? store) =>
        Place(context, database, store) is { } place ? Show(Desk.Of(context), database, place, null, []) : Answers.Page(StockProblems.NoSuchStore);

    private static async Task<IResult> Plan(HttpContext context, MallDatabase database, PlanStockFile plan)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (Place(context, database, form.Raw("store")) is not { } place)
        {
            return Answers.Page(StockProblems.NoSuchStore);
        }

        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return Show(desk, database, place, null, [FieldProblems.Missing.On("file")]);
        }

        var planned = await plan.Run(desk.ShopId, place.Id, file.OpenReadStream(), desk.PersonId);
        return planned.Ok ? Show(desk, database, place, planned.Value, []) : Show(desk, database, place, null, planned.Problem!.Single);
    }

    private static IResult Write(HttpContext context, PageContext page, MallDatabase database, WriteStockFile write, string? store)
    {
        var (shop, separator) = (Desk.Of(context).ShopId, page.Words.TableSeparator);
        return Place(context, database, store) is { } place
            ? Results.Stream(to => write.Run(shop, place.Id, separator, to), "text/csv; charset=utf-8", $"stock-{place.Slug}.csv")
            : Answers.Page(StockProblems.NoSuchStore);
    }

    private static Store? Place(HttpContext context, MallDatabase database, string? slug)
    {
        var stores = ReadStores.Of(database, Desk.Of(context).ShopId);
        return string.IsNullOrEmpty(slug) ? stores.FirstOrDefault() : stores.Find(s => s.Slug == slug);
    }

    private static IResult Show(Desk desk, MallDatabase database, Store place, StockFilePlan? plan, IReadOnlyList<Problem> problems) => Render.Page<StockFilePage>(
        new { Desk = desk, Stores = ReadStores.Of(database, desk.ShopId), Place = place, Plan = plan, Problems = problems }, problems.Count > 0 ? problems[0].Status : 200);
}
