using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Storefront;

namespace Halles.Tests.Mall.Storefront;

public sealed class SearchTests
{
    [Fact]
    public async Task Words_count_wherever_they_stand_and_most_in_the_name()
    {
        using var mall = await With(
            new Goods("a", "Lampe de bureau", "lamps") { Attributes = new() { ["colour"] = "red" } },
            new Goods("b", "Lampe de chevet", "lamps") { Attributes = new() { ["colour"] = "blue" } },
            new Goods("c", "Rouge-gorge en bois", "home"),
            new Goods("d", "Bureau") { Text = "Une lampe rouge est offerte." });
        mall.Handles("lampe rouge").Take(2).ShouldBe(["a", "b"], "an attribute says more than a description, and a lamp of another colour is nearer than a desk that comes with a red one");
        mall.Handles("lampe rouge").ShouldContain("d");
        mall.Handles("lampes luminaires").Take(2).ShouldBe(["b", "a"], ignoreOrder: true);
    }

    [Fact]
    public async Task Too_little_with_all_words_is_followed_by_fewer_words()
    {
        using var mall = await With(new Goods("a", "Vase bleu en verre"), new Goods("b", "Vase vert"), new Goods("c", "Assiette bleue"), new Goods("d", "Tabouret"));
        var list = mall.Search("vase bleu");
        list.Hits.Select(h => h.Handle).ShouldBe(["a", "c", "b"], ignoreOrder: true);
        list.Hits[0].Handle.ShouldBe("a");
        list.FewerWords.ShouldBeTrue();
        mall.Search("tabouret").FewerWords.ShouldBeFalse();
    }

    [Fact]
    public async Task The_last_word_may_be_only_begun()
    {
        using var mall = await With(new Goods("a", "Savon de Marseille"), new Goods("b", "Savonnette"), new Goods("c", "Saumon"));
        mall.Handles("savo").ShouldBe(["a", "b"], ignoreOrder: true);
        mall.Handles("savon mars").ShouldBe(["a"]);
        mall.Handles("sav marseille").ShouldNotContain("b", "only the last word is a beginning");
    }

    [Theory]
    [InlineData("chocolta", "chocolat")]
    [InlineData("chicolat", "chocolat")]
    [InlineData("savn", null)] // four letters: nothing is forgiven
    [InlineData("marmelde", "marmelade")] // eight letters: one slip
    [InlineData("marmeldde", "marmelade")] // nine: two
    public async Task Slips_are_forgiven_by_the_length_of_the_word(string typed, string? found)
    {
        using var mall = await With(new Goods("chocolat", "Chocolat noir"), new Goods("marmelade", "Marmelade d'orange"), new Goods("savon", "Savon"));
        var list = mall.Search(typed);
        list.Hits.Select(h => h.Handle).ShouldBe(found is null ? [] : [found]);
        list.Mended.ShouldBe(found);
        var exact = mall.Shown.Search(new ProductQuery { Text = typed, Language = "fr", Exactly = true });
        (exact.Total, exact.Mended, exact.DidYouMean).ShouldBe((0, null, null));
    }

    [Fact]
    public async Task A_word_that_exists_but_finds_less_is_asked_back()
    {
        using var mall = await With([new Goods("rogue", "Rogue de cabillaud"), .. Enumerable.Range(0, 6).Select(i => new Goods($"rouge-{i}", $"Vin rouge {i}"))]);
        var list = mall.Search("rogue");
        list.Hits[0].Handle.ShouldBe("rogue");
        list.Mended.ShouldBeNull();
        list.DidYouMean.ShouldBe("rouge");
        mall.Search("rouge").DidYouMean.ShouldBeNull();
    }

    [Theory]
    [InlineData("3017620422003")]
    [InlineData("03017620422003")]
    [InlineData("3017-6204 22003")]
    [InlineData("NUT-400")]
    [InlineData("nut400")]
    public async Task Codes_are_found_exactly_and_first(string typed)
    {
        using var mall = await With(
            new Goods("a", "Nut 400 NUT-400 3017620422003 et plus"),
            new Goods("pot", "Pâte à tartiner") { Sku = "NUT-400", Gtin = "03017620422003" });
        mall.Handles(typed).First().ShouldBe("pot");
    }

    [Fact]
    public async Task A_name_that_is_the_thing_itself_comes_before_one_that_mentions_it()
    {
        using var mall = await With(
            new Goods("compote", "Compote de pommes à la vanille de Madagascar") { Store = "place" },
            new Goods("pomme", "Pommes") { Store = "place" },
            new Goods("couteau", "Couteau") { Text = "Pour éplucher les pommes.", Store = "place" });
        mall.Handles("pomme").ShouldBe(["pomme", "compote", "couteau"]);
    }

