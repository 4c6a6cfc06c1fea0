using System.Reflection;
using System.Text.Json;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Demo;

/// <summary>The written part of the demo: one JSON file per shop, the taxonomy, and the names of attribute values.</summary>
internal static class DemoContent
{
    private const string Root = "Demo/";
    private static readonly Assembly Home = typeof(DemoContent).Assembly;

    /// <summary>Every shop, in the order of its file name: the same every time.</summary>
    public static List<DemoShop> Shops() => [.. Names("shops/").Select(Read<DemoShop>)];

    public static DemoTaxonomy Taxonomy() => Read<DemoTaxonomy>("categories.json");

    /// <summary>Names of coded values, by attribute and code. Where two writers name the same code, the first holds.</summary>
    public static Dictionary<string, Dictionary<string, LocalText>> ValueNames()
    {
        var all = new Dictionary<string, Dictionary<string, LocalText>>(StringComparer.Ordinal);
        foreach (var (attribute, names) in Names("values/").Select(Read<Dictionary<string, Dictionary<string, LocalText>>>).SelectMany(f => f))
        {
            var known = all.TryGetValue(attribute, out var some) ? some : all[attribute] = new Dictionary<string, LocalText>(StringComparer.Ordinal);
            foreach (var (code, name) in names)
            {
                known.TryAdd(Code(code), name);
            }
        }

        return all;
    }

    /// <summary>One code for what writers spelled in several ways.</summary>
    public static string Code(string written) => written switch
    {
        "all-year" => "all-seasons",
        _ => written,
    };

    public static string Text(string name)
    {
        using var stream = Home.GetManifestResourceStream(Root + name) ?? throw new InvalidOperationException($"The demo has no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static List<string> Names(string folder) => [.. Home.GetManifestResourceNames()
        .Where(n => n.StartsWith(Root + folder, StringComparison.Ordinal)).Select(n => n[Root.Length..]).Order(StringComparer.Ordinal)];

    private static T Read<T>(string name) => JsonSerializer.Deserialize<T>(Text(name), Json.Stored)!;
}

internal sealed record DemoTaxonomy(Dictionary<string, DemoAttribute> Attributes, IReadOnlyList<DemoCategory> Categories);

internal sealed record DemoAttribute(LocalText Name, AttributeType Type, string? Unit);

internal sealed record DemoCategory(string Code, LocalText Name, IReadOnlyList<DemoCategory>? Children, IReadOnlyList<string>? Attributes);

internal sealed record DemoShop(
    string Slug, string Name, string Kind, LocalText Strap, LocalText Story, DemoLegal Legal, string Email, string Phone, string Owner, string Tint,
    DateOnly Opened, LocalText Returns, IReadOnlyList<DemoStore> Stores, DemoWays Ways, IReadOnlyList<string> Pay, IReadOnlyList<DemoProduct> Products);

internal sealed record DemoLegal(string Name, string? Form, string? Siret, string? Vat, string? Capital, string? Court);

internal sealed record DemoStore(
    string Slug, string Name, string Street, string Postcode, string City, double Lat, double Lon, Dictionary<string, string> Hours,
    IReadOnlyList<DateOnly>? Closed, IReadOnlyList<string>? Services, LocalText? Access, string? Phone);

internal sealed record DemoWays(DemoCollect? Collect, DemoDeliver? Deliver, DemoShip? Ship);

internal sealed record DemoCollect(int PrepMinutes);

internal sealed record DemoDeliver(IReadOnlyList<string> Postcodes, long Fee, long? FreeAbove, long Minimum);

internal sealed record DemoShip(IReadOnlyList<DemoZone> Zones);

internal sealed record DemoZone(IReadOnlyList<string> Countries, IReadOnlyList<DemoStep> Steps, long? FreeAbove);

internal sealed record DemoStep(int UpToGrams, long Fee);

internal sealed record DemoProduct(
    string Sku, LocalText Name, LocalText Text, string Category, long Price, long? Was, IReadOnlyList<DemoOption>? Options, string Tax, string? Measure,
    DemoSold? Sold, int Weight, string Stock, int Qty, int PrepHours, Dictionary<string, JsonElement>? Attributes, string Picture, string Tint,
    int Age, string? Maker, LocalText? Safety);

internal sealed record DemoOption(LocalText Name, IReadOnlyList<Dictionary<string, JsonElement>> Values);

internal sealed record DemoSold(string Unit, int Step, bool Weighed);
