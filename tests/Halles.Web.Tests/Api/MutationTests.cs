using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Api;

/// <summary>
/// Every operation of the OpenAPI document with every parameter and member bent: nothing answers with a fault, nothing takes
/// longer than a second.
/// </summary>
[Trait("Category", RealData.Trait)]
public sealed class MutationTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // As JSON, for some of them cannot be said otherwise.
    private static readonly string[] BentMembers =
    [
        "null", "\"\"", "\"x\"", "-1", "0", "1000000000", "1.5", "1e400", "99999999999999999999", "true", "[]", "{}", "[[[[]]]]", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"" + new string('x', 20_000) + "\"", "\"\u202Egnol\u202C\"", "\"2026-02-30T00:00:00Z\"", "\"00000000-0000-0000-0000-000000000000\"",
    ];

    private static readonly string[] BentParameters =
        ["", "null", "-1", "0", "x", "1.5", "99999999999999999999", "\0", "%", "'\"--", "..", "a/b", "\u202Egnol", "👩‍🌾", new('x', 5_000), "00000000-0000-0000-0000-000000000000", "0001-01-01", "9999-12-31T23:59:59Z"];

    [Theory, OnBothEngines]
    public async Task Nothing_that_is_sent_is_a_fault_or_takes_long(Engine engine)
    {
        var mall = await ApiMall.On(engine);
        var shop = await mall.Shop();
        var variant = await shop.Sells("Pain", 480);
        var (placed, _, _) = await shop.Sold(variant);
        var known = new Known(variant, shop.StoreId, shop.Slug, (await mall.Guest.NewBasket()).Id, placed);
        var document = JsonNode.Parse(await mall.Http.GetStringAsync("/api/v1/openapi.json"))!;
        var naughty = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(RealData.File("security/blns.json")))!;
        var requests = Operations(document).SelectMany(o => o.Bent(known, naughty)).ToList();
        requests.Count.ShouldBeGreaterThan(5_000);
        requests = engine is Engine.Sqlite ? requests : [.. requests.Where((_, i) => i % 3 == 0)]; // most are answered before a database is asked
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (bent, _) =>
        {
            var (status, took) = await Send(mall, shop.Key, bent);
            if (status < 500 && took > Longest)
            {
                (status, took) = await Send(mall, shop.Key, bent); // the machine may have been busy with something else
            }

            if (status >= 500 || took > Longest)
            {
                wrong.Add($"{status} after {took.TotalMilliseconds:0} ms: {bent.Method} {Short(bent.Path)} {Short(bent.Body ?? "")}");
            }
        });
        wrong.Take(20).ShouldBeEmpty();
    }

    private static async Task<(int Status, TimeSpan Took)> Send(ApiMall mall, string key, BentRequest bent)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await mall.Send(new HttpMethod(bent.Method), bent.Path, bent.Body, key, bent.Key);
        await answer.Content.ReadAsByteArrayAsync();
        return ((int)answer.StatusCode, Stopwatch.GetElapsedTime(begun));
    }

    private static string Short(string text) => text.Length > 300 ? text[..300] : text;

    private static IEnumerable<Operation> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new Operation(document, path.Key["/api/v1/".Length..], operation.Key.ToUpperInvariant(), operation.Value!);

    private sealed record BentRequest(string Method, string Path, string? Body, string Key);

    /// <summary>Things that are really there, so that requests reach what is behind the checks.</summary>
    private sealed record Known(Guid Variant, Guid Store, string Shop, Guid Basket, PlacedAnswer Placed)
    {
        public string Value(string name) => name switch
        {
            "id" or "basketId" => Basket.ToString(),
            "variant" or "variantId" => Variant.ToString(),
            "storeId" => Store.ToString(),
            "slug" or "shop" => Shop,
            "code" => Placed.Orders[0].Code,
            "key" => Placed.Key,
            "sku" => Variant.ToString("N"),
            "step" => "cancel",
            "way" => "collect",
            "payment" => "in-store",
            "currency" => "EUR",
            "country" => "FR",
            "email" => "camille@example.org",
            "phone" => "+33612345678",
            "near" => "41100",
            "reason" => "count",
            "category" => "bread",
            "taxCategory" => "food",
            "policy" => "counted",
            "state" => "published",
            "stepUnit" => "g",
            _ => "x",
        };
    }

    private sealed class Operation(JsonNode document, string path, string method, JsonNode operation)
    {
        private readonly List<(string Name, string In)> _parameters =
            [.. (operation["parameters"]?.AsArray() ?? []).Select(p => ((string)p!["name"]!, (string)p["in"]!)).Where(p => p.Item1 != "attributes")];

        public IEnumerable<BentRequest> Bent(Known known, string[] naughty)
        {
            var body = operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema ? Example(schema, "", known) : null;
            yield return Request(known, body?.ToJsonString());
            foreach (var (name, place) in _parameters.Where(p => p.In is not "header"))
            {
                foreach (var bent in BentParameters)
                {
                    yield return Request(known, body?.ToJsonString(), (name, bent));
                }
            }

            foreach (var place in body is null ? [] : Places(body, []))
            {
                yield return Request(known, With(body!, place, null));
                foreach (var bent in BentMembers)
                {
                    yield return Request(known, With(body!, place, bent));
                }
            }

            foreach (var words in naughty)
            {
                foreach (var (name, place) in _parameters.Where(p => p.In is "path" or "query").Take(2))
                {
                    yield return Request(known, body?.ToJsonString(), (name, words));
                }

                if (body is not null)
                {
                    yield return Request(known, Places(body, []).Aggregate(body.ToJsonString(), (json, place) =>
                        JsonNode.Parse(json) is { } now && At(now, place) is JsonValue value && value.TryGetValue<string>(out var text) && text == "x" ? With(now, place, JsonSerializer.Serialize(words)) : json));
                }
            }
        }

        private BentRequest Request(Known known, string? body, (string Name, string Value)? bent = null)
        {
            var address = path;
            var query = new List<string>();
            foreach (var (name, place) in _parameters)
            {
                var value = Uri.EscapeDataString(bent?.Name == name ? bent.Value.Value : known.Value(name));
                if (place == "path")
                {
                    address = address.Replace($"{{{name}}}", value, StringComparison.Ordinal);
                }
                else if (place == "query" && (bent?.Name == name || name is "key" or "near"))
                {
                    query.Add($"{name}={value}");
                }
            }

            return new BentRequest(method, address + (query.Count == 0 ? "" : "?" + string.Join('&', query)), body, Ids.New(TimeProvider.System).ToString());
        }

        // A body that the schema allows.
        private JsonNode? Example(JsonNode schema, string name, Known known)
        {
            schema = schema["$ref"] is { } reference ? document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]! : schema;
            schema = schema["oneOf"] is JsonArray choices ? choices.First(c => c!["$ref"] is not null)! : schema;
            if (schema["$ref"] is not null)
            {
                return Example(schema, name, known);
            }

            var type = schema["type"] is JsonArray types ? (string)types.First(t => (string)t! != "null")! : (string)schema["type"]!;
            return type switch
            {
                "object" when schema["additionalProperties"] is JsonObject value => new JsonObject([KeyValuePair.Create("fr", Example(value, name, known))]),
                "object" => new JsonObject((schema["properties"]?.AsObject() ?? []).Where(p => p.Key != "basketId").Select(p => KeyValuePair.Create(p.Key, Example(p.Value!, p.Key, known)))),
                "array" => new JsonArray(Example(schema["items"]!, name, known)),
                "integer" => JsonValue.Create(1),
                "boolean" => JsonValue.Create(false),
                _ => JsonValue.Create(known.Value(name)),
            };
        }

        private static IEnumerable<object[]> Places(JsonNode? node, object[] here) => node switch
        {
            JsonObject members => members.SelectMany(m => Places(m.Value, [.. here, m.Key]).Prepend([.. here, m.Key])),
            JsonArray items => items.SelectMany((item, i) => Places(item, [.. here, i]).Prepend([.. here, i])),
            _ => [],
        };

        private static JsonNode? At(JsonNode node, object[] place) => place.Aggregate((JsonNode?)node, (n, step) => step is int i ? n![i] : n![(string)step]);

        // The body with one place bent, or without it.
        private static string With(JsonNode body, object[] place, string? bent)
        {
            const string Mark = "bent-here";
            var copy = body.DeepClone();
            var parent = At(copy, place[..^1])!;
            switch (place[^1])
            {
                case int i when bent is null:
                    parent.AsArray().RemoveAt(i);
                    break;
                case int i:
                    parent[i] = Mark;
                    break;
                case string name when bent is null:
                    parent.AsObject().Remove(name);
                    break;
                case string name:
                    parent[name] = Mark;
                    break;
            }

            return copy.ToJsonString().Replace($"\"{Mark}\"", bent, StringComparison.Ordinal);
        }
    }
}
