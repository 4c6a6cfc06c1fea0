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

    private readonly HashSet<string> _drawings = [.. DemoContent.Names("pictures/").Select(n => Path.GetFileNameWithoutExtension(n))];
    private readonly Dictionary<(string Drawing, string Tint), Original> _made = [];

    /// <summary>How many drawings there are of a kind: the kind itself, and its variations -2, -3 …</summary>
    public int Variations(string kind)
    {
        var count = _drawings.Contains(kind) ? 1 : throw new InvalidOperationException($"Nobody drew a {kind}.");
        while (_drawings.Contains($"{kind}-{count + 1}"))
        {
            count++;
        }

        return count;
    }

    /// <summary>Keeps a variation (from 0) of a kind in a tint, and gives its hash.</summary>
    public string Keep(WriteSession s, string kind, int variation, string tint) => Keep(s, variation == 0 ? kind : $"{kind}-{variation + 1}", tint);

    /// <summary>Keeps one of the drawings of shops, which come round in turn.</summary>
    public string KeepShopfront(WriteSession s, int turn, string tint)
    {
        var shopfronts = _drawings.Where(d => d.StartsWith("shopfront-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return Keep(s, shopfronts[turn % shopfronts.Count], tint);
    }

    private string Keep(WriteSession s, string drawing, string tint)
    {
        if (!_made.TryGetValue((drawing, tint), out var original))
        {
            var svg = new StringBuilder(DemoContent.Text($"pictures/{drawing}.svg"));
            foreach (var (name, colour) in _tints[tint])
            {
                svg.Replace($"{{{name}}}", colour);
            }

            var content = Encoding.UTF8.GetBytes(svg.ToString());
            _made[(drawing, tint)] = original = new Original(MediaStore.HashOf(content), "image/svg+xml", 0, 0, content);
        }

        MediaStore.Keep(s, original);
        return original.Hash;
    }
}
