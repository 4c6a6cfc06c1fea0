using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Content;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;
using Halles.Web.Pages.Shopper;

namespace Halles.Web.Pages.Operator;

/// <summary>The pages that the market's office writes: texts by language, from when on and where they are shown, what they were before.</summary>
internal static class PageEndpoints
{
    private const int Versions = 20;
    private static readonly Problem Moment = new("page-moment", 422, "Enter the day and the time from which it is shown.") { Field = "day" };

    public static void MapContentPages(this RouteGroupBuilder office)
    {
        var pages = office.MapGroup("pages").RequirePermission(Permission.ManageSettings);
        pages.MapGet("", (PageContext page, EditPages edit, ContentTexts texts, Guid? deleted) => Render.Page<PagesPage>(
            new { Pages = edit.List(), Read = edit.Read(page.Now), BuiltIn = texts.BuiltIn.Select(name => (name, ContentTexts.Filled(texts.Written(name, page.Language)!.Value.Title, page.Mall))).ToList(), Deleted = deleted }));
        pages.MapGet("new", (HttpContext http, PageContext page, ContentTexts texts, string? of) => Form(http, null, Typed.Of(Fresh(page, texts, of)), []));
        pages.MapPost("new", (HttpContext http, PageContext page, EditPages edit) => Save(http, page, edit, null));
        pages.MapGet("{id:guid}", (HttpContext http, PageContext page, EditPages edit, Guid id, string? done) =>
            edit.Find(id) is { } found ? Form(http, found, Typed.Of(Kept(found, page)), [], done is not null) : Answers.Page(PageProblems.None));
        pages.MapPost("{id:guid}", (HttpContext http, PageContext page, EditPages edit, Guid id) => Save(http, page, edit, id));
        pages.MapPost("{id:guid}/restore", (HttpContext http, PageContext page, EditPages edit, Guid id) => Then(http, page, edit, id, (form, actor) => edit.Restore(id, form.Whole("version", 1, long.MaxValue), actor)));
        pages.MapPost("{id:guid}/bring-back", (HttpContext http, PageContext page, EditPages edit, Guid id) => Then(http, page, edit, id, (_, actor) => edit.BringBack(id, actor)));
        pages.MapPost("{id:guid}/delete", Delete);
    }

    private static IResult Form(HttpContext http, WrittenPage? found, Typed typed, IReadOnlyList<Problem> problems, bool done = false, PageContent? preview = null)
    {
        var edit = http.RequestServices.GetRequiredService<EditPages>();
        var read = found is null ? null : edit.Read(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).GetValueOrDefault(found.Id);
        var versions = found is null ? [] : edit.Versions(found.Id, Versions);
        return Render.Page<PagePage>(new { Found = found, Read = read, V = typed, Problems = problems, Versions = versions, Done = done, Preview = preview }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Save(HttpContext http, PageContext page, EditPages edit, Guid? id)
    {
        var form = await FormReader.Read(http);
        var found = id is { } known ? edit.Find(known) : null;
        if (id is not null && found is null)
        {
            return Answers.Page(PageProblems.None);
        }

        var content = Read(form, page, found);
        if (form.Raw("then") == "preview")
        {
            var looked = form.Ok ? EditPages.Checked(content) : Problem.Of(form.Problems);
            return Form(http, found, Typed.Of(form), looked.Problem?.Single ?? [], preview: looked.Ok ? looked.Value : null);
        }

        var saved = form.Ok ? await edit.Save(id, content, form.Whole("version", 0, long.MaxValue, otherwise: 0), http.SignedIn().PersonId) : Problem.Of(form.Problems);
        if (!saved.Ok)
        {
            return Form(http, found, Typed.Of(form), saved.Problem!.Single);
        }

        http.RequestServices.GetRequiredService<CurrentPages>().Refresh();
        return Render.SeeOther(page.Links.OfficePage($"pages/{saved.Value}") + "?done=1");
    }

    private static async Task<IResult> Then(HttpContext http, PageContext page, EditPages edit, Guid id, Func<FormReader, Guid, Task<Result<Done>>> step)
    {
        var form = await FormReader.Read(http);
        var done = await step(form, http.SignedIn().PersonId);
        http.RequestServices.GetRequiredService<CurrentPages>().Refresh();
        return done.Ok ? Render.SeeOther(page.Links.OfficePage($"pages/{id}") + "?done=1")
            : edit.Find(id) is { } found && done.Problem != PageProblems.None ? Form(http, found, Typed.Of(Kept(found, page)), done.Problem!.Single)
            : Answers.Page(PageProblems.None);
    }

    private static async Task<IResult> Delete(HttpContext http, PageContext page, EditPages edit, CurrentPages current, Guid id)
    {
        var done = await edit.Delete(id, http.SignedIn().PersonId);
        current.Refresh();
        return done.Ok ? Render.SeeOther(page.Links.OfficePage("pages") + $"?deleted={id}") : Answers.Page(done.Problem!);
    }

    private static PageContent Read(FormReader form, PageContext page, WrittenPage? found) => new()
    {
        Slug = form.Raw("slug"),
        Title = form.Texts("title", page.Mall.Languages),
        Body = form.Texts("body", page.Mall.Languages),
        From = form.Raw("when") switch { "draft" => null, "at" => At(form, page), _ => found?.Content.From is { } since && since <= page.Now ? since : page.Now },
        InFooter = form.Checked("footer"),
        OnHome = form.Checked("home"),
        Position = (int)form.Whole("position", 0, 999, otherwise: 0),
    };

    private static DateTimeOffset? At(FormReader form, PageContext page)
    {
        if (FormReader.Day(form.Raw("day")) is { } day
            && TimeOnly.TryParseExact(form.Raw("time"), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return page.Format.Zone.InstantOf(day, time.Hour * 60 + time.Minute);
        }

        form.Add(Moment);
        return null;
    }

    private static Dictionary<string, string?> Kept(WrittenPage found, PageContext page) => Fields(found.Content, found.Version, page);

    // A new page begins empty, or as the built-in one whose place it takes.
    private static Dictionary<string, string?> Fresh(PageContext page, ContentTexts texts, string? of)
    {
        var (title, body) = (new LocalText(), new LocalText());
        foreach (var language in page.Mall.Languages)
        {
            if (of is not null && texts.Written(of, language) is var (heading, text))
            {
                (title[language], body[language]) = (heading, text);
            }
        }

        return Fields(new PageContent { Slug = title.Count > 0 ? of! : "", Title = title, Body = body }, 0, page);
    }

    private static Dictionary<string, string?> Fields(PageContent content, long version, PageContext page)
    {
        var later = content.From is { } at && at > page.Now ? page.Format.Local(at) : (DateTimeOffset?)null;
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["slug"] = content.Slug,
            ["when"] = content.From is null ? "draft" : later is null ? "now" : "at",
            ["day"] = later?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["time"] = later?.ToString("HH:mm", CultureInfo.InvariantCulture),
            ["footer"] = content.InFooter ? "on" : "",
            ["home"] = content.OnHome ? "on" : "",
            ["position"] = content.Position.ToString(CultureInfo.InvariantCulture),
            ["version"] = version.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var language in page.Mall.Languages)
        {
            fields["title." + language] = content.Title.GetValueOrDefault(language);
            fields["body." + language] = content.Body.GetValueOrDefault(language);
        }

        return fields;
    }
}
