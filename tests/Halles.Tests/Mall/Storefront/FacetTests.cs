using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Storefront;

namespace Halles.Tests.Mall.Storefront;

/// <summary>Lists and their counts against a plain count over the same goods, on seeded random data.</summary>
public sealed class FacetTests
{
    private static readonly string[] Leaves = ["food", "bread", "home", "lamps"];
    private static readonly string[] Colours = ["red", "blue"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Counts_equal_a_plain_count(int seed)
    {
        var random = new Random(seed);
        using var mall = await SmallMall.On(Engine.Sqlite);
        var goods = await Fill(mall, random, 300);
        for (var i = 0; i < 60; i++)
        {
            var query = Query(random);
            var list = mall.Shown.Search(query);
            var hard = goods.Where(g => Hard(g, query)).ToList();
            var matches = hard.Where(g => Price(g, query) && Stock(g, query) && Attributes(g, query, but: null)).ToList();
            list.Total.ShouldBe(matches.Count, $"{query}");
            list.Hits.Select(h => h.Handle).ShouldBeSubsetOf(matches.Select(m => m.Goods.Handle));
            list.Hits.Count.ShouldBe(Math.Clamp(matches.Count - ((list.Page - 1) * query.Size), 0, query.Size));
            list.Facets.InStock.ShouldBe(hard.Count(g => g.CanBeHad && Price(g, query) && Attributes(g, query, but: null)));
            list.Facets.Prices.Sum(p => p.Count).ShouldBe(hard.Count(g => Stock(g, query) && Attributes(g, query, but: null)));
            list.Facets.Shops.ToDictionary(s => s.Slug, s => s.Count).ShouldBe(Counts(matches, m => m.Shop), ignoreOrder: true);
            list.Facets.Categories.Sum(c => c.Count).ShouldBe(query.Category is null ? matches.Count : matches.Count(m => m.Goods.Category != query.Category));
            foreach (var facet in list.Facets.Attributes)
            {
                var counted = hard.Where(g => Price(g, query) && Stock(g, query) && Attributes(g, query, but: facet.Code) && g.Goods.Attributes.ContainsKey(facet.Code));
                facet.Values.ToDictionary(v => v.Value, v => v.Count).ShouldBe(Counts(counted, m => m.Goods.Attributes[facet.Code]), ignoreOrder: true);
            }
        }
    }

    [Fact]
    public async Task Pages_together_hold_every_match_once_in_the_order_asked_for()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        var goods = await Fill(mall, new Random(7), 130);
        foreach (var sort in Enum.GetValues<ProductSort>())
        {
            var query = new ProductQuery { Language = "fr", Sort = sort, Near = new GeoPoint(47, 2) };
            var pages = Enumerable.Range(1, 6).Select(page => mall.Shown.Search(query with { Page = page })).ToList();
            pages.Select(p => p.Hits.Count).ShouldBe([24, 24, 24, 24, 24, 10]);
            var hits = pages.SelectMany(p => p.Hits).ToList();
            hits.Select(h => h.Handle).ShouldBe(goods.Select(g => g.Goods.Handle), ignoreOrder: true);
            var order = sort switch
            {
                ProductSort.PriceUp => hits.OrderBy(h => h.Price.Minor),
                ProductSort.PriceDown => hits.OrderByDescending(h => h.Price.Minor),
                ProductSort.Nearest => hits.OrderBy(h => h.Metres),
                ProductSort.Relevance => hits.OrderByDescending(h => h.Stock.CanBeHad),
                _ => hits.OrderBy(h => 0),
            };
            hits.Select(h => h.Handle).ShouldBe(order.Select(h => h.Handle));
        }

        mall.Shown.Search(new ProductQuery { Language = "fr", Page = 99 }).Page.ShouldBe(6);
    }

