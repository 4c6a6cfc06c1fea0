using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Halles.Web.Tests;

/// <summary>A page as a visitor got it, after redirects.</summary>
internal sealed record Page(HttpStatusCode Status, string Path, IHtmlDocument Html, HttpResponseMessage Response)
{
    public string Title => Html.Title!;

    /// <summary>The text of the page's content, its white space drawn together.</summary>
    public string Words => string.Join(' ', (Html.QuerySelector("main") ?? Html.Body!).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A browser without scripts: cookies, links, forms.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _client;

    public Visitor(WebMall mall)
    {
        _client = new HttpClient(_handler) { BaseAddress = mall.Origin };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public HttpClient Http => _client;

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>Opens a page.</summary>
    public Task<Page> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills a form of a page and sends it, with its hidden fields.</summary>
    /// <param name="form">A CSS selector of the form, or of a button in it whose <c>formaction</c> counts.</param>
    public Task<Page> Submit(Page page, string form, params (string Name, string Value)[] values)
    {
        var found = page.Html.QuerySelector(form) ?? throw new InvalidOperationException($"No {form} on {page.Path}: {page.Words}");
        var element = (IHtmlFormElement)(found as IHtmlFormElement ?? found.Closest("form")!);
        var fields = Fields(element).Where(f => !values.Any(v => v.Name == f.Name)).Concat(values).ToList();
        if (found is IHtmlButtonElement { Name: { Length: > 0 } name } button)
        {
            fields.Add((name, button.Value));
        }

        var action = found.GetAttribute("formaction") ?? element.GetAttribute("action") ?? page.Path;
        return Send(new HttpRequestMessage(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        });
    }

    /// <summary>Sends a form of a page with a file in it.</summary>
    public Task<Page> Upload(Page page, string form, string field, byte[] content, string name)
    {
        var element = (IHtmlFormElement)(page.Html.QuerySelector(form) ?? throw new InvalidOperationException($"No {form} on {page.Path}: {page.Words}"));
        var parts = new MultipartFormDataContent();
        foreach (var (key, value) in Fields(element))
        {
            parts.Add(new StringContent(value), key);
        }

        parts.Add(new ByteArrayContent(content), field, name);
        return Send(new HttpRequestMessage(HttpMethod.Post, element.GetAttribute("action") ?? page.Path) { Content = parts });
    }

    /// <summary>Sends a request as browsers do, and follows where it leads.</summary>
    public async Task<Page> Send(HttpRequestMessage request)
    {
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var response = await _client.SendAsync(request);
        for (var hops = 0; response.Headers.Location is { } to && hops < 10; hops++)
        {
            using var next = new HttpRequestMessage(HttpMethod.Get, to);
            response = await _client.SendAsync(next);
        }

        var html = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync());
        return new Page(response.StatusCode, response.RequestMessage!.RequestUri!.PathAndQuery, html, response);
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private static IEnumerable<(string Name, string Value)> Fields(IHtmlFormElement form)
    {
        foreach (var field in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = field.GetAttribute("name")!;
            switch (field)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "submit" or "file" }:
                    break;
                case IHtmlInputElement input:
                    yield return (name, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    yield return (name, area.Value);
                    break;
                case IHtmlSelectElement select:
                    yield return (name, select.Value ?? "");
                    break;
            }
        }
    }
}
