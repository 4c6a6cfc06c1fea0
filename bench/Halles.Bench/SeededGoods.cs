using System.Globalization;
using System.Text;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Bench;

/// <summary>
/// Goods that nobody sells, the same for the same seed. Words are as frequent as in a language (Zipf's law), so that a
/// search of a common word finds much and one of a rare word little.
/// </summary>
internal sealed class SeededGoods
{
    private const int Words = 40_000;
    private static readonly string[] Syllables = ["ba", "che", "do", "fa", "gri", "jou", "ka", "lin", "mo", "nel", "pa", "quen", "ri", "sau", "ta", "ver", "von", "zi", "ble", "cro", "dra", "fleu", "plan", "tri"];
    private static readonly string[] Colours = ["blue", "red", "green", "white", "black", "oak", "grey", "pink"];
    private readonly string[] _words = [.. Enumerable.Range(0, Words).Select(Word)];
    private readonly Random _random;

    public SeededGoods(int seed) => _random = new Random(seed);

    /// <summary>A word of one of these frequencies: the first few are in every tenth product, the last in hardly any.</summary>
    public string Frequent() => _words[(int)Math.Min(Words - 1, Math.Exp(_random.NextDouble() * Math.Log(Words)) - 1)];

    /// <summary>The next product in one of the leaves of <see cref="SeededMall"/>.</summary>
    public ProductInput Next(IReadOnlyList<Guid> leaves, int number) => new()
    {
        Name = new LocalText("fr", Sentence(2 + _random.Next(3))),
        Description = new LocalText("fr", Sentence(15 + _random.Next(25))),
        CategoryId = leaves[_random.Next(leaves.Count)],
        TaxCategory = _random.Next(2) == 0 ? "food" : "standard",
        Attributes = new Dictionary<string, string> { ["colour"] = Colours[_random.Next(Colours.Length)], ["organic"] = _random.Next(4) == 0 ? "true" : "false" },
        Variants = [new VariantInput(null, [], $"SKU-{number:D7}", null, 100 + _random.Next(9_900), false, _random.Next(3) == 0 ? "500 g" : null, 200 + _random.Next(2_000))],
    };

    private string Sentence(int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(Frequent());
        }

        text[0] = char.ToUpper(text[0], CultureInfo.InvariantCulture);
        return text.ToString();
    }

    // Frequent words are short, as they are in life.
    private static string Word(int rank)
    {
        var word = new StringBuilder();
        for (var n = rank + Syllables.Length; n > 0; n /= Syllables.Length)
        {
            word.Append(Syllables[n % Syllables.Length]);
        }

        return word.ToString();
    }
}
