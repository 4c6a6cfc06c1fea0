using Halles.Kernel;
using Halles.Mall.Identity;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Account;

/// <summary>The rest of the account: profile, devices, addresses, API keys, data.</summary>
public static class AccountEndpoints
{
    /// <summary>All pages of people and their accounts.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        routes.MapSignUp();
        routes.MapProve();
        routes.MapSecurity();
        var pages = routes.MapGroup("/{lang:language}/account").RequireSignIn().GuardForms();
        pages.MapGet("", (PageContext page) => Render.SeeOther(page.Links.AccountPage("orders")));
        pages.MapPost("sign-out", SignOut);
        pages.MapGet("profile", ShowProfile);
        pages.MapPost("profile", ChangeProfile);
        pages.MapGet("sessions", (HttpContext http, Sessions sessions, string? done) => Render.Page<SessionsPage>(new { Sessions = sessions.List(http.SignedIn()), Done = done is not null }));
        pages.MapPost("sessions/end", EndSession);
        pages.MapPost("sessions/end-others", async (HttpContext http, PageContext page, Sessions sessions) => Back(page, await sessions.EndOthers(http.SignedIn()), "sessions?done=1"));
        pages.MapGet("keys", (HttpContext http, ApiKeys keys) => Render.Page<KeysPage>(new { Keys = keys.List(http.SignedIn()) }));
        pages.MapPost("keys", MakeKey);
        pages.MapPost("keys/revoke", RevokeKey);
        pages.MapGet("addresses", (HttpContext http, Addresses addresses) => Render.Page<AddressesPage>(new { Saved = addresses.List(http.SignedIn()) }));
        pages.MapGet("addresses/edit", EditAddress);
        pages.MapPost("addresses/edit", SaveAddress);
        pages.MapPost("addresses/remove", RemoveAddress);
        pages.MapGet("data", () => Render.Page<DataPage>());
        pages.MapPost("data/export", (HttpContext http, MyData data) => TypedResults.File(data.Export(http.SignedIn()), "application/json", "halles.json"));
        pages.MapPost("data/erase", Erase);
    }

    private static async Task<IResult> SignOut(HttpContext http, PageContext page, Sessions sessions, SignedInBrowser browser)
    {
        await sessions.SignOut(http.SignedIn());
        browser.End(http);
        return Render.SeeOther(page.Links.Home);
    }

    private static IResult ShowProfile(HttpContext http, Halles.Mall.Identity.Account account, string? done)
    {
        var profile = account.Profile(http.SignedIn())!;
        return Render.Page<ProfilePage>(new { profile.Name, profile.Phone, profile.Language, Done = done is not null });
    }

    private static async Task<IResult> ChangeProfile(HttpContext http, PageContext page, Halles.Mall.Identity.Account account)
    {
        var form = await FormReader.Read(http);
        var (name, phone, language) = (form.Raw("name"), form.Raw("phone"), form.Raw("language"));
        var changed = await account.Change(http.SignedIn(), name, phone, language, Country.Parse(page.Mall.Country), page.Mall.Languages);
        if (changed.Ok)
        {
            return Render.SeeOther(page.Links.AccountPage("profile") + "?done=1");
        }

        form.Add(changed.Problem!);
        return Render.Page<ProfilePage>(new { Name = name, Phone = phone, Language = language, form.Problems }, changed.Problem!.Status);
    }

    private static async Task<IResult> EndSession(HttpContext http, PageContext page, Sessions sessions)
    {
        var form = await FormReader.Read(http);
        var id = form.Id("id");
        return Back(page, form.Ok ? await sessions.End(http.SignedIn(), id) : IdentityProblems.None, "sessions?done=1");
    }

    private static async Task<IResult> MakeKey(HttpContext http, PageContext page, ApiKeys keys)
    {
        var form = await FormReader.Read(http);
        var caller = http.SignedIn();
        var made = await keys.Create(caller, form.Raw("name"));
        if (made.Ok)
        {
            return Render.Page<KeysPage>(new { Keys = keys.List(caller), NewKey = made.Value });
        }

        form.Add(made.Problem!);
        return ProveEndpoints.IfAsked(page, made.Problem, page.Links.AccountPage("keys"))
            ?? Render.Page<KeysPage>(new { Keys = keys.List(caller), Name = form.Raw("name"), form.Problems }, made.Problem!.Status);
    }

    private static async Task<IResult> RevokeKey(HttpContext http, PageContext page, ApiKeys keys)
    {
        var form = await FormReader.Read(http);
        var id = form.Id("id");
        return Back(page, form.Ok ? await keys.Revoke(http.SignedIn(), id) : IdentityProblems.None, "keys");
    }

    private static IResult EditAddress(HttpContext http, PageContext page, Addresses addresses, Guid? id)
    {
        if (id is null)
        {
            return Render.Page<AddressPage>(new { Value = new Address { Name = http.SignedIn().Name, Country = Country.Parse(page.Mall.Country) } });
        }

        return addresses.List(http.SignedIn()).Find(a => a.Id == id) is { } saved
            ? Render.Page<AddressPage>(new { saved.Id, saved.Label, Value = saved.Address })
            : Answers.Page(IdentityProblems.None);
    }

    private static async Task<IResult> SaveAddress(HttpContext http, PageContext page, Addresses addresses)
    {
        var form = await FormReader.Read(http);
        Guid? id = form.Has("id") ? form.Id("id") : null;
        var label = form.Text("label", 60);
        var address = form.ReadAddress();
        if (form.Ok)
        {
            var saved = await addresses.Save(http.SignedIn(), id, label, address);
            if (saved.Ok)
            {
                return Render.SeeOther(page.Links.AccountPage("addresses"));
            }

            form.Add(saved.Problem!);
        }

        return Render.Page<AddressPage>(new { Id = id, Label = label, Value = address, form.Problems }, form.Problems[0].Status);
    }

    private static async Task<IResult> RemoveAddress(HttpContext http, PageContext page, Addresses addresses)
    {
        var form = await FormReader.Read(http);
        var id = form.Id("id");
        return Back(page, form.Ok ? await addresses.Remove(http.SignedIn(), id) : IdentityProblems.None, "addresses");
    }

    private static async Task<IResult> Erase(HttpContext http, PageContext page, MyData data, SignedInBrowser browser)
    {
        var form = await FormReader.Read(http);
        var caller = http.SignedIn();
        if (!string.Equals(form.Raw("sure").Trim(), caller.Email, StringComparison.OrdinalIgnoreCase))
        {
            form.Add("sure", IdentityProblems.NotThisAddress);
            return Render.Page<DataPage>(new { form.Problems }, StatusCodes.Status422UnprocessableEntity);
        }

        var erased = await data.Erase(caller);
        if (!erased.Ok)
        {
            form.Add(erased.Problem!);
            return ProveEndpoints.IfAsked(page, erased.Problem, page.Links.AccountPage("data")) ?? Render.Page<DataPage>(new { form.Problems }, erased.Problem!.Status);
        }

        browser.End(http);
        return Render.Page<ErasedPage>();
    }

    private static IResult Back(PageContext page, Result<Done> result, string to) => result.Ok
        ? Render.SeeOther(page.Links.AccountPage(to))
        : ProveEndpoints.IfAsked(page, result.Problem, page.Links.AccountPage(to.Split('?')[0])) ?? Answers.Page(result.Problem!);
}
