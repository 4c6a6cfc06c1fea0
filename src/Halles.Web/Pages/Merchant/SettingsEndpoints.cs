using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Media;
using Halles.Mall.Payments;
using Halles.Mall.Shops;
using Halles.Web.Hosting;
using Halles.Web.Pages.Account;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>What a shop is and offers: ways of getting and paying, identity, story and pictures, opening and holidays.</summary>
public static class SettingsEndpoints
{
    private const long MostBytes = 2L * Photos.MostBytes + (1 << 20);

    public static void MapShopSettings(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/settings").GuardForms();
        desk.MapGet("", ShowWays).RequirePermission(Permission.ManageStores);
        desk.MapPost("", SetGetting).RequirePermission(Permission.ManageStores);
        desk.MapPost("paying", SetPaying).RequirePermission(Permission.ManageShop);
        desk.MapGet("identity", (HttpContext context, PageContext page, ReadShop shops, string? done) => Show<IdentityPage>(Desk.Of(context), page, shops, null, [], done)).RequirePermission(Permission.ManageShop);
        desk.MapPost("identity", (HttpContext context, PageContext page, ReadShop shops, EditShop edit) =>
            Change<IdentityPage>(context, page, shops, edit, "identity", ShopForm.ReadIdentity)).RequirePermission(Permission.ManageShop);
        desk.MapGet("story", (HttpContext context, PageContext page, ReadShop shops, string? done) => Show<StoryPage>(Desk.Of(context), page, shops, null, [], done)).RequirePermission(Permission.ManageShop);
        desk.MapPost("story", (HttpContext context, PageContext page, ReadShop shops, EditShop edit) =>
            Change<StoryPage>(context, page, shops, edit, "story", ShopForm.ReadStory)).RequirePermission(Permission.ManageShop);
        desk.MapPost("sharing", ShareOrNot).RequirePermission(Permission.ManageShop);
        desk.MapPost("pictures", SetPictures).RequirePermission(Permission.ManageShop)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        desk.MapGet("opening", ShowOpening).RequirePermission(Permission.ManageShop);
        desk.MapPost("opening", TakeStep).RequirePermission(Permission.ManageShop);
        desk.MapPost("opening/changed", AnswerChange).RequirePermission(Permission.ManageShop);
        desk.MapPost("holiday", SetHoliday).RequirePermission(Permission.ManageShop);
    }

    private static IResult ShowWays(HttpContext context, PageContext page, SetWaysOfGetting getting, SetWaysOfPaying paying, string? done)
    {
        var desk = Desk.Of(context);
        return Ways(context, desk, Typed.Of(WaysForm.Kept(getting.Of(desk.ShopId), paying.Of(desk.ShopId), page)), [], done);
    }

    private static IResult Ways(HttpContext context, Desk desk, Typed typed, IReadOnlyList<Problem> problems, string? done = null) =>
        Render.Page<WaysPage>(new { Desk = desk, V = typed, Problems = problems, Done = done is not null, Asks = ProveEndpoints.Asks(context) }, problems.Count > 0 ? problems[0].Status : 200);

