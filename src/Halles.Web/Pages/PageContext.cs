using Halles.Kernel;
using Halles.Mall.Settings;
using Halles.Web.Design;
using Halles.Web.Hosting;
using Halles.Web.Text;

namespace Halles.Web.Pages;

/// <summary>
/// What every page knows of its request: language and words, the mall, formats, links and the moment. Scoped; holds
/// nothing personal, so that pages that are cached may use it.
/// </summary>
public sealed class PageContext
{
    public PageContext(IHttpContextAccessor accessor, CurrentSettings settings, Texts texts, Assets assets, Fragments fragments, TimeProvider clock)
    {
        Http = accessor.HttpContext ?? throw new InvalidOperationException("A page is made for a request.");
        Mall = settings.Value;
        Assets = assets;
        Fragments = fragments;
        Now = clock.GetUtcNow();
        Asked = Of(Http.Request.Path, Mall);
        Language = LanguageOf(Http.Request.Path, Mall);
        Words = texts.In(Language);
        Format = new Formats(Words, Mall.Country, TimeZoneInfo.FindSystemTimeZoneById(Mall.TimeZone));
        Links = new Links(Asked);
        Currency = Currency.Parse(Mall.Currency);
    }

    /// <summary>
    /// The language in which an address is answered: its own, and behind the counter one in which those screens are written.
    /// By the address itself, not by its route: a page that is not there has none, and still speaks the visitor's language.
    /// </summary>
    public static string LanguageOf(PathString path, MallSettings mall)
    {
        var asked = Of(path, mall);
        return path.Value!.Split('/', 4) is [_, _, "desk" or "office" or "open-a-shop", ..] ? Kernel.Language.InOffice(asked, mall.Languages) : asked;
    }

    private static string Of(PathString path, MallSettings mall)
    {
        var asked = path.Value!.Split('/', 3) is [_, var first, ..] ? first : null;
        return mall.Languages.FirstOrDefault(l => l == asked) ?? mall.Languages[0];
    }

    public HttpContext Http { get; }

    public MallSettings Mall { get; }

    public Assets Assets { get; }

    /// <summary>Parts that many pages have in common.</summary>
    public Fragments Fragments { get; }

    /// <summary>The moment for which the page is made.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Language tag of the page, as it is shown.</summary>
    public string Language { get; }

    /// <summary>Language tag of its address, and of those that its links lead to.</summary>
    public string Asked { get; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction => Kernel.Language.Parse(Language).Direction;

    public LanguageTexts Words { get; }

    public Formats Format { get; }

    public Links Links { get; }

    public Currency Currency { get; }

    /// <summary>The visitor asked for little data: no image is loaded until asked for.</summary>
    public bool Light => WantsLight(Http.Request);

    /// <inheritdoc cref="Light"/>
    public static bool WantsLight(HttpRequest request) => request.Cookies["light"] is { } chosen ? chosen == "1" : request.Headers["Save-Data"] == "on";

    /// <summary>This page's address in another language, for the language links.</summary>
    public string InLanguage(string language) => InLanguage(language, Http.Request.Path.Value + Http.Request.QueryString);

    /// <summary>An address of this page's language in another one; the front page for any other address.</summary>
    public string InLanguage(string language, string address)
    {
        var own = address.StartsWith("/" + Asked, StringComparison.Ordinal) && (address.Length == Asked.Length + 1 || address[Asked.Length + 1] is '/' or '?');
        var rest = own ? address[(Asked.Length + 1)..] : "/";
        return $"/{language}{(rest.StartsWith('/') ? "" : "/")}{rest}";
    }

    /// <summary>An address with the mall's origin before it.</summary>
    public string Absolute(string path) => Mall.Origin.TrimEnd('/') + path;

    /// <summary>A telephone number as it is written in the mall's country; as it was kept when it is none.</summary>
    public string Phone(string kept) => TraderWords.Phone(kept, Mall);

    /// <summary>Minor units as money of the mall.</summary>
    public string Money(long minor) => Format.Money(new Money(minor, Currency));
}
