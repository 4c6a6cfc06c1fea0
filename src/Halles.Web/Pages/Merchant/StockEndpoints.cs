using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Halles.Web.Pages.Merchant;

/// <summary>What a shop's stores have: the shelf, one line of it, and what happened.</summary>
public static class StockEndpoints
{
    private const int MovementsShown = 50;

    public static void MapStock(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}").GuardForms();
        desk.MapGet("stock", Shelf).RequirePermission(Permission.ViewShop);
        desk.MapPost("stock", Count).RequirePermission(Permission.ManageStock);
        desk.MapGet("stock/{variant:guid}", Item).RequirePermission(Permission.ViewShop);
        desk.MapPost("stock/{variant:guid}", Change).RequirePermission(Permission.ManageStock);
        desk.MapPost("stock/{variant:guid}/terms", SetTerms).RequirePermission(Permission.ManageStock);
        desk.MapPost("stock/{variant:guid}/move", Move).RequirePermission(Permission.ManageStock);
        desk.MapGet("movements", Movements).RequirePermission(Permission.ViewShop);
    }

    private static IResult Shelf(HttpContext context, MallDatabase database, StockShelf shelf, string? view, string? q, string? store, [FromQuery(Name = "page")] int? number) =>
        ShowShelf(Desk.Of(context), database, shelf, view, q, store, number, []);

    private static IResult ShowShelf(Desk desk, MallDatabase database, StockShelf shelf, string? view, string? q, string? store, int? number, IReadOnlyList<Problem> problems)
    {
        var stores = ReadStores.Of(database, desk.ShopId);
        if (stores.Count == 0)
        {
            return Render.Page<StockPage>(new { Desk = desk, Stores = stores });
        }

        var place = stores.Find(s => s.Slug == store) ?? stores[0];
        var shown = Enum.TryParse<ShelfView>(view?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : ShelfView.All;
        var search = q is { Length: > 100 } ? q[..100] : q;
        var at = Math.Clamp(number ?? 1, 1, 10_000);
        return Render.Page<StockPage>(
            new { Desk = desk, Stores = stores, Place = place, View = shown, Search = search, PageNumber = at, Found = shelf.Find(desk.ShopId, place.Id, shown, search, at), Problems = problems },
            problems.Count > 0 ? problems[0].Status : 200);
    }

    /// <summary>One more, one less, or so many: from the list, the row alone when the script asks for it.</summary>
    private static async Task<IResult> Count(HttpContext context, PageContext page, MallDatabase database, StockShelf shelf, AdjustStock adjust)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var (variant, place) = (form.Id("variant"), ReadStores.Of(database, desk.ShopId).Find(s => s.Slug == form.Raw("store")));
        var by = form.Whole("by", -1, 1, otherwise: 0);
        var count = form.Whole("count", 0, AdjustStock.Most, otherwise: 0);
        if (form.Ok && place is not null)
        {
            var (reason, amount) = by switch { > 0 => (MovementReason.Delivery, 1L), < 0 => (MovementReason.Sale, 1L), _ => (MovementReason.Count, count) };
            var change = new StockChange(desk.ShopId, variant, place.Id, reason, amount, desk.PersonId);
            var done = await adjust.Run(change, IdempotencyKey.For($"person:{desk.PersonId} stock", Key(form), $"{variant} {place.Id} {reason} {amount}"));
            if (done.Problem is { } problem)
            {
                form.Add(problem);
            }
        }

        var back = form.Raw("back");
        return form.Ok && place is not null
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "stock") + (back.StartsWith('?') ? back : "?store=" + place.Slug))
            : ShowShelf(desk, database, shelf, null, null, form.Raw("store"), 1, form.Ok ? [StockProblems.NoSuchStore] : form.Problems);
    }

    private static IResult Item(HttpContext context, PageContext page, MallDatabase database, StockShelf shelf, StockHistory history, Guid variant, string? store, string? done) =>
        ShowItem(Desk.Of(context), page, database, shelf, history, variant, store, Typed.Nothing, [], done);

    private static IResult ShowItem(
        Desk desk, PageContext page, MallDatabase database, StockShelf shelf, StockHistory history, Guid variant, string? store, Typed typed, IReadOnlyList<Problem> problems, string? done = null)
    {
        var stores = ReadStores.Of(database, desk.ShopId);
        var place = stores.Find(s => s.Slug == store) ?? stores.FirstOrDefault();
        if (place is null || shelf.Find(desk.ShopId, place.Id, variant) is not { } line)
        {
            return Answers.Page(StockProblems.NoSuchVariant);
        }

        return Render.Page<StockItemPage>(
            new
            {
                Desk = desk,
                Stores = stores,
                Place = place,
                Line = line,
                V = typed,
                Movements = Described(database, desk.ShopId, history.Newest(desk.ShopId, variant, place.Id, most: 20), page.Language),
                Problems = problems,
                Done = done is not null,
            },
            problems.Count > 0 ? problems[0].Status : 200);
    }

    private static Task<IResult> Change(HttpContext context, PageContext page, MallDatabase database, StockShelf shelf, StockHistory history, AdjustStock adjust, Guid variant) =>
        Write(context, page, database, shelf, history, variant, async (desk, form, place) =>
        {
            var reason = form.Word("reason", MovementReason.Count);
            var amount = form.Whole("amount", 0, AdjustStock.Most);
            var reference = form.TextOrNull("reference", AdjustStock.MostReference);
            return !form.Ok ? form.Problems[0]
                : !MerchantWords.Reasons.Contains(reason) ? FieldProblems.NotOffered.On("reason")
                : (await adjust.Run(
                    new StockChange(desk.ShopId, variant, place, reason, amount, desk.PersonId, reference),
                    IdempotencyKey.For($"person:{desk.PersonId} stock", Key(form), $"{variant} {place} {reason} {amount} {reference}"))).Problem;
        });

    private static Task<IResult> SetTerms(HttpContext context, PageContext page, MallDatabase database, StockShelf shelf, StockHistory history, AdjustStock adjust, Guid variant) =>
        Write(context, page, database, shelf, history, variant, async (desk, form, place) =>
        {
            var safety = form.Whole("safety", 0, AdjustStock.Most, otherwise: 0);
            long? low = form.Raw("low").Trim().Length > 0 ? form.Whole("low", 0, AdjustStock.Most) : null;
            long? daily = form.Has("daily") ? form.Whole("daily", 0, AdjustStock.Most, otherwise: 0) : null;
            return form.Ok ? (await adjust.SetTerms(desk.ShopId, variant, place, safety, daily, low)).Problem : form.Problems[0];
        });

    private static Task<IResult> Move(HttpContext context, PageContext page, MallDatabase database, StockShelf shelf, StockHistory history, MoveStock move, Guid variant) =>
        Write(context, page, database, shelf, history, variant, async (desk, form, place) =>
        {
            var amount = form.Whole("amount", 1, AdjustStock.Most);
            if (ReadStores.Of(database, desk.ShopId).Find(s => s.Slug == form.Raw("to")) is not { } to)
            {
                return StockProblems.NoSuchStore;
            }

            return form.Ok
                ? (await move.Run(new StockMove(desk.ShopId, variant, place, to.Id, amount, desk.PersonId), IdempotencyKey.For($"person:{desk.PersonId} move", Key(form), $"{variant} {place} {to.Id} {amount}"))).Problem?.On("moved")
                : form.Problems[0].On("moved");
        });

    private static async Task<IResult> Write(
        HttpContext context, PageContext page, MallDatabase database, StockShelf shelf, StockHistory history, Guid variant, Func<Desk, FormReader, Guid, Task<Problem?>> write)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (ReadStores.Of(database, desk.ShopId).Find(s => s.Slug == form.Raw("store")) is not { } place)
        {
            return Answers.Page(StockProblems.NoSuchStore);
        }

        var problem = await write(desk, form, place.Id);
        return problem is null
            ? Render.SeeOther($"{page.Links.DeskPage(desk.Slug, $"stock/{variant}")}?store={place.Slug}&done=1")
            : ShowItem(desk, page, database, shelf, history, variant, place.Slug, Typed.Of(form), form.Ok ? [problem] : form.Problems);
    }

    private static IResult Movements(HttpContext context, PageContext page, MallDatabase database, StockHistory history, string? store, Guid? before)
    {
        var desk = Desk.Of(context);
        var stores = ReadStores.Of(database, desk.ShopId);
        var place = stores.Find(s => s.Slug == store);
        var found = history.Newest(desk.ShopId, null, place?.Id, before, MovementsShown + 1);
        return Render.Page<MovementsPage>(new
        {
            Desk = desk,
            Stores = stores,
            Place = place,
            Movements = Described(database, desk.ShopId, [.. found.Take(MovementsShown)], page.Language),
            Older = found.Count > MovementsShown ? found[MovementsShown - 1].Id : (Guid?)null,
        });
    }

    // A form that came without the hidden key still counts once by itself.
    private static string Key(FormReader form) => form.Raw("key") is { Length: > 0 and <= IdempotencyKey.MostLength } key ? key : Ids.New(TimeProvider.System).ToString();

    private static List<MovementLine> Described(MallDatabase database, Guid shop, List<StockMovement> movements, string language)
    {
        using var db = database.Read();
        var (variants, actors, stores) = (movements.Select(m => m.VariantId).Distinct().ToList(), movements.Select(m => m.Actor).OfType<Guid>().Distinct().ToList(), ReadStores.Of(database, shop));
        var names = db.Set<Halles.Mall.Catalogue.Variant>().Where(v => v.ShopId == shop && variants.Contains(v.Id))
            .Join(db.Set<Halles.Mall.Catalogue.Product>(), v => v.ProductId, p => p.Id, (v, p) => new { v.Id, v.Sku, v.ProductId, p.Language, p.StepUnit, p.StepSize, v.Choice, p.Options }).ToDictionary(v => v.Id);
        var products = names.Values.Select(v => v.ProductId).Distinct().ToList();
        var texts = db.Set<Halles.Mall.Catalogue.ProductText>().Where(t => t.ShopId == shop && products.Contains(t.ProductId) && t.Field == Halles.Mall.Catalogue.TextField.Name).AsEnumerable()
            .ToLookup(t => t.ProductId);
        var people = db.Set<Person>().Where(p => actors.Contains(p.Id)).ToDictionary(p => p.Id, p => p.Name);
        return movements.ConvertAll(m =>
        {
            var v = names[m.VariantId];
            var name = texts[v.ProductId].FirstOrDefault(t => t.Language == language) ?? texts[v.ProductId].FirstOrDefault(t => t.Language == v.Language);
            return new MovementLine(m, name?.Text ?? v.Sku, Halles.Mall.Catalogue.ProductOption.Words(v.Options, v.Choice, language), v.Sku, v.StepUnit, v.StepSize, stores.Find(s => s.Id == m.StoreId)?.Name ?? "", m.Actor is { } a ? people.GetValueOrDefault(a) : null);
        });
    }
}

/// <summary>A movement with the names of what it touches.</summary>
/// <param name="Who">Null for the mall itself.</param>
public sealed record MovementLine(StockMovement Movement, string Name, string Choice, string Sku, string? StepUnit, int StepSize, string Store, string? Who);