    private static async Task<IResult> SetGetting(HttpContext context, PageContext page, SetWaysOfGetting getting, SetWaysOfPaying paying)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var ways = WaysForm.ReadGetting(form, page.Currency);
        var set = form.Ok ? await getting.Run(desk.ShopId, ways, desk.PersonId) : form.Problems[0];
        return set.Ok
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings") + "?done=1")
            : Ways(context, desk, Beside(form, WaysForm.Kept(getting.Of(desk.ShopId), paying.Of(desk.ShopId), page), sentPaying: false), form.ProblemsOr(set.Problem));
    }

    private static async Task<IResult> SetPaying(HttpContext context, PageContext page, SetWaysOfGetting getting, SetWaysOfPaying paying)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var set = await paying.Run(desk.ShopId, WaysForm.ReadPaying(form), context.SignedIn());
        return set.Ok
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings") + "?done=1")
            : ProveEndpoints.IfAsked(page, set.Problem, page.Links.DeskPage(desk.Slug, "settings"))
                ?? Ways(context, desk, Beside(form, WaysForm.Kept(getting.Of(desk.ShopId), paying.Of(desk.ShopId), page), sentPaying: true), form.ProblemsOr(set.Problem));
    }

    // The page has two forms: the one that was sent shows what was typed, the other what is kept.
    private static Typed Beside(FormReader form, Dictionary<string, string?> kept, bool sentPaying) =>
        Typed.Of(form, kept.Where(k => (k.Key is "in-store" or "on-delivery" or "transfer" or "holder" or "iban" or "bic") != sentPaying).ToDictionary());

    private static IResult Show<TPage>(Desk desk, PageContext page, ReadShop shops, Typed? typed, IReadOnlyList<Problem> problems, string? done = null)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var shop = shops.Find(desk.ShopId)!;
        return Render.Page<TPage>(
            new { Desk = desk, Shop = shop, V = typed ?? Typed.Of(ShopForm.Kept(shop, page)), Problems = problems, Done = done is not null }, problems.Count > 0 ? problems[0].Status : 200);
    }

    private static async Task<IResult> Change<TPage>(HttpContext context, PageContext page, ReadShop shops, EditShop edit, string name, Func<FormReader, Shop, PageContext, ShopProfile> read)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var shop = shops.Find(desk.ShopId)!;
        var kept = await edit.Profile(desk.ShopId, read(form, shop, page), form.Whole("version", 0, long.MaxValue, otherwise: -1), Country.Parse(page.Mall.Country), desk.PersonId);
        return kept.Ok
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/" + name) + "?done=1")
            : Show<TPage>(desk, page, shops, Typed.Of(form), form.ProblemsOr(kept.Problem));
    }

    private static async Task<IResult> SetPictures(HttpContext context, PageContext page, ReadShop shops, EditShop edit, Photos photos)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var shop = shops.Find(desk.ShopId)!;
        var cover = await Uploaded(form, photos, "cover", PhotoShape.Wide);
        var logo = await Uploaded(form, photos, "logo", PhotoShape.Upright);
        if ((cover?.Problem?.On("cover") ?? logo?.Problem?.On("logo")) is { } problem)
        {
            return Show<StoryPage>(desk, page, shops, null, [problem]);
        }

        var kept = await edit.Pictures(
            desk.ShopId,
            form.Checked("logo.gone") ? null : logo?.Value.Hash ?? shop.Logo,
            form.Checked("cover.gone") ? null : cover?.Value.Hash ?? shop.Cover,
            desk.PersonId,
            s =>
            {
                foreach (var (original, shape) in new[] { (cover?.Value, PhotoShape.Wide), (logo?.Value, PhotoShape.Upright) }.Where(p => p.Item1 is not null))
                {
                    Photos.Keep(s, original!, shape);
                }
            });
        return kept.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/story") + "?done=1") : Show<StoryPage>(desk, page, shops, null, [kept.Problem!]);
    }

    private static async Task<IResult> ShareOrNot(HttpContext context, PageContext page, EditShop edit)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var kept = await edit.SharePhotos(desk.ShopId, form.Checked("shares"), desk.PersonId);
        return kept.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/story") + "?done=1") : Answers.Page(kept.Problem!);
    }

    private static async Task<Result<Original>?> Uploaded(FormReader form, Photos photos, string field, PhotoShape shape)
    {
        if (form.Files.GetFile(field) is not { Length: > 0 } file)
        {
            return null;
        }

        using var content = new MemoryStream((int)Math.Min(file.Length, Photos.MostBytes + 1));
        await file.CopyToAsync(content);
        return await photos.Accept(content.ToArray(), shape);
    }

    private static IResult ShowOpening(HttpContext context, ReadShop shops, ShopLife life, string? done) => Opening(Desk.Of(context), shops, life, null, [], done);

    private static IResult Opening(Desk desk, ReadShop shops, ShopLife life, Typed? typed, IReadOnlyList<Problem> problems, string? done = null, bool ended = false)
    {
        var shop = shops.Find(desk.ShopId)!;
        return Render.Page<OpeningPage>(
            new { Desk = desk, Shop = shop, Steps = life.Steps(desk.ShopId), V = typed ?? Typed.Of(ShopForm.KeptHoliday(shop)), Problems = problems, Done = done is not null, Ended = ended },
            problems.Count > 0 ? problems[0].Status : 200);
    }

    private static async Task<IResult> TakeStep(HttpContext context, PageContext page, ReadShop shops, ShopLife life)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var to = form.Word("state", ShopState.Paused);
        var taken = form.Ok ? await life.Step(desk.ShopId, to, ShopSide.Shop, form.Raw("reason"), desk.PersonId) : form.Problems[0];
        return taken.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/opening") + "?done=1") : Opening(desk, shops, life, null, form.ProblemsOr(taken.Problem));
    }

    private static async Task<IResult> AnswerChange(HttpContext context, PageContext page, ReadShop shops, ShopLife life, AskForChange changes)
    {
        var desk = Desk.Of(context);
        var answered = await changes.Answer(desk.ShopId, desk.PersonId);
        return answered.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/opening") + "?done=1") : Opening(desk, shops, life, null, [answered.Problem!]);
    }

    private static async Task<IResult> SetHoliday(HttpContext context, PageContext page, ReadShop shops, ShopLife life, EditShop edit)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var ends = form.Checked("end") || (form.Raw("from").Length == 0 && form.Raw("to").Length == 0);
        var holiday = ends ? null : new Holiday(Day(form, "from"), Day(form, "to"), form.Texts("word", page.Mall.Languages), form.Checked("orders"));
        var set = form.Ok ? await edit.Holiday(desk.ShopId, holiday, desk.PersonId) : form.Problems[0];
        return !set.Ok ? Opening(desk, shops, life, Typed.Of(form), form.ProblemsOr(set.Problem))
            : form.Checked("end") ? Opening(desk, shops, life, Typed.Of(form), [], ended: true)
            : Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/opening") + "?done=1");
    }

    private static DateOnly Day(FormReader form, string field)
    {
        if (DateOnly.TryParseExact(form.Raw(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        form.Add(field, ValueProblems.HoursDay);
        return default;
    }
}