    [Fact]
    public async Task Among_equals_what_is_in_stock_and_near_comes_first()
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        foreach (var (shop, north, onHand) in ((string, double, long)[])[("loin", 0.2, 5), ("pres", 0.01, 5), ("vide", 0.0, 0)])
        {
            await mall.AddShop(shop);
            await mall.AddStore(shop, "s-" + shop, north);
            await mall.AddProduct(shop, new Goods("lampe-" + shop, "Lampe") { Store = "s-" + shop, OnHand = onHand });
        }

        await mall.CatchUp();
        var here = new ProductQuery { Language = "fr", Text = "lampe", Near = new Halles.Kernel.GeoPoint(47, 2) };
        mall.Shown.Search(here).Hits.Select(h => (h.Handle, h.Metres)).ShouldBe([("lampe-pres", 1112), ("lampe-loin", 22239), ("lampe-vide", 0)]);
        mall.Shown.Search(here with { Radius = 5000 }).Hits.Select(h => h.Handle).ShouldBe(["lampe-pres"], "what is sold out cannot be had within the radius");
        mall.Shown.Search(here with { Sort = ProductSort.Nearest, InStock = true }).Hits.Select(h => h.Handle).ShouldBe(["lampe-pres", "lampe-loin"]);
    }

    [Fact]
    public async Task Each_language_has_words_of_its_own_and_finds_the_other_names_too()
    {
        using var mall = await With(new Goods("a", "Bougies parfumées", "home") { English = "Scented candles" }, new Goods("b", "Lanternes"));
        mall.Handles("bougie", "fr").ShouldBe(["a"]);
        mall.Handles("candle", "en").ShouldBe(["a"]);
        mall.Handles("bougies", "en").ShouldBe(["a"], "the French name, in English");
        mall.Search("lanternes", "en").Hits.Single().Name.ShouldBe(new Wording("Lanternes", "fr"));
        mall.Search("candle", "xx").Hits.ShouldHaveSingleItem("an unknown language is answered in the mall's own");
    }

    [Fact]
    public async Task Units_are_found_however_they_are_written()
    {
        using var mall = await With(new Goods("demi", "Farine 500 g"), new Goods("kilo", "Farine 1 kg"));
        mall.Handles("farine 500g").First().ShouldBe("demi");
        mall.Handles("farine 0,5 kg").First().ShouldBe("demi");
        mall.Handles("farine 1000 g").First().ShouldBe("kilo");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\0")]
    [InlineData("\"")]
    [InlineData("lampe AND")]
    [InlineData("NEAR(lampe, 2)")]
    [InlineData("{name} : x")]
    [InlineData("*")]
    [InlineData("lampe* OR \"")]
    [InlineData("d'")]
    [InlineData("😀")]
    [InlineData("\ud800")]
    [InlineData("-lampe")]
    public async Task Nothing_that_is_typed_is_taken_for_a_command(string typed)
    {
        using var mall = await With(new Goods("a", "Lampe"));
        Should.NotThrow(() => mall.Search(typed));
        Should.NotThrow(() => mall.Search(typed, "en"));
    }

    [Fact]
    public async Task What_the_search_shows_can_be_had_there()
    {
        using var mall = await With(new Goods("a", "Lampe") { Store = "place" }, new Goods("b", "Lampe sur mesure") { Policy = StockPolicy.ToOrder }, new Goods("c", "Lampe épuisée"));
        var open = mall.Shown.Search(new ProductQuery { Language = "fr", Text = "lampe", OpenNow = true });
        open.Hits.Select(h => h.Handle).ShouldBe(["a", "b"], ignoreOrder: true);
        open.NextChange.ShouldNotBeNull().ShouldBe(new DateTimeOffset(2026, 3, 3, 10, 30, 0, TimeSpan.Zero));
        mall.Mall.Clock.Advance(TimeSpan.FromHours(4)); // 13:00, the midday close
        mall.Shown.Search(new ProductQuery { Language = "fr", Text = "lampe", OpenNow = true }).Total.ShouldBe(0);
        mall.Search("lampe").Hits.Select(h => h.Stock.Word).ShouldBe([StockWord.InStock, StockWord.ToOrder, StockWord.SoldOut], ignoreOrder: true);
    }

    private static async Task<SmallMall> With(params Goods[] goods)
    {
        var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain", "Au Levain");
        await mall.AddStore("levain", "place");
        await mall.Write(s =>
        {
            foreach (var one in goods)
            {
                mall.Add(s, "levain", one);
            }
        });
        await mall.CatchUp();
        return mall;
    }
}
