using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Media;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Operator;

/// <summary>The mall's name, logo and colours: tried on a piece of its pages, kept, taken back.</summary>
internal static class BrandEndpoints
{
    private static readonly Problem Colour = new("colour", 422, "Write the colour as #14523f.");
    private static readonly Problem Faint = new("colour-faint", 422, "Words in this colour could not be read everywhere: the contrast is {0}, and 4.5 is needed. The nearest that can be read is {1}.");
    private static readonly Problem NothingBefore = new("no-brand-before", 409, "There is nothing to take back.");

    public static void MapBrand(this RouteGroupBuilder office)
    {
        var brand = office.MapGroup("brand").RequirePermission(Permission.ManageSettings);
        brand.MapGet("", (PageContext page, Storefront storefront, Photos photos, string? done) => Show(page, storefront, photos, Look.Of(page.Mall), [], done));
        brand.MapPost("", Change).WithMetadata(new RequestSizeLimitAttribute(Photos.MostBytes + 100_000), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = Photos.MostBytes + 100_000 });
        brand.MapPost("undo", Undo);
        brand.MapGet("look.css", (string? day, string? night) => Results.Text(BrandSheet.Tokens(".look-day", ".look-night", new Brand(Hex(day), "#ffffff", Hex(night))), "text/css; charset=utf-8"));
    }

    private static string Hex(string? digits) => "#" + digits;

    private static IResult Show(PageContext page, Storefront storefront, Photos photos, Look look, IReadOnlyList<Problem> problems, string? done = null)
    {
        var card = storefront.Ready ? storefront.Home(page.Language) is { New: [var first, ..] } ? first : null : null;
        return Render.Page<BrandPage>(new { Look = look, Card = card, CanUndo = page.Mall.BrandBefore is not null, Missing = photos.Missing, Problems = problems, Done = done }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Change(HttpContext http, PageContext page, CurrentSettings settings, MallWriter writer, MediaStore media, Photos photos, Storefront storefront)
    {
        var form = await FormReader.Read(http);
        var (logo, refused) = await Logo(form, settings.Value, media, photos, writer);
        var look = new Look(form.Text("name", 80), Typed(form, "accent"), Typed(form, "accent-dark"), logo);
        if (refused is not null)
        {
            form.Add("logo", refused);
        }

        Check(form, "accent", look.Accent, AccentContrast.ByDay);
        Check(form, "accent-dark", look.AccentDark, AccentContrast.ByNight);
        if (!form.Ok || form.Raw("do") != "keep")
        {
            return Show(page, storefront, photos, look, form.Problems);
        }

        var saved = await writer.Write(s => CurrentSettings.Change(s, now => Changed(now, look), http.SignedIn().PersonId));
        if (saved.Problem is { } problem)
        {
            return Show(page, storefront, photos, look, problem.Single);
        }

        settings.Refresh();
        return Render.SeeOther(page.Links.OfficePage("brand") + "?done=kept");
    }

    private static async Task<IResult> Undo(HttpContext http, PageContext page, CurrentSettings settings, MallWriter writer)
    {
        var undone = await writer.Write(s => CurrentSettings.Change(
            s, now => now.BrandBefore is { } before ? now with { Name = before.Name, Brand = before.Brand, BrandBefore = null } : NothingBefore, http.SignedIn().PersonId));
        settings.Refresh();
        return undone.Problem is { } problem ? Answers.Page(problem) : Render.SeeOther(page.Links.OfficePage("brand") + "?done=undone");
    }

    private static MallSettings Changed(MallSettings now, Look look) => now with
    {
        Name = look.Name,
        Brand = new Brand(look.Accent, "#ffffff", look.AccentDark) { Logo = look.Logo },
        BrandBefore = new BrandKept(now.Name, now.Brand),
    };

    // A colour that was offered instead is taken by its button.
    private static string Typed(FormReader form, string field) => (form.Raw("take." + field) is { Length: > 0 } instead ? instead : form.Raw(field)).Trim().ToLowerInvariant();

    private static void Check(FormReader form, string field, string colour, Func<string, FaintAccent?> faint)
    {
        if (BrandSheet.Colour.Parse(colour) is null)
        {
            form.Add(field, Colour);
        }
        else if (faint(colour) is { } instead)
        {
            form.Add(field, Faint.With(instead.Contrast.ToString("0.0", CultureInfo.InvariantCulture), instead.Instead));
        }
    }

    // An upload is kept at once, so that it can be looked at; the page carries its hash until it is decided.
    private static async Task<(MallLogo? Logo, Problem? Problem)> Logo(FormReader form, MallSettings now, MediaStore media, Photos photos, MallWriter writer)
    {
        if (form.Files.GetFile("logo") is { Length: > 0 } file)
        {
            using var content = new MemoryStream((int)Math.Min(file.Length, Photos.MostBytes + 1));
            await file.CopyToAsync(content);
            var accepted = await photos.Accept(content.ToArray(), PhotoShape.Wide);
            if (accepted.Problem is { } problem)
            {
                return (now.Brand.Logo, problem);
            }

            var stored = await writer.Write<Done>(s =>
            {
                Photos.Keep(s, accepted.Value, PhotoShape.Wide);
                return default(Done);
            });
            return stored.Ok ? (new MallLogo(accepted.Value.Hash, accepted.Value.Width, accepted.Value.Height), null) : (now.Brand.Logo, stored.Problem);
        }

        return form.Checked("logo.gone") ? (null, null)
            : form.Raw("kept-logo") is { Length: 64 } hash && hash != now.Brand.Logo?.Media && media.Find(hash) is { } kept ? (new MallLogo(hash, kept.Width, kept.Height), null)
            : (now.Brand.Logo, null);
    }
}

/// <summary>Name, logo and colours as they are tried on.</summary>
public sealed record Look(string Name, string Accent, string AccentDark, MallLogo? Logo)
{
    public static Look Of(MallSettings mall) => new(mall.Name, mall.Brand.Accent, mall.Brand.AccentDark, mall.Brand.Logo);
}
