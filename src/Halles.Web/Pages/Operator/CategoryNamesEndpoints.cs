using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Taxonomy;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Operator;

/// <summary>The names of categories in all languages of the mall, side by side.</summary>
internal static class CategoryNamesEndpoints
{
    public static void MapCategoryNames(this RouteGroupBuilder categories)
    {
        categories.MapGet("names", (PageContext page, TranslateCategories translate, string? left, string? q, [FromQuery(Name = "page")] int? number, string? done) =>
            Show(page, translate, NamesView.Of(page, left, q, number), Typed.Of(new Dictionary<string, string?>(StringComparer.Ordinal)), [], done));
        categories.MapPost("names", Save);
    }

    private static IResult Show(PageContext page, TranslateCategories translate, NamesView view, Typed typed, IReadOnlyList<Problem> problems, string? done)
    {
        var (shown, total) = translate.Read(view.Left, view.Search, view.Number);
        return Render.Page<CategoryNamesPage>(
            new { Categories = shown, Total = total, Left = translate.Left(), View = view, V = typed, Problems = problems, Done = done is not null }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Save(HttpContext http, PageContext page, TranslateCategories translate)
    {
        var form = await FormReader.Read(http);
        var view = NamesView.Of(page, form.Raw("left"), form.Raw("q"), int.TryParse(form.Raw("page"), out var number) ? number : 1);
        var typed = form.All("category").Take(TranslateCategories.PageSize).Where(id => Guid.TryParse(id, out _)).SelectMany(id => page.Mall.Languages.Where(l => form.Has($"name.{id}.{l}")).Select(l =>
            new TypedName(Guid.Parse(id), l, form.Raw($"was.{id}.{l}"), form.Raw($"name.{id}.{l}").Trim(), form.Checked($"right.{id}.{l}")))).ToList();
        var saved = await translate.Save(typed, http.SignedIn().PersonId);
        return saved.Ok ? Render.SeeOther(view.Address(page, "kept")) : Show(page, translate, view, Typed.Of(form), saved.Problem!.Single, null);
    }
}

/// <summary>Which categories are shown.</summary>
/// <param name="Left">The language of which names are left to do; null for all.</param>
public sealed record NamesView(string? Left, string Search, int Number)
{
    public static NamesView Of(PageContext page, string? left, string? search, int? number) =>
        new(page.Mall.Languages.Skip(1).FirstOrDefault(l => l == left), search is { Length: > 80 } ? search[..80] : search ?? "", Math.Clamp(number ?? 1, 1, 10_000));

    public string Address(PageContext page, string? done = null) => Links.With(page.Links.OfficePage("categories/names"),
        [new("left", Left), new("q", Search.Length > 0 ? Search : null), new("page", Number > 1 ? Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null), new("done", done)]);
}
