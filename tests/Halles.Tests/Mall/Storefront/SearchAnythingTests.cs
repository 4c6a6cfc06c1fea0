using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Storefront;
using Halles.Testing;

namespace Halles.Tests.Mall.Storefront;

/// <summary>A search never throws, and finds what has a letter or a digit by itself.</summary>
public sealed class SearchAnythingTests
{
    [Fact]
    public async Task No_string_makes_a_search_throw()
    {
        using var mall = await With(["Lampe", "Savon de Marseille", "Miel 500 g"]);
        var mallShown = mall.Shown;
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (text, other) =>
        {
            var list = mallShown.Search(new ProductQuery
            {
                Text = text, Language = other ?? "", Shop = null, Attributes = new Dictionary<string, IReadOnlyList<string>> { [other ?? ""] = [text ?? ""] },
            });
            return list.Total >= list.Hits.Count && list.Page >= 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<long>(), (number, amount) =>
        {
            var list = mallShown.Search(new ProductQuery { Language = "fr", Page = number, Size = number, PriceFrom = amount, PriceTo = -amount, Radius = number, Near = new Halles.Kernel.GeoPoint(number % 90, number % 180) });
            return list.Hits.Count <= list.Total;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory, Trait("Category", RealData.Trait)]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task Naughty_names_are_found_when_they_have_a_letter_or_digit(string language)
    {
        var strings = JsonSerializer.Deserialize<string[]>(File.ReadAllText(RealData.File("security/blns.json")))!.Where(s => !s.Contains('\0', StringComparison.Ordinal) && s.Length > 0).Distinct().ToArray();
        using var mall = await With(strings);
        var missing = new List<string>();
        for (var i = 0; i < strings.Length; i++)
        {
            var list = mall.Shown.Search(new ProductQuery { Text = strings[i], Language = language, Size = 100 });
            if (Folding.Fold(strings[i]).Any(char.IsLetterOrDigit) && list.Hits.All(h => h.Handle != $"p-{i}") && list.Total < 100)
            {
                missing.Add(strings[i]);
            }
        }

        missing.ShouldBeEmpty();
    }

    private static async Task<SmallMall> With(IReadOnlyList<string> names)
    {
        var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain");
        await mall.Write(s =>
        {
            for (var i = 0; i < names.Count; i++)
            {
                mall.Add(s, "levain", new Goods($"p-{i}", names[i]));
            }
        });
        await mall.CatchUp();
        return mall;
    }
}
