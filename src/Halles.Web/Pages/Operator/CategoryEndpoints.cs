using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;

namespace Halles.Web.Pages.Operator;

/// <summary>The mall's categories, three deep: in which order they stand, how they are called, and what their products say of themselves.</summary>
internal static class CategoryEndpoints
{
    public static void MapCategories(this RouteGroupBuilder office)
    {
        var categories = office.MapGroup("categories").RequirePermission(Permission.ManageSettings);
        categories.MapGet("", (ReadTaxonomy taxonomy, string? open, string? done) => Render.Page<CategoriesPage>(new { Tree = taxonomy.Tree(), Opened = open, Done = done }));
        categories.MapGet("new", (PageContext page, ReadTaxonomy taxonomy, Guid? parent) => Form(page, taxonomy, null, Typed.Of(New(parent)), []));
        categories.MapPost("new", (HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit) => Save(http, page, taxonomy, edit, null));
        categories.MapGet("{id:guid}", (PageContext page, ReadTaxonomy taxonomy, Guid id) =>
            Find(taxonomy, id) is { } found ? Form(page, taxonomy, found, Typed.Of(Kept(found.Category)), []) : Answers.Page(IdentityProblems.None));
        categories.MapPost("{id:guid}", (HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, Guid id) => Save(http, page, taxonomy, edit, id));
        categories.MapPost("{id:guid}/move", Move);
        categories.MapCategoryPlaces();
        categories.MapCategoryNames();
        categories.MapTaxonomyImports();
        categories.MapPost("{id:guid}/remove", Remove);
    }

    /// <summary>Every category of a tree, each before what is below it.</summary>
    internal static IEnumerable<CategoryNode> Flat(IEnumerable<CategoryNode> tree) => tree.SelectMany(n => Flat(n.Below).Prepend(n));

    private static CategoryNode? Find(ReadTaxonomy taxonomy, Guid id) => Flat(taxonomy.Tree()).FirstOrDefault(n => n.Category.Id == id);

    private static IResult Form(PageContext page, ReadTaxonomy taxonomy, CategoryNode? found, Typed typed, IReadOnlyList<Problem> problems)
    {
        var parent = Guid.TryParse(typed["parent"], out var above) ? taxonomy.Find(above) : null;
        return Render.Page<CategoryPage>(
            new { Found = found, Parent = parent, Attributes = taxonomy.Attributes(), V = typed, Problems = problems }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Save(HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, Guid? id)
    {
        var form = await FormReader.Read(http);
        var found = id is { } given ? Find(taxonomy, given) : null;
        if (id is not null && found is null)
        {
            return Answers.Page(IdentityProblems.None);
        }

        var parent = found is not null ? found.Category.ParentId : Guid.TryParse(form.Raw("parent"), out var above) ? above : (Guid?)null;
        var slugs = found is null ? [] : form.Texts("slug", page.Mall.Languages.Where(l => form.Has("slug." + l)));
        var input = new CategoryInput(form.Raw("code").Trim(), form.Texts("name", page.Mall.Languages), parent, Position(taxonomy, found, parent), Chosen(form), slugs);
        form.Text("name." + page.Mall.Languages[0], CategoryNames.Longest); // the mall's own language has it; the others may
        var saved = form.Ok ? await edit.Category(id, input, http.SignedIn().PersonId) : form.Problems[0];
        if (saved.Ok)
        {
            return Render.SeeOther(Back(page, taxonomy, saved.Value, "kept"));
        }

        return Form(page, taxonomy, found, Typed.Of(form), form.ProblemsOr(saved.Problem));
    }

    // A category keeps its place; one that is new among others comes last.
    private static int Position(ReadTaxonomy taxonomy, CategoryNode? found, Guid? parent) => found is not null && found.Category.ParentId == parent
        ? found.Category.Position
        : Flat(taxonomy.Tree()).Where(n => n.Category.ParentId == parent).Select(n => n.Category.Position + 1).DefaultIfEmpty(0).Max();

    // In the order of the numbers beside them, a newly chosen one last.
    private static List<string> Chosen(FormReader form) =>
        [.. form.All("attributes").OrderBy(code => int.TryParse(form.Raw("order." + code), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue)];

    private static async Task<IResult> Move(HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, Guid id)
    {
        if (Find(taxonomy, id) is null)
        {
            return Answers.Page(IdentityProblems.None);
        }

        var form = await FormReader.Read(http);
        var moved = await edit.Move(id, form.Raw("to") == "up", http.SignedIn().PersonId);
        return moved.Ok ? Render.SeeOther(Back(page, taxonomy, id, null)) : Answers.Page(moved.Problem!);
    }

    private static async Task<IResult> Remove(HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, Guid id)
    {
        if (Find(taxonomy, id) is not { } found)
        {
            return Answers.Page(IdentityProblems.None);
        }

        var back = found.Category.ParentId is { } parent ? Back(page, taxonomy, parent, "removed") : page.Links.OfficePage("categories") + "?done=removed";
        var removed = await edit.RemoveCategory(id, http.SignedIn().PersonId);
        return removed.Ok ? Render.SeeOther(back) : Form(page, taxonomy, found, Typed.Of(Kept(found.Category)), [removed.Problem!]);
    }

    // The list, with the aisle open in which it was.
    private static string Back(PageContext page, ReadTaxonomy taxonomy, Guid id, string? done)
    {
        var aisle = taxonomy.Tree().FirstOrDefault(n => Flat([n]).Any(b => b.Category.Id == id))?.Category.Code;
        return Links.With(page.Links.OfficePage("categories"), [new("open", aisle), new("done", done)]) + "#c-" + Find(taxonomy, id)?.Category.Code;
    }

    private static Dictionary<string, string?> New(Guid? parent) => new(StringComparer.Ordinal) { ["parent"] = parent?.ToString() };

    private static Dictionary<string, string?> Kept(Category category)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["code"] = category.Code,
            ["parent"] = category.ParentId?.ToString(),
            ["attributes"] = string.Join(',', category.Attributes),
        };
        foreach (var (code, i) in category.Attributes.Select((c, i) => (c, i)))
        {
            kept["order." + code] = (i + 1).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (language, name) in category.Name)
        {
            kept["name." + language] = name;
            kept["slug." + language] = category.Slugs.GetValueOrDefault(language, category.Code);
        }

        return kept;
    }
}
