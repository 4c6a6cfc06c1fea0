using System.Text;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;

namespace Halles.Web.Pages.Operator;

/// <summary>What products can say of themselves, by which shoppers choose: name, kind, unit, and how values are called.</summary>
internal static class AttributeEndpoints
{
    private static readonly Problem Lines = new("value-lines", 422, "Write one value a line: its code, a colon, its name.");

    public static void MapAttributes(this RouteGroupBuilder office)
    {
        var attributes = office.MapGroup("attributes").RequirePermission(Permission.ManageSettings);
        attributes.MapGet("", (ReadTaxonomy taxonomy, string? done) => Render.Page<AttributesPage>(new { Attributes = taxonomy.Attributes(), Done = done }));
        attributes.MapGet("new", () => Form(null, Typed.Nothing, []));
        attributes.MapPost("new", (HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit) => Save(http, page, taxonomy, edit, null));
        attributes.MapGet("{code}", (PageContext page, ReadTaxonomy taxonomy, string code) =>
            Find(taxonomy, code) is { } found ? Form(found, Typed.Of(Kept(found.Attribute, page)), []) : Answers.Page(IdentityProblems.None));
        attributes.MapPost("{code}", (HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, string code) => Save(http, page, taxonomy, edit, code));
        attributes.MapPost("{code}/remove", Remove);
    }

    private static AttributeUse? Find(ReadTaxonomy taxonomy, string code) => taxonomy.Attributes().Find(a => a.Attribute.Code == code);

    private static IResult Form(AttributeUse? found, Typed typed, IReadOnlyList<Problem> problems) =>
        Render.Page<AttributePage>(new { Found = found, V = typed, Problems = problems }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);

    private static async Task<IResult> Save(HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, string? code)
    {
        var form = await FormReader.Read(http);
        var found = code is null ? null : Find(taxonomy, code);
        if (code is not null && found is null)
        {
            return Answers.Page(IdentityProblems.None);
        }

        var typed = form.Raw("code").Trim();
        if (code is null && Find(taxonomy, typed) is not null)
        {
            form.Add(CatalogueProblems.AttributeCodeTaken);
        }

        form.Text("name." + page.Mall.Languages[0], 80);
        var type = form.Word("type", AttributeType.Text);
        var input = new AttributeInput(code ?? typed, form.Texts("name", page.Mall.Languages), type, type is AttributeType.Number ? form.Raw("unit") : null, type is AttributeType.Text ? Values(form, page) : []);
        var saved = form.Ok ? await edit.Attribute(input, http.SignedIn().PersonId) : form.Problems[0];
        if (saved.Ok)
        {
            return Render.SeeOther(page.Links.OfficePage("attributes") + "?done=kept");
        }

        return Form(found, Typed.Of(form), form.ProblemsOr(saved.Problem));
    }

    private static async Task<IResult> Remove(HttpContext http, PageContext page, ReadTaxonomy taxonomy, EditTaxonomy edit, string code)
    {
        var removed = await edit.RemoveAttribute(code, http.SignedIn().PersonId);
        return removed.Ok ? Render.SeeOther(page.Links.OfficePage("attributes") + "?done=removed")
            : Find(taxonomy, code) is { } found ? Form(found, Typed.Of(Kept(found.Attribute, page)), [removed.Problem!])
            : Answers.Page(IdentityProblems.None);
    }

    // "rye: seigle", one a line, in each language.
    private static Dictionary<string, LocalText> Values(FormReader form, PageContext page)
    {
        var values = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        foreach (var language in page.Mall.Languages)
        {
            foreach (var line in form.Raw($"values.{language}").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } value, { Length: > 0 } name])
                {
                    form.Add($"values.{language}", Lines);
                    break;
                }

                values.TryAdd(value, []);
                values[value][language] = name;
            }
        }

        return values;
    }

    private static Dictionary<string, string?> Kept(ProductAttribute attribute, PageContext page)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = attribute.Code, ["type"] = attribute.Type.ToString(), ["unit"] = attribute.Unit };
        foreach (var language in page.Mall.Languages)
        {
            kept["name." + language] = attribute.Name.GetValueOrDefault(language);
            kept["values." + language] = attribute.Values.Where(v => v.Value.ContainsKey(language))
                .Aggregate(new StringBuilder(), (all, v) => all.Append(v.Key).Append(": ").Append(v.Value[language]).Append('\n')).ToString();
        }

        return kept;
    }
}
