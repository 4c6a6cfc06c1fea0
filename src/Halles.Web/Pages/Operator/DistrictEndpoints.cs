using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Places;
using Halles.Mall.Districts;
using Halles.Mall.Identity;
using Halles.Web.Hosting;
using Halles.Web.Pages.Merchant;

namespace Halles.Web.Pages.Operator;

/// <summary>The districts of the mall: how they are called, what their page says, which shops are theirs.</summary>
internal static class DistrictEndpoints
{
    private const int MostFound = 10;

    public static void MapDistricts(this RouteGroupBuilder office)
    {
        var places = office.MapGroup("places").RequirePermission(Permission.ManageSettings);
        places.MapGet("", (ReadDistricts districts, string? done) => Render.Page<DistrictsPage>(new { Districts = districts.All(), Done = done }));
        places.MapGet("new", () => Form(null, Typed.Nothing, [], [], "", []));
        places.MapPost("new", (HttpContext http, PageContext page, ReadDistricts districts, EditDistricts edit) => Save(http, page, districts, edit, null));
        places.MapGet("{id:guid}", (PageContext page, ReadDistricts districts, Guid id, string? q, string? done) => Show(page, districts, id, q, done, []));
        places.MapPost("{id:guid}", (HttpContext http, PageContext page, ReadDistricts districts, EditDistricts edit, Guid id) => Save(http, page, districts, edit, id));
        places.MapPost("{id:guid}/shop", Shop);
        places.MapPost("{id:guid}/move", Move);
        places.MapPost("{id:guid}/remove", Remove);
    }

    private static IResult Show(PageContext page, ReadDistricts districts, Guid id, string? search, string? done, IReadOnlyList<Problem> problems)
    {
        var words = search is { Length: > 80 } ? search[..80] : search ?? "";
        return districts.Find(id) is not { } found ? Answers.Page(DistrictProblems.None)
            : Form(found, Typed.Of(Kept(found, page)), districts.Shops(found), districts.Others(found, words, MostFound), words, problems, done);
    }

    private static IResult Form(District? found, Typed typed, IReadOnlyList<DistrictShop> shops, IReadOnlyList<DistrictShop> others, string search, IReadOnlyList<Problem> problems, string? done = null) =>
        Render.Page<DistrictPage>(new { Found = found, V = typed, Shops = shops, Others = others, Search = search, Problems = problems, Done = done is not null }, problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);

    private static async Task<IResult> Save(HttpContext http, PageContext page, ReadDistricts districts, EditDistricts edit, Guid? id)
    {
        var form = await FormReader.Read(http);
        var found = id is { } given ? districts.Find(given) : null;
        if (id is not null && found is null)
        {
            return Answers.Page(DistrictProblems.None);
        }

        var metres = (int)form.Whole("metres", 0, EditDistricts.MostMetres, 0);
        var middle = Middle(form, page);
        form.Text("name." + page.Mall.Languages[0], 80);
        var boundary = new Boundary(middle?.Latitude ?? 0, middle?.Longitude ?? 0, metres, form.Raw("postcodes").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var input = new DistrictInput(form.Raw("slug").Trim(), form.Texts("name", page.Mall.Languages), form.Texts("text", page.Mall.Languages), boundary);
        var saved = form.Ok ? await edit.Save(id, input, http.SignedIn().PersonId) : form.Problems[0];
        return saved.Ok ? Render.SeeOther(page.Links.OfficePage($"places/{saved.Value}") + "?done=kept")
            : Form(found, Typed.Of(form), found is null ? [] : districts.Shops(found), [], "", form.ProblemsOr(saved.Problem));
    }

    // The middle by numbers, or of the town or postcode that was typed.
    private static GeoPoint? Middle(FormReader form, PageContext page)
    {
        if (form.Raw("middle").Trim() is not { Length: > 0 } typed)
        {
            return form.Point();
        }

        var point = GeoPoint.TryParse(typed, out var exact) ? exact : Gazetteer.Of(Country.Parse(page.Mall.Country))?.Find(typed, page.Mall.Centre)?.Point;
        if (point is null)
        {
            form.Add("middle", DistrictProblems.NoMiddle);
        }

        return point;
    }

    private static async Task<IResult> Shop(HttpContext http, PageContext page, ReadDistricts districts, EditDistricts edit, Guid id)
    {
        var form = await FormReader.Read(http);
        var done = await edit.Shop(id, form.Id("shop"), form.Word("how", ShopInDistrict.ByStores), http.SignedIn().PersonId);
        return done.Ok ? Render.SeeOther(page.Links.OfficePage($"places/{id}") + "?done=kept#shops") : Answers.Page(done.Problem!);
    }

    private static async Task<IResult> Move(HttpContext http, PageContext page, EditDistricts edit, Guid id)
    {
        var done = await edit.Move(id, (await FormReader.Read(http)).Raw("to") == "up", http.SignedIn().PersonId);
        return done.Ok ? Render.SeeOther(page.Links.OfficePage("places")) : Answers.Page(done.Problem!);
    }

    private static async Task<IResult> Remove(HttpContext http, PageContext page, EditDistricts edit, Guid id)
    {
        var done = await edit.Remove(id, http.SignedIn().PersonId);
        return done.Ok ? Render.SeeOther(page.Links.OfficePage("places") + "?done=removed") : Answers.Page(done.Problem!);
    }

    private static Dictionary<string, string?> Kept(District district, PageContext page)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["slug"] = district.Slug,
            ["metres"] = district.Boundary.Metres > 0 ? district.Boundary.Metres.ToString(CultureInfo.InvariantCulture) : "",
            ["latitude"] = district.Boundary.Middle?.Latitude.ToString(CultureInfo.InvariantCulture),
            ["longitude"] = district.Boundary.Middle?.Longitude.ToString(CultureInfo.InvariantCulture),
            ["postcodes"] = string.Join(", ", district.Boundary.Postcodes),
        };
        foreach (var language in page.Mall.Languages)
        {
            kept["name." + language] = district.Name.GetValueOrDefault(language);
            kept["text." + language] = district.Text.GetValueOrDefault(language);
        }

        return kept;
    }
}
