using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Media;

namespace Halles.Demo;

/// <summary>Drawings filled with a tint, each kept once among the originals.</summary>
internal sealed class DemoPictures
{
    private readonly Dictionary<string, Dictionary<string, string>> _tints =
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(DemoContent.Text("pictures/tints.json"), Json.Stored)!;

    private readonly Dictionary<string, string> _drawings = DemoContent.Names("pictures/").ToDictionary(n => Path.GetFileNameWithoutExtension(n), DemoContent.Text, StringComparer.Ordinal);
    private readonly Dictionary<(string Drawing, string Tint), Original> _made = [];
    private readonly Dictionary<string, string> _covers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _photos = new(StringComparer.Ordinal);

    /// <summary>Chooses and tints the pictures of all shops.</summary>
    public DemoPictures(IReadOnlyList<DemoShop> shops)
    {
        var shopfronts = _drawings.Keys.Where(d => d.StartsWith("shopfront-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        foreach (var (turn, shop) in shops.Index())
        {
            _covers[shop.Slug] = Tinted(shopfronts[turn % shopfronts.Count], shop.Tint);
            var drawn = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var product in shop.Products)
            {
                // Neighbours of one kind in a shop get different drawings, as far as there are any.
                var first = drawn[product.Picture] = drawn.GetValueOrDefault(product.Picture, -1) + 1;
                var drawings = Variations(product.Picture);
                var count = drawings > 1 && Seeded.OneIn(7, "views:" + product.Sku) ? drawings : 1;
                _photos[product.Sku] = [.. Enumerable.Range(first, count).Select(n => Tinted(Variation(product.Picture, n % drawings), product.Tint))];
            }
        }
    }

    /// <summary>The hash of a shop's front.</summary>
    public string CoverOf(DemoShop shop) => _covers[shop.Slug];

    /// <summary>The hashes of a product's photos, the first view first.</summary>
    public IReadOnlyList<string> PhotosOf(DemoProduct product) => _photos[product.Sku];

    /// <summary>Keeps them all.</summary>
    public Result<Done> Keep(WriteSession s)
    {
        foreach (var original in _made.Values)
        {
            MediaStore.Keep(s, original);
        }

        return default(Done);
    }

    /// <summary>How many drawings there are of a kind: the kind itself, and its variations -2, -3 …</summary>
    private int Variations(string kind) => _drawings.ContainsKey(kind)
        ? Enumerable.Range(1, _drawings.Count).TakeWhile(n => _drawings.ContainsKey(Variation(kind, n - 1))).Count()
        : throw new InvalidOperationException($"Nobody drew a {kind}.");

    private static string Variation(string kind, int from0) => from0 == 0 ? kind : $"{kind}-{from0 + 1}";

    private string Tinted(string drawing, string tint)
    {
        if (!_made.TryGetValue((drawing, tint), out var original))
        {
            var svg = new StringBuilder(_drawings[drawing]);
            foreach (var (name, colour) in _tints[tint])
            {
                svg.Replace($"{{{name}}}", colour);
            }

            var content = Encoding.UTF8.GetBytes(svg.ToString());
            _made[(drawing, tint)] = original = new Original(MediaStore.HashOf(content), "image/svg+xml", 0, 0, content);
        }

        return original.Hash;
    }
}
