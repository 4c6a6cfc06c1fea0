using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Bulk;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Mall.Tax;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>Changes many products at once: choose, say what, look at each before and after, apply, undo.</summary>
public static class BulkEndpoints
{
    public static void MapBulk(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/products/bulk").GuardForms();
        desk.MapGet("", Choose).RequirePermission(Permission.ManageProducts);
        desk.MapPost("", Plan).RequirePermission(Permission.ManageProducts);
        desk.MapGet("{edit:guid}", Look).RequirePermission(Permission.ManageProducts);
        desk.MapPost("{edit:guid}", Apply).RequirePermission(Permission.ManageProducts);
        desk.MapPost("{edit:guid}/undo", Undo).RequirePermission(Permission.ManageProducts);
    }

    private static IResult Choose(HttpContext context, PageContext page, BulkParts parts, Guid[] product, string? all, string? view, string? q, Guid? category)
    {
        var typed = new Dictionary<string, string?>(StringComparer.Ordinal) { ["view"] = view, ["q"] = q, ["category"] = category?.ToString(), ["ending"] = nameof(PriceEnding.Exact), ["way"] = "percent", ["state"] = nameof(ProductState.Published), ["tax"] = "standard" };
        var chosen = new Selection(all is null ? product : null, view, q, category);
        return Form(Desk.Of(context), page, parts, chosen, Typed.Of(typed), []);
    }

    private static async Task<IResult> Plan(HttpContext context, PageContext page, BulkParts parts, PlanBulkEdit plan)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        Guid? category = Guid.TryParse(form.Raw("category"), out var c) ? c : null;
        var chosen = new Selection(form.Has("product") ? [.. form.All("product").Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty)] : null, form.Raw("view"), form.Raw("q"), category);
        var change = Read(desk, page, parts, form);
        var planned = form.Ok ? await plan.Run(desk.ShopId, parts.Ids(desk, page, chosen), change, desk.PersonId) : form.Problems[0];
        return planned.Ok
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, $"products/bulk/{planned.Value}"))
            : Form(desk, page, parts, chosen, Typed.Of(form), form.ProblemsOr(planned.Problem));
    }

    private static IResult Look(HttpContext context, PageContext page, BulkParts parts, ReadBulkEdits edits, Guid edit, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "page")] int? number) =>
        Show(Desk.Of(context), page, parts, edits, edit, Math.Clamp(number ?? 1, 1, 10_000), []);

    private static async Task<IResult> Apply(HttpContext context, PageContext page, BulkParts parts, ReadBulkEdits edits, RunBulkEdit run, Guid edit) =>
        After(context, page, parts, edits, edit, await run.Apply(Desk.Of(context).ShopId, edit, Desk.Of(context).PersonId));

    private static async Task<IResult> Undo(HttpContext context, PageContext page, BulkParts parts, ReadBulkEdits edits, RunBulkEdit run, Guid edit) =>
        After(context, page, parts, edits, edit, await run.Undo(Desk.Of(context).ShopId, edit, Desk.Of(context).PersonId));

    private static IResult After(HttpContext context, PageContext page, BulkParts parts, ReadBulkEdits edits, Guid edit, Result<Done> done) => done.Ok
        ? Render.SeeOther(page.Links.DeskPage(Desk.Of(context).Slug, $"products/bulk/{edit}"))
        : Show(Desk.Of(context), page, parts, edits, edit, 1, [done.Problem!]);

    private static IResult Show(Desk desk, PageContext page, BulkParts parts, ReadBulkEdits edits, Guid edit, int number, IReadOnlyList<Problem> problems) =>
        edits.Find(desk.ShopId, edit, number) is not { } found ? Answers.Page(BulkProblems.None) : Render.Page<BulkEditPage>(
            new { Desk = desk, Found = found, Words = new BulkWords(page, parts.Stores(desk), parts.Leaves(page)), PageNumber = number, Problems = problems },
            problems.Count > 0 ? problems[0].Status : 200);

    private static BulkChange Read(Desk desk, PageContext page, BulkParts parts, FormReader form)
    {
        var kind = form.Word("kind", BulkKind.Price);
        return kind switch
        {
            BulkKind.Price => new BulkChange(kind, Rule(form, page), Reduced: form.Checked("reduced")),
            BulkKind.Category => new BulkChange(kind, CategoryId: form.Id("to")),
            BulkKind.Tax => new BulkChange(kind, TaxCategory: form.Raw("tax")),
            BulkKind.State => new BulkChange(kind, State: form.Word("state", ProductState.Draft)),
            _ => new BulkChange(kind, StoreId: parts.Stores(desk).Find(s => s.Slug == form.Raw("store"))?.Id, Level: form.Whole("level", 0, AdjustStock.Most)),
        };
    }

    private static PriceRule Rule(FormReader form, PageContext page)
    {
        var ending = form.Word("ending", PriceEnding.Exact);
        if (form.Raw("way") == "amount")
        {
            var raw = form.Raw("percent").Trim();
            if (Money.TryParse(raw.Replace(',', '.'), page.Currency, out var money) && Math.Abs(money.Minor) <= ProductInput.MostPrice)
            {
                return new PriceRule(null, money.Minor, ending);
            }

            form.Add("percent", FormReader.NotMoney);
            return new PriceRule(null, 0, ending);
        }

        if (Percentage.TryParse(form.Raw("percent"), out var percent))
        {
            return new PriceRule(percent.BasisPoints, null, ending);
        }

        form.Add("percent", BulkProblems.Percent);
        return new PriceRule(0, null, ending);
    }

    private static IResult Form(Desk desk, PageContext page, BulkParts parts, Selection chosen, Typed typed, IReadOnlyList<Problem> problems) => Render.Page<BulkPage>(
        new
        {
            Desk = desk,
            Chosen = chosen,
            Count = parts.Ids(desk, page, chosen).Count,
            V = typed,
            Stores = parts.Stores(desk),
            Words = new BulkWords(page, parts.Stores(desk), parts.Leaves(page)),
            Taxes = parts.Taxes(page),
            Recent = parts.Recent(desk),
            Problems = problems,
        },
        problems.Count > 0 ? problems[0].Status : 200);
}

/// <summary>Which products: those that were ticked, or, with null, all that a view shows.</summary>
public sealed record Selection(IReadOnlyList<Guid>? Products, string? View, string? Search, Guid? Category);

/// <summary>What the pages of changes are made from.</summary>
public sealed class BulkParts(MallDatabase database, ProductShelf shelf, ReadProduct read, ReadBulkEdits edits, TaxRates rates)
{
    public List<Store> Stores(Desk desk) => ReadStores.Of(database, desk.ShopId);

    public List<(Guid Id, string Name)> Leaves(PageContext page) => read.Leaves(page.Language);

    public List<BulkEdit> Recent(Desk desk) => edits.Newest(desk.ShopId, 5);

    public List<(string Category, Percentage Rate)> Taxes(PageContext page) =>
        TaxCategories.OfProducts.Select(t => (t, rates.Of(Country.Parse(page.Mall.Country), "", t, page.Format.Zone.DateAt(page.Now)))).ToList();

    /// <summary>The ids of the chosen products.</summary>
    public IReadOnlyCollection<Guid> Ids(Desk desk, PageContext page, Selection chosen) =>
        chosen.Products ?? (IReadOnlyCollection<Guid>)shelf.All(desk.ShopId, ProductEndpoints.ViewOf(chosen.View), ProductEndpoints.Cut(chosen.Search), chosen.Category, page.Mall.Languages);
}
