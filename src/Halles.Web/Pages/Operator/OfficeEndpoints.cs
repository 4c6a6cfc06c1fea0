using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Mall.Reports;
using Halles.Mall.Shops;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;
using Halles.Web.Pages.Account;
using Halles.Web.Pages.Merchant;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Operator;

/// <summary>The market's office: what needs a hand, the shops, people and staff, background work.</summary>
public static class OfficeEndpoints
{
    private const int MostPeople = 50;

    public static void MapOffice(this IEndpointRouteBuilder routes)
    {
        var office = routes.MapGroup("/{lang:language}/office").GuardForms();
        office.MapGet("", Overview).RequirePermission(Permission.ViewMall);
        office.MapGet("shops", (ReadShop shops, ShopLife life, string? view, string? q, [FromQuery(Name = "page")] int? number) => Shops(shops, life, view, q, number)).RequirePermission(Permission.ViewMall);
        office.MapOfficeShops();
        office.MapOfficeReports();
        office.MapGet("people", (HttpContext context, MallDatabase database, string? q, string? invited) => People(context, database, q, [], invited: invited is not null)).RequirePermission(Permission.ManagePeople);
        office.MapPost("people/invite", Invite).RequirePermission(Permission.ManagePeople);
        office.MapPost("people/grant", Grant).RequirePermission(Permission.ManagePeople);
        office.MapPost("people/remove", Remove).RequirePermission(Permission.ManagePeople);
        office.MapJobs();
        office.MapCategories();
        office.MapDistricts();
        office.MapAttributes();
        office.MapMallSettings();
        office.MapBrand();
        office.MapAudit();
        office.MapContentPages();
    }

    private static IResult Overview(PageContext page, ReadShop shops, ReadOrders orders, ReadReports reports, Storefront storefront, MallDatabase database)
    {
        var zone = page.Format.Zone;
        var (applied, _) = shops.In(ShopState.Applied);
        return Render.Page<OverviewPage>(new
        {
            Shops = shops.Counts(),
            Applied = applied,
            Reports = reports.Counts(),
            Products = storefront.Products,
            Orders = orders.OfMall(zone.InstantOf(zone.DateAt(page.Now), 0)),
            Jobs = JobQueue.Troubles(database),
            MailsWaiting = MailQueue.Waiting(database),
            HasCategories = database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM categories")) > 0,
        });
    }

    /// <summary>The shops of a view: <c>applied</c> and so on.</summary>
    private static IResult Shops(ReadShop shops, ShopLife life, string? view, string? search, int? number)
    {
        var state = Enum.TryParse<ShopState>(view, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : ShopState.Applied;
        var words = search is { Length: > 100 } ? search[..100] : search ?? "";
        var at = Math.Clamp(number ?? 1, 1, 10_000);
        var (found, total) = shops.In(state, words, at);
        return Render.Page<ShopsPage>(new { State = state, Shops = found.ConvertAll(s => (s, life.StepsOf(s))), Total = total, Search = words, PageNumber = at, Counts = shops.Counts() });
    }

    private static IResult People(HttpContext context, MallDatabase database, string? search, IReadOnlyList<Problem> problems, string? email = null, string? role = null, bool invited = false)
    {
        var words = search?.Trim().ToLowerInvariant() ?? "";
        using var db = database.Read();
        var people = db.Set<Person>().Where(p => p.ErasedAt == null && (words == "" ? db.Set<StaffRole>().Any(r => r.PersonId == p.Id) : p.Email!.ToLower().Contains(words) || p.Name.ToLower().Contains(words)))
            .OrderBy(p => p.Name).Take(MostPeople).ToList();
        var ids = people.ConvertAll(p => p.Id);
        var roles = db.Set<StaffRole>().Where(r => ids.Contains(r.PersonId)).AsEnumerable().ToLookup(r => r.PersonId, r => r.Role);
        var seats = db.Set<Membership>().Where(m => ids.Contains(m.PersonId)).Join(db.Set<Shop>(), m => m.ShopId, s => s.Id, (m, s) => new { m.PersonId, m.Role, s.Name }).AsEnumerable()
            .ToLookup(m => m.PersonId, m => (m.Name, m.Role));
        var strong = db.Set<Passkey>().Where(k => ids.Contains(k.PersonId)).Select(k => k.PersonId).AsEnumerable().Concat(people.Where(p => p.TotpConfirmedAt is not null).Select(p => p.Id)).ToHashSet();
        return Render.Page<PeoplePage>(
            new { Search = search, People = people.ConvertAll(p => new PersonLine(p.Id, p.Name, p.Email ?? "", [.. roles[p.Id]], [.. seats[p.Id]], strong.Contains(p.Id))), Asks = ProveEndpoints.Asks(context), Problems = problems, Email = email, Role = role, Invited = invited },
            problems.Count > 0 ? problems[0].Status : 200);
    }

    private static async Task<IResult> Invite(HttpContext context, PageContext page, MallDatabase database, Staff staff)
    {
        var form = await FormReader.Read(context);
        var role = form.Word("role", MallRole.Moderator);
        var done = form.Ok ? await staff.Invite(context.SignedIn(), form.Raw("email"), role) : form.Problems[0];
        var here = page.Links.OfficePage("people");
        return done.Ok ? Render.SeeOther(here + "?invited=1") : ProveEndpoints.IfAsked(page, done.Problem, here) ?? People(context, database, null, [done.Problem!], form.Raw("email"), role.ToString());
    }

    private static Task<IResult> Grant(HttpContext context, PageContext page, MallDatabase database, Staff staff) =>
        ChangeStaff(context, page, database, staff.Grant);

    private static Task<IResult> Remove(HttpContext context, PageContext page, MallDatabase database, Staff staff) =>
        ChangeStaff(context, page, database, staff.Remove);

    private static async Task<IResult> ChangeStaff(HttpContext context, PageContext page, MallDatabase database, Func<Caller, Guid, MallRole, Task<Result<Done>>> change)
    {
        var form = await FormReader.Read(context);
        var (person, role) = (form.Id("person"), form.Word("role", MallRole.Moderator));
        var done = form.Ok ? await change(context.SignedIn(), person, role) : form.Problems[0];
        var here = Links.With(page.Links.OfficePage("people"), [new("q", form.Raw("q") is { Length: > 0 } q ? q : null)]);
        return done.Ok ? Render.SeeOther(here) : ProveEndpoints.IfAsked(page, done.Problem, here) ?? People(context, database, form.Raw("q"), [done.Problem!]);
    }
}

/// <summary>Somebody with an account, for the office.</summary>
public sealed record PersonLine(Guid Id, string Name, string Email, IReadOnlyList<MallRole> Roles, IReadOnlyList<(string Shop, ShopRole Role)> Seats, bool HasSecondFactor);
