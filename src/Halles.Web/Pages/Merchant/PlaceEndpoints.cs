using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Places;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Stores;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>The places of a shop.</summary>
public static class PlaceEndpoints
{
    public static void MapPlaces(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/settings/places").GuardForms();
        desk.MapGet("", (HttpContext context, MallDatabase database, string? done, string? gone) => Render.Page<PlacesPage>(new
        {
            Desk = Desk.Of(context),
            Stores = ReadStores.Of(database, Desk.Of(context).ShopId),
            Done = done is not null,
            Gone = Guid.TryParse(gone, out var id) ? ReadStores.GivenUp(database, Desk.Of(context).ShopId, id) : null,
        })).RequirePermission(Permission.ManageStores);
        desk.MapGet("new", (HttpContext context, PageContext page) => Form(Desk.Of(context), null, Typed.Of(New(page)), [])).RequirePermission(Permission.ManageStores);
        desk.MapPost("new", Add).RequirePermission(Permission.ManageStores);
        desk.MapGet("{id:guid}", Edit).RequirePermission(Permission.ManageStores);
        desk.MapPost("{id:guid}", Change).RequirePermission(Permission.ManageStores);
        desk.MapPost("{id:guid}/remove", Remove).RequirePermission(Permission.ManageStores);
        desk.MapPost("given-up/{id:guid}", BringBack).RequirePermission(Permission.ManageStores);
    }

    private static async Task<IResult> Add(HttpContext context, PageContext page, EditStore edit)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var input = Read(form, page);
        var added = form.Ok ? await edit.Add(desk.ShopId, input, desk.PersonId) : form.Problems[0];
        return added.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "hours")) : Form(desk, null, Typed.Of(form), form.ProblemsOr(added.Problem));
    }

    private static IResult Edit(HttpContext context, MallDatabase database, Guid id)
    {
        var desk = Desk.Of(context);
        return ReadStores.Of(database, desk.ShopId).Find(s => s.Id == id) is { } store ? Form(desk, store, Typed.Of(Kept(store)), []) : Answers.Page(StoreProblems.None);
    }

    private static async Task<IResult> Change(HttpContext context, PageContext page, MallDatabase database, EditStore edit, Guid id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (ReadStores.Of(database, desk.ShopId).Find(s => s.Id == id) is not { } store)
        {
            return Answers.Page(StoreProblems.None);
        }

        var input = Read(form, page, store);
        var version = form.Whole("version", 0, long.MaxValue, otherwise: -1);
        var changed = form.Ok ? await edit.Change(desk.ShopId, id, input, version, desk.PersonId) : form.Problems[0];
        return changed.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/places") + "?done=1") : Form(desk, store, Typed.Of(form), form.ProblemsOr(changed.Problem));
    }

    private static async Task<IResult> Remove(HttpContext context, PageContext page, EditStore edit, Guid id)
    {
        var desk = Desk.Of(context);
        var removed = await edit.Remove(desk.ShopId, id, desk.PersonId);
        return removed.Ok ? Render.SeeOther($"{page.Links.DeskPage(desk.Slug, "settings/places")}?gone={id}") : Answers.Page(removed.Problem!);
    }

    private static async Task<IResult> BringBack(HttpContext context, PageContext page, EditStore edit, Guid id)
    {
        var desk = Desk.Of(context);
        var back = await edit.BringBack(desk.ShopId, id, desk.PersonId);
        return back.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, "settings/places") + "?done=1") : Answers.Page(back.Problem!);
    }

    private static IResult Form(Desk desk, Store? store, Typed typed, IReadOnlyList<Problem> problems) =>
        Render.Page<PlacePage>(new { Desk = desk, Store = store, V = typed, Problems = problems }, problems.Count > 0 ? problems[0].Status : 200);

    private static StoreInput Read(FormReader form, PageContext page, Store? before = null)
    {
        var address = ShopForm.Address(form, page, "address");
        var point = Point(form, address, page, before);
        return new()
        {
            Name = form.Raw("name"),
            Address = address,
            Latitude = point.Latitude,
            Longitude = point.Longitude,
            TimeZone = page.Mall.TimeZone,
            Services = [.. form.All("services")],
            Access = form.Texts("access", page.Mall.Languages),
            Phone = form.Raw("phone"),
        };
    }

    // Where no point is given it is the middle of the address's town; of the mall's where that is the town, or its country has no table of towns.
    // A point that was kept for another town is none.
    internal static GeoPoint Point(FormReader form, Address address, PageContext page, Store? before = null)
    {
        var typed = form.Point();
        if (before is not null && typed == new GeoPoint(before.Latitude, before.Longitude) && (address.Country, address.Postcode.Trim(), address.City.Trim()) != (before.Address.Country, before.Address.Postcode, before.Address.City))
        {
            typed = null;
        }

        var towns = Gazetteer.Of(address.Country);
        var isHome = address.City.Trim() is "" || string.Equals(address.City.Trim(), page.Mall.Town, StringComparison.OrdinalIgnoreCase) || (towns is null && address.Country.Alpha2 == page.Mall.Country);
        if ((typed ?? (towns?.Find($"{address.Postcode} {address.City}", page.Mall.Centre) ?? towns?.Find(address.City, page.Mall.Centre))?.Point ?? (isHome ? page.Mall.Centre : null)) is { } point)
        {
            return point;
        }

        form.Add("latitude", StoreProblems.Nowhere);
        return default;
    }

    private static Dictionary<string, string?> New(PageContext page) => new(StringComparer.Ordinal)
    {
        ["address.city"] = page.Mall.Town,
        ["services"] = "collect,card",
    };

    private static Dictionary<string, string?> Kept(Store store)
    {
        var isPlaced = (store.Latitude, store.Longitude) != (0, 0);
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["version"] = store.Version.ToString(CultureInfo.InvariantCulture),
            ["name"] = store.Name,
            ["latitude"] = isPlaced ? store.Latitude.ToString(CultureInfo.InvariantCulture) : null,
            ["longitude"] = isPlaced ? store.Longitude.ToString(CultureInfo.InvariantCulture) : null,
            ["services"] = string.Join(',', store.Services),
            ["phone"] = store.Phone,
        };
        ShopForm.Put(kept, "address", store.Address);
        foreach (var (language, access) in store.Access)
        {
            kept["access." + language] = access;
        }

        return kept;
    }
}
