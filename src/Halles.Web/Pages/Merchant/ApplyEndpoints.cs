using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>Asking for a shop in the market: the firm, its first place, what it sells and who fills it.</summary>
public static class ApplyEndpoints
{
    private const int MostPeople = 10;
    private const int LongestPlaceName = 80;
    private static readonly Problem TooManyPeople = new("too-many-people", 422, "Name at most {0} people now; you can invite others later.");

    public static void MapApply(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}/open-a-shop").RequireSignIn().GuardForms();
        pages.MapGet("", (HttpContext context) => Render.Page<ApplyPage>(new
        {
            V = Typed.Of(new Dictionary<string, string?>(StringComparer.Ordinal) { ["email"] = context.SignedIn().Email }),
        }));
        pages.MapPost("", Apply);
    }

    private static async Task<IResult> Apply(HttpContext context, PageContext page, ApplyForShop apply, Team team, Callers callers)
    {
        var (caller, form) = (context.SignedIn(), await FormReader.Read(context));
        var (country, profile, sells) = (Country.Parse(page.Mall.Country), ShopForm.Application(form, page, page.Asked), form.Raw("sells"));
        var wrong = ApplyForShop.Check(profile, country, sells)?.Single ?? [];
        var (place, people) = (Place(form, page, profile.Legal.Seat!, isSeatWrong: wrong.Any(p => p.Field?.StartsWith("seat.", StringComparison.Ordinal) is true)), People(form, caller));
        var made = wrong.Count > 0 || !form.Ok
            ? Problem.Of([.. wrong, .. form.Problems])
            : await apply.Run(profile, country, caller.PersonId, sells, (s, shop) =>
                EditStore.AddFirst(s, shop, place, caller.PersonId) ?? people.Select(p => team.Invite(s, caller, shop, p, ShopRole.Manager)).FirstOrDefault(p => p is not null));
        if (made.Ok)
        {
            callers.Forget(caller.PersonId); // they have a seat now
            return Render.SeeOther(page.Links.Desk);
        }

        return Render.Page<ApplyPage>(new { V = Typed.Of(form), Problems = made.Problem!.Single }, made.Problem.Status);
    }

    // The firm's seat, where no other address is typed; called by its street.
    private static StoreInput Place(FormReader form, PageContext page, Address seat, bool isSeatWrong)
    {
        var typed = ShopForm.Address(form, page, "address");
        var isTyped = new[] { typed.Line1, typed.Line2, typed.Postcode, typed.City }.Any(l => l.Trim().Length > 0);
        var address = isTyped ? typed : seat;
        var point = isTyped || !isSeatWrong ? PlaceEndpoints.Point(form, address, page) : default; // what is wrong with the seat is said there
        var name = address.Line1.Trim();
        var place = new StoreInput
        {
            Name = name.Length > LongestPlaceName ? name[..LongestPlaceName] : name,
            Address = address,
            Latitude = point.Latitude,
            Longitude = point.Longitude,
            TimeZone = page.Mall.TimeZone,
            Services = ["collect"],
        };
        foreach (var problem in isTyped ? EditStore.Check(place)?.Single.Where(p => p.Field is not "name") ?? [] : [])
        {
            form.Add(problem);
        }

        return place;
    }

    private static List<EmailAddress> People(FormReader form, Caller caller)
    {
        var people = new Dictionary<string, EmailAddress>(StringComparer.Ordinal);
        foreach (var line in form.Text("people", 2_000, required: false).Split(['\n', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!EmailAddress.TryParse(line, out var address, out var problem))
            {
                form.Add("people", problem!);
                return [];
            }

            people[address.Key] = address;
        }

        people.Remove(EmailAddress.Parse(caller.Email).Key);
        if (people.Count > MostPeople)
        {
            form.Add("people", TooManyPeople.With(MostPeople));
        }

        return [.. people.Values];
    }
}
