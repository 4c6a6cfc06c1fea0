using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's products in other languages: what is left to do, and each product text beside text.</summary>
public static class TranslationEndpoints
{
    public static void MapTranslations(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/products").GuardForms().RequirePermission(Permission.ManageProducts);
        desk.MapGet("translations", List);
        desk.MapGet("{id:guid}/translations", (HttpContext context, PageContext page, ReadProduct read, Guid id, [FromQuery(Name = "in")] string? language, string? done) => Show(context, page, read, id, language, null, [], done));
        desk.MapPost("{id:guid}/translations", Save);
    }

    private static IResult List(HttpContext context, PageContext page, TranslationsLeft left, [FromQuery(Name = "in")] string? language, [FromQuery(Name = "page")] int? number)
    {
        var (desk, at) = (Desk.Of(context), Math.Clamp(number ?? 1, 1, 10_000));
        return Render.Page<TranslationsPage>(new { Desk = desk, Found = left.Find(desk.ShopId, page.Mall.Languages, language, at), PageNumber = at });
    }

    private static IResult Show(HttpContext context, PageContext page, ReadProduct read, Guid id, string? language, FormReader? form, IReadOnlyList<Problem> problems, string? done = null)
    {
        var desk = Desk.Of(context);
        if (read.Find(desk.ShopId, id) is not { } found)
        {
            return Answers.Page(CatalogueProblems.NoProduct);
        }

        var others = page.Mall.Languages.Where(l => l != found.Product.Language).ToList();
        var chosen = others.Find(l => l == language) ?? others.FirstOrDefault();
        return Render.Page<ProductTranslationsPage>(
            new
            {
                Desk = desk,
                Found = found,
                Languages = others.ConvertAll(l => (l, TranslateProduct.Fields(found.Product, found.Texts, l).Count(f => f.State is not TranslationState.Done))),
                Chosen = chosen,
                Fields = chosen is null ? [] : TranslateProduct.Fields(found.Product, found.Texts, chosen),
                V = form is null ? Typed.Nothing : Typed.Of(form),
                Problems = problems,
                Done = done is not null,
            },
            problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Save(HttpContext context, PageContext page, ReadProduct read, TranslateProduct translate, Guid id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var language = page.Mall.Languages.FirstOrDefault(l => l == form.Raw("in")) ?? "";
        var typed = form.All("field").Take(500).Select(key => new TypedTranslation(key, Plain(form.Raw("was." + key)), Plain(form.Raw(key)), form.Checked("right." + key))).ToList();
        var saved = await translate.Save(desk.ShopId, id, language, typed, desk.PersonId);
        return saved.Problem is { } problem ? Answers.Page(problem)
            : saved.Value.Count > 0 ? Show(context, page, read, id, language, form, saved.Value)
            : Render.SeeOther(page.Links.DeskPage(desk.Slug, $"products/{id}/translations?in={language}&done=kept"));
    }

    // Browsers send line ends of their own; a text is not another one for that.
    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
