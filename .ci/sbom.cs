#:property RestorePackagesWithLockFile=false
#:property NuGetAudit=false
#:property PublishAot=false
#:property GenerateDocumentationFile=false
// The packages that the program is built with, as a CycloneDX 1.6 document on standard output: read from the lock file, so
// that it says what a locked restore fetches. NuGet's own content hash is kept as it stands there.
// Run in the repository's folder: dotnet run .ci/sbom.cs
using System.Text.Json;
using System.Text.Json.Nodes;

using var locked = JsonDocument.Parse(File.ReadAllText("src/Halles.Web/packages.lock.json"));
var entries = locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()).ToList();
var packages = entries.Where(e => Type(e) != "Project").DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ToList();
var versions = packages.ToDictionary(p => p.Name, p => p.Value.GetProperty("resolved").GetString()!, StringComparer.OrdinalIgnoreCase);

var document = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = "halles", ["name"] = "Halles", ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "Apache-2.0" } }) } },
    ["components"] = new JsonArray([.. packages.Select(Component)]),
    ["dependencies"] = new JsonArray([
        Needs("halles", entries.Where(e => Type(e) == "Direct").Select(e => e.Name).Concat(entries.Where(e => Type(e) == "Project").SelectMany(Below)).Distinct()),
        .. packages.Select(p => Needs(Url(p.Name), Below(p)))]),
};
Console.Out.WriteLine(document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

static string? Type(JsonProperty entry) => entry.Value.GetProperty("type").GetString();

static IEnumerable<string> Below(JsonProperty entry) => entry.Value.TryGetProperty("dependencies", out var on) ? on.EnumerateObject().Select(d => d.Name) : [];

string Url(string name) => $"pkg:nuget/{name}@{versions[name]}";

JsonNode Component(JsonProperty package) => new JsonObject
{
    ["type"] = "library",
    ["bom-ref"] = Url(package.Name),
    ["name"] = package.Name,
    ["version"] = versions[package.Name],
    ["purl"] = Url(package.Name),
    ["properties"] = new JsonArray(new JsonObject { ["name"] = "nuget:contentHash", ["value"] = package.Value.GetProperty("contentHash").GetString() }),
};

JsonNode Needs(string of, IEnumerable<string> names) => new JsonObject
{
    ["ref"] = of,
    ["dependsOn"] = new JsonArray([.. names.Where(versions.ContainsKey).Select(n => JsonValue.Create(Url(n)))]),
};
