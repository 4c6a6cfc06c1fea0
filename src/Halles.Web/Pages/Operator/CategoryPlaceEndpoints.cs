using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Taxonomy;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Operator;

/// <summary>Moving and merging categories: first where to, then what that touches, then it is done; and back.</summary>
internal static class CategoryPlaceEndpoints
{
    /// <summary>How many are offered at once.</summary>
    internal const int Most = 40;

    /// <summary>Stands for no category above it.</summary>
    internal const string Top = "top";

    public static void MapCategoryPlaces(this RouteGroupBuilder categories)
    {
        categories.MapGet("{id:guid}/place", (PageContext page, ReadTaxonomy taxonomy, CategoryTargets targets, Guid id, string? q, string? to) => Show(page, taxonomy, targets, id, CategoryChangeKind.Move, q, to, null));
        categories.MapPost("{id:guid}/place", (HttpContext http, PageContext page, ReadTaxonomy taxonomy, CategoryTargets targets, MoveCategory move, Guid id) =>
            Do(http, page, taxonomy, targets, id, CategoryChangeKind.Move, (to, actor) => move.Run(id, to, actor)));
        categories.MapGet("{id:guid}/merge", (PageContext page, ReadTaxonomy taxonomy, CategoryTargets targets, Guid id, string? q, string? to) => Show(page, taxonomy, targets, id, CategoryChangeKind.Merge, q, to, null));
        categories.MapPost("{id:guid}/merge", (HttpContext http, PageContext page, ReadTaxonomy taxonomy, CategoryTargets targets, MergeCategory merge, Guid id) =>
            Do(http, page, taxonomy, targets, id, CategoryChangeKind.Merge, (to, actor) => merge.Run(id, to ?? Guid.Empty, actor)));
        categories.MapGet("changes", (HttpContext http, CategoryChanges changes, CategoryTargets targets, PageContext page) => Changes(http, page, changes, targets, null));
        categories.MapPost("changes/{change:guid}/undo", Undo);
    }

    private static IResult Show(PageContext page, ReadTaxonomy taxonomy, CategoryTargets targets, Guid id, CategoryChangeKind kind, string? words, string? to, Problem? problem)
    {
        if (taxonomy.Find(id) is not { } category)
        {
            return Answers.Page(IdentityProblems.None);
        }

        var search = words is { Length: > 80 } ? words[..80] : words ?? "";
        var target = Guid.TryParse(to, out var chosen) ? taxonomy.Find(chosen) : null;
        var known = target is not null || (to == Top && kind is CategoryChangeKind.Move);
        var name = category.Name.Best(page.Language);
        var below = known ? targets.PathOf(target?.Id, page.Language) : "";
        return Render.Page<CategoryPlacePage>(
            new
            {
                Category = category,
                Kind = kind,
                Targets = known ? [] : targets.Find(id, kind, search, page.Language, Most),
                Search = search,
                To = known ? target?.Id.ToString() ?? Top : null,
                From = targets.PathOf(id, page.Language),
                ToPath = kind is CategoryChangeKind.Merge || below.Length == 0 ? below + (below.Length == 0 ? name : "") : $"{below} › {name}",
                Reach = targets.Reach(id),
                NewAttributes = target is null ? [] : taxonomy.Attributes().Where(a => category.Attributes.Except(target.Attributes).Contains(a.Attribute.Code)).Select(a => a.Attribute.Name.Best(page.Language)).ToList(),
                Problems = problem?.Single ?? [],
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> Do(HttpContext http, PageContext page, ReadTaxonomy taxonomy, CategoryTargets targets, Guid id, CategoryChangeKind kind, Func<Guid?, Guid, Task<Result<Guid>>> change)
    {
        if (taxonomy.Find(id) is null)
        {
            return Answers.Page(IdentityProblems.None);
        }

        var to = (await FormReader.Read(http)).Raw("to");
        var target = Guid.TryParse(to, out var chosen) ? chosen : (Guid?)null;
        var done = target is null && to != Top ? CatalogueProblems.NoCategory : await change(target, http.SignedIn().PersonId);
        return done.Ok ? Render.SeeOther(page.Links.OfficePage("categories/changes")) : Show(page, taxonomy, targets, id, kind, null, to, done.Problem);
    }

    private static IResult Changes(HttpContext http, PageContext page, CategoryChanges changes, CategoryTargets targets, Problem? problem)
    {
        var newest = changes.Newest(Most);
        if (newest.Exists(c => c.Change.State is CategoryChangeState.Running or CategoryChangeState.Undoing))
        {
            http.Response.Headers["Refresh"] = "2"; // how far it is, also without a script
        }

        return Render.Page<CategoryChangesPage>(
            new { Changes = newest.ConvertAll(c => (c, c.Change.TargetId is { } t ? targets.PathOf(t, page.Language) : "")), Problems = problem?.Single ?? [] }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> Undo(HttpContext http, PageContext page, CategoryChanges changes, CategoryTargets targets, Guid change)
    {
        var done = await changes.Undo(change, http.SignedIn().PersonId);
        return done.Ok ? Render.SeeOther(page.Links.OfficePage("categories/changes"))
            : done.Problem == TaxonomyProblems.NoChange ? Answers.Page(done.Problem!)
            : Changes(http, page, changes, targets, done.Problem);
    }
}
