using Microsoft.AspNetCore.Http.Extensions;

namespace Halles.Web.Pages;

/// <summary>The addresses of the pages in one language. Every link of a page comes from here.</summary>
public sealed class Links(string language)
{
    private readonly string _root = "/" + language;

    /// <summary>The language of the addresses, by tag.</summary>
    public string Language => language;

    public string Home => _root + "/";

    public string Search => _root + "/search";

    public string Shops => _root + "/shops";

    public string Near => _root + "/near";

    public string Basket => _root + "/basket";

    public string SignIn => _root + "/sign-in";

    public string SignUp => _root + "/sign-up";

    /// <summary>Asks those who are signed in to show again who they are.</summary>
    public string Prove => _root + "/prove";

    /// <summary>Where a forgotten password is mended.</summary>
    public string Forgotten => _root + "/forgotten";

    /// <summary>The page behind a link sent by e-mail.</summary>
    public string EmailLink(string token) => $"{_root}/link/{token}";

    /// <summary>A step of signing in: <c>code</c>, <c>link</c>, <c>passkey</c>, <c>sent</c>.</summary>
    public string SignInStep(string step) => $"{_root}/sign-in/{step}";

    public string Account => _root + "/account";

    /// <summary>The merchants' side: the shops of whoever is signed in.</summary>
    public string Desk => _root + "/desk";

    /// <summary>Where somebody asks for a shop.</summary>
    public string OpenShop => _root + "/open-a-shop";

    /// <summary>The operators' side.</summary>
    public string Office => _root + "/office";

    /// <summary>A category by its name in the addresses of this language.</summary>
    public string Category(string slug) => $"{_root}/c/{slug}";

    /// <summary>A district or town.</summary>
    public string District(string slug) => $"{_root}/places/{slug}";

    public string Shop(string slug) => $"{_root}/shops/{slug}";

    public string Product(string shop, string handle) => $"{_root}/shops/{shop}/{handle}";

    /// <summary>One step of the checkout: <c>how</c>, <c>who</c>, <c>pay</c>, <c>check</c>.</summary>
    public string Checkout(string step) => $"{_root}/checkout/{step}";

    /// <summary>A purchase as its shopper sees it; guests carry the key of their link.</summary>
    public string Purchase(Guid id, string? key = null) => $"{_root}/purchases/{id}{(key is null ? "" : "?key=" + key)}";

    /// <summary>Where guests have the links to their orders sent once more.</summary>
    public string FindOrder => _root + "/orders";

    public string Order(string code, string? key = null) => $"{_root}/orders/{code}{(key is null ? "" : "?key=" + key)}";

    /// <summary>Where a shop or one of its products is reported.</summary>
    public string ReportThing(string shop, string? handle = null) => $"{_root}/report/{shop}{(handle is null ? "" : "/" + handle)}";

    /// <summary>A report as who sent it follows it.</summary>
    public string Report(Guid id, string key) => $"{_root}/reports/{id}?key={key}";

    /// <summary>A page of the account: <c>orders</c>, <c>security</c>, <c>sessions</c>, …</summary>
    public string AccountPage(string page) => $"{_root}/account/{page}";

    /// <summary>A page of a shop's own side: <c>today</c>, <c>orders</c>, <c>products</c>, <c>stock</c>, <c>hours</c>, <c>settings</c>.</summary>
    public string DeskPage(string shop, string page = "today") => $"{_root}/desk/{shop}/{page}";

    public string OfficePage(string page) => $"{_root}/office/{page}";

    /// <summary>A page of fixed text: <c>imprint</c>, <c>privacy</c>, <c>terms</c>.</summary>
    public string Content(string page) => $"{_root}/pages/{page}";

    /// <summary>True for a path of this mall; where somebody is led after signing in comes from the address bar.</summary>
    public static bool IsOurs(string? path) =>
        path is ['/', .. { Length: < 500 } rest] && !rest.StartsWith('/') && !rest.StartsWith('\\') && !rest.Any(char.IsControl);

    /// <summary>A search or listing with other parameters; those that are null are left out.</summary>
    public static string With(string path, IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        return path + query;
    }
}
