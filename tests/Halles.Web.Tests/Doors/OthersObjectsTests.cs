using System.Net;
using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Halles.Web.Tests.Doors;

/// <summary>
/// Every object that a route names, tried with the asker's own, with others' and with one that is nowhere: what belongs to
/// another, is drafted, given up or used answers 404, word for word like none. Routes are found by themselves; a parameter of
/// which nobody has said what it names fails.
/// </summary>
public sealed class OthersObjectsTests
{
    /// <summary>Names that are no object, or whose own, foreign and gone the permission matrix tries.</summary>
    private static readonly string[] NoObject = ["/{lang}", "desk/{shop}"];

    /// <summary>Where none is not 404: what ended meanwhile is well, a code is a word that is typed, and a link is spent (410) whether or not there ever was one.</summary>
    private static readonly string[] NotMissing = ["DELETE lines/{variant}", "PUT codes/{code}", "DELETE codes/{code}", "POST jobs/{id}", "GET link/{token}", "POST link/{token}"];

    /// <summary>What a route needs to be told before it looks for its object.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["/api/v1/shop/orders/{code}/steps"] = """{"step":"accept"}""",
        ["/api/v1/shop/products/{id:guid}"] = """{"name":{"fr":"Pain"},"category":"bread","taxCategory":"food","variants":[]}""",
        ["/api/v1/shop/products/{id:guid}/state"] = """{"state":"published"}""",
        ["/api/v1/shop/variants/{sku}/price"] = """{"price":{"minor":480,"currency":"EUR"}}""",
        ["/api/v1/baskets/{id:guid}/lines/{variant:guid}"] = """{"quantity":1}""",
        ["/{lang:language}/desk/{shop}/decisions/{id:guid}"] = "words=Non",
        ["/{lang:language}/office/pages/{id:guid}/restore"] = "version=1",
        ["/{lang:language}/office/shops/{id:guid}"] = "state=approved",
        ["/{lang:language}/office/shops/{id:guid}/ask"] = "wish=Une+photo",
        ["/{lang:language}/office/shops/{id:guid}/enter"] = "visit=Aider",
        ["/{lang:language}/desk/{shop}/stock/{variant:guid}"] = "store=first&reason=count&amount=5",
        ["/{lang:language}/desk/{shop}/stock/{variant:guid}/terms"] = "store=first&safety=1",
        ["/{lang:language}/desk/{shop}/stock/{variant:guid}/move"] = "store=first&to=first&amount=1",
        ["/{lang:language}/desk/{shop}/products/{id:guid}/state"] = "state=published",
    };

    [Theory, OnBothEngines]
    public async Task What_is_not_theirs_answers_word_for_word_like_none(Engine engine)
    {
        await using var objects = await Objects.In(engine);
        var wrong = new List<string>();
        var asked = RouteList.Of(objects.Mall.Web).SelectMany(r => Parameters(r).Select(p => (Route: r, Parameter: p))).ToList();
        foreach (var (route, parameter) in asked)
        {
            if (objects.Of(parameter, AskerOf(route)) is not { } named)
            {
                wrong.Add($"{route.Line}: nobody has said what {parameter} names");
                continue;
            }

            var none = await Ask(objects, route, parameter, named.None);
            if (none.Status is not HttpStatusCode.NotFound && !NotMissing.Contains($"{route.Method} {parameter}"))
            {
                wrong.Add($"{route.Line}: {parameter} = none answers {none.Status}");
            }

            foreach (var other in named.Others)
            {
                var answer = await Ask(objects, route, parameter, other);
                if (answer != none)
                {
                    wrong.Add($"{route.Line}: {parameter} = {other} answers {answer.Status}, none {none.Status}; {Difference(answer.Body, none.Body)}");
                }
            }
        }

        // Their own last, for it changes things: it shows that the requests above reach what they name.
        foreach (var (route, parameter) in asked)
        {
            if (objects.Of(parameter, AskerOf(route)) is { Mine: { } mine })
            {
                var own = await Ask(objects, route, parameter, mine);
                if (own.Status is HttpStatusCode.NotFound || (int)own.Status >= 500)
                {
                    wrong.Add($"{route.Line}: {parameter} of their own answers {own.Status}");
                }
            }
        }

        string.Join('\n', wrong).ShouldBeEmpty();
    }

    /// <summary>Where two answers part.</summary>
    internal static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(p => p.First == p.Second).Count();
        return $"'{one.Substring(at, Math.Min(120, one.Length - at))}' for '{other.Substring(at, Math.Min(120, other.Length - at))}'";
    }

    private static IEnumerable<string> Parameters(ListedRoute route) => route.Endpoint.RoutePattern.Parameters.Select(p => Name(route, p.Name)).Except(NoObject);

    // "orders/{code}": the parameter and what stands before it.
    private static string Name(ListedRoute route, string parameter)
    {
        var segments = route.Endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart named => "{" + named.Name + "}",
            _ => throw new NotSupportedException(p.GetType().Name),
        }))).ToList();
        var at = segments.FindIndex(s => s.Contains("{" + parameter + "}", StringComparison.Ordinal));
        return segments[at].StartsWith('{') ? (at == 0 ? "" : segments[at - 1]) + "/" + segments[at] : segments[at].Replace(".xml", "", StringComparison.Ordinal);
    }

    private static Asker AskerOf(ListedRoute route) =>
        route.Pattern.StartsWith("/api/v1/shop/", StringComparison.Ordinal) ? Asker.ShopKey
        : route.Pattern.StartsWith("/api/", StringComparison.Ordinal) ? Asker.ShopperKey
        : route.Pattern.Contains("/desk/", StringComparison.Ordinal) ? Asker.Owner
        : route.Pattern.Contains("/office/", StringComparison.Ordinal) ? Asker.Administrator
        : Asker.Shopper;

    private static async Task<(HttpStatusCode Status, string Body)> Ask(Objects objects, ListedRoute route, string parameter, string value)
    {
        var asker = AskerOf(route);
        var path = route.Path(p => Name(route, p) is var name && name == parameter ? value : name switch
        {
            "/{lang}" => "fr",
            "desk/{shop}" => objects.Mine.Slug,
            _ => objects.Of(name, asker)?.Mine ?? "nothing",
        });
        var (status, body) = await objects.Ask(asker, route.Method, path, Bodies.GetValueOrDefault(route.Pattern));
        return (status, body.Replace(value, "", StringComparison.Ordinal));
    }
}