    [Fact]
    public async Task Chips_say_what_is_set_and_unknown_names_find_nothing()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await Fill(mall, new Random(3), 40);
        var list = mall.Shown.Search(new ProductQuery
        {
            Language = "en", Category = "lamps", Shop = "shop-1", InStock = true, PriceTo = 5000, Way = FulfilmentKind.Collect, Attributes = new Dictionary<string, IReadOnlyList<string>> { ["colour"] = ["red"] },
        });
        list.Chips.Select(c => (c.Kind, c.Code, c.Value, c.Name.Text, c.Text.Text)).ShouldBe(
        [
            (ChipKind.Category, "lamps", "", "Lighting", ""), (ChipKind.Attribute, "colour", "red", "Colour", "Red"), (ChipKind.Price, "", "", "", ""),
            (ChipKind.Shop, "shop-1", "", "shop-1", ""), (ChipKind.InStock, "", "", "", ""), (ChipKind.Way, "", "", "", ""),
        ]);
        list.Path.Select(c => c.Name.Text).ShouldBe(["Home", "Lighting"]);
        mall.Shown.Search(new ProductQuery { Language = "fr", Category = "nowhere" }).Total.ShouldBe(0);
        mall.Shown.Search(new ProductQuery { Language = "fr", Shop = "nobody" }).Total.ShouldBe(0);
        mall.Shown.Search(new ProductQuery { Language = "fr", Attributes = new Dictionary<string, IReadOnlyList<string>> { ["colour"] = ["green"] } }).Total.ShouldBe(0);
    }

    private static Dictionary<string, int> Counts(IEnumerable<Kept> goods, Func<Kept, string> by) => goods.GroupBy(by).ToDictionary(g => g.Key, g => g.Count());

    private static bool Hard(Kept g, ProductQuery q) =>
        (q.Shop is null || g.Shop == q.Shop)
        && (q.Category is null || g.Goods.Category == q.Category || (q.Category == "food" && g.Goods.Category == "bread") || (q.Category == "home" && g.Goods.Category == "lamps"))
        && (q.Way is null || g.Ships == (q.Way is FulfilmentKind.Ship) || q.Way is FulfilmentKind.Collect);

    private static bool Price(Kept g, ProductQuery q) => (q.PriceFrom is null || g.Goods.Price >= q.PriceFrom) && (q.PriceTo is null || g.Goods.Price <= q.PriceTo);

    private static bool Stock(Kept g, ProductQuery q) => !q.InStock || g.CanBeHad;

    private static bool Attributes(Kept g, ProductQuery q, string? but) =>
        q.Attributes.All(a => a.Key == but || (g.Goods.Attributes.TryGetValue(a.Key, out var value) && a.Value.Contains(value)));

    private static ProductQuery Query(Random random) => new()
    {
        Language = "fr",
        Category = random.Next(2) == 0 ? Leaves[random.Next(4)] : null,
        Shop = random.Next(5) == 0 ? $"shop-{random.Next(4)}" : null,
        InStock = random.Next(3) == 0,
        PriceFrom = random.Next(4) == 0 ? random.Next(5000) : null,
        PriceTo = random.Next(4) == 0 ? random.Next(10_000) : null,
        Way = random.Next(5) == 0 ? FulfilmentKind.Collect : null,
        Page = 1 + random.Next(3),
        Attributes = new[] { ("colour", Colours[random.Next(2)]), ("power", random.Next(5).ToString(System.Globalization.CultureInfo.InvariantCulture)) }
            .Where(_ => random.Next(3) == 0).ToDictionary(a => a.Item1, a => (IReadOnlyList<string>)[a.Item2]),
    };

    private static async Task<List<Kept>> Fill(SmallMall mall, Random random, int count)
    {
        for (var i = 0; i < 4; i++)
        {
            await mall.AddShop($"shop-{i}", ways: new WaysOfGetting(Collect: new CollectTerms(), Ship: i % 2 == 0 ? new ShipTerms([]) : null));
            await mall.AddStore($"shop-{i}", $"store-{i}", i * 0.01);
        }

        var all = new List<Kept>();
        await mall.Write(s =>
        {
            all.Clear();
            for (var i = 0; i < count; i++)
            {
                var shop = random.Next(4);
                var attributes = new Dictionary<string, string>();
                if (random.Next(3) > 0)
                {
                    attributes["colour"] = Colours[random.Next(2)];
                }

                if (random.Next(3) > 0)
                {
                    attributes["power"] = random.Next(5).ToString(System.Globalization.CultureInfo.InvariantCulture);
                }

                var goods = new Goods($"p-{i}", null, Leaves[random.Next(4)], 1 + random.Next(12_000)) { Attributes = attributes, Store = $"store-{shop}", OnHand = random.Next(3) };
                mall.Add(s, $"shop-{shop}", goods);
                all.Add(new Kept(goods, $"shop-{shop}", shop % 2 == 0));
            }
        });
        await mall.CatchUp();
        return all;
    }

    private sealed record Kept(Goods Goods, string Shop, bool Ships)
    {
        public bool CanBeHad => Goods.OnHand > 0;
    }
}
