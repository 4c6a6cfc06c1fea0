using Halles.Kernel.Storage;
using Halles.Mall.Storefront;

namespace Halles.Tests.Mall.Storefront;

/// <summary>A search finds what is meant however it is written, and puts the thing itself first.</summary>
public sealed class SearchFindsTests
{
    [Theory]
    [InlineData("006R90321")]
    [InlineData("006r90321")]
    [InlineData("006R-90321")]
    [InlineData("006 r 90321")]
    [InlineData("toner 006r-90321 noir")]
    [InlineData("006R90")]
    public async Task A_model_number_is_found_in_any_spelling_and_when_begun(string typed)
    {
        using var mall = await With(new Goods("toner", "Cartouche Xerox") { Sku = "006R90321" }, new Goods("autre", "Toner noir Xerox") { Sku = "113R00665" });
        mall.Handles(typed).First().ShouldBe("toner");
    }

    [Fact]
    public async Task A_measure_in_a_query_is_no_article_number()
    {
        using var mall = await With(new Goods("lampe", "Lampe de bureau") { Sku = "1000" }, new Goods("farine", "Farine 1 kg"));
        mall.Handles("farine 1000 g").First().ShouldBe("farine");
        mall.Handles("1000").First().ShouldBe("lampe", "by itself it is one");
    }

    [Theory]
    [InlineData("sirop 1 litre", "sirop")]
    [InlineData("sirop 100cl", "sirop")]
    [InlineData("miel 0,5 kg", "miel")]
    [InlineData("miel 500 grammes", "miel")]
    [InlineData("écran 15.6 pouces", "ecran")]
    [InlineData("écran 15,6\"", "ecran")]
    public async Task Units_are_found_in_words_and_signs(string typed, string found)
    {
        using var mall = await With(new Goods("sirop", "Sirop de menthe 1L"), new Goods("sirop-2", "Sirop de menthe 25 cl"), new Goods("miel", "Miel 500g"), new Goods("miel-2", "Miel 250g"), new Goods("ecran", "Écran 39 cm (15.6\")"), new Goods("ecran-2", "Écran 61 cm (24\")"));
        mall.Handles(typed).First().ShouldBe(found);
    }

    [Theory]
    [InlineData("l'huile d'olive", "huile")]
    [InlineData("huile olives", "huile")]
    [InlineData("back pack", "sac")]
    [InlineData("cornflakes", "cereales")]
    [InlineData("wifi", "routeur")]
    [InlineData("wi fi", "routeur")]
    [InlineData("casse croûte", "pain")]
    public async Task Words_are_found_joined_divided_and_elided(string typed, string found)
    {
        using var mall = await With(
            new Goods("huile", "Huile d’olive vierge"), new Goods("sac", "Backpack en toile"), new Goods("cereales", "Corn flakes nature"), new Goods("routeur", "Routeur Wi-Fi"), new Goods("pain", "Casse-croûte"), new Goods("corne", "Corne de cerf"));
        mall.Handles(typed).First().ShouldBe(found);
    }

    [Theory]
    [InlineData("kensingtn")]
    [InlineData("kensinton")]
    [InlineData("Kensimgton")]
    public async Task A_misspelt_maker_is_found_with_what_is_wanted_of_it(string typed)
    {
        using var mall = await With(new Goods("cable", "Câble antivol") { Maker = "Kensington" }, new Goods("souris", "Souris") { Maker = "Kensington" }, new Goods("autre", "Câble antivol") { Maker = "Dupont" });
        var list = mall.Search($"câble {typed}");
        list.Hits[0].Handle.ShouldBe("cable");
        list.Mended.ShouldBe("cable kensington");
    }

    [Fact]
    public async Task A_misspelling_that_hardly_any_product_has_finds_the_frequent_word_too()
    {
        using var mall = await With([new Goods("faute", "Camenbert"), .. Enumerable.Range(0, 30).Select(i => new Goods($"camembert-{i}", $"Camembert {i}"))]);
        var list = mall.Search("camenbert");
        list.Hits[0].Handle.ShouldBe("faute");
        list.Total.ShouldBe(31);
        mall.Shown.Search(new ProductQuery { Text = "camenbert", Language = "fr", Exactly = true }).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Where_no_product_has_all_words_those_that_tell_most_decide()
    {
        using var mall = await With([new Goods("cafe", "Café en grains"), .. Enumerable.Range(0, 20).Select(i => new Goods($"sucre-{i}", $"Biscuit sans sucre {i}"))]);
        var list = mall.Search("bon café en grains pas cher sans sucre");
        list.Hits[0].Handle.ShouldBe("cafe");
        list.FewerWords.ShouldBeTrue();
    }

    [Fact]
    public async Task Words_with_which_one_asks_are_no_words_of_goods_unless_alone()
    {
        using var mall = await With(new Goods("clavier", "Clavier noir"), new Goods("prix", "Le livre des prix"));
        mall.Search("clavier pas cher moins de 50").ShouldSatisfyAllConditions(list => list.Total.ShouldBe(1), list => list.FewerWords.ShouldBeFalse());
        mall.Handles("prix").ShouldBe(["prix"]);
    }

    [Fact]
    public async Task The_thing_itself_comes_before_what_is_for_it_or_has_it()
    {
        using var mall = await With(
            new Goods("coque", "Coque souple pour téléphone"), new Goods("telephone", "Téléphone à touches larges blanc"), new Goods("taboule", "Taboulé au poulet"), new Goods("poulet", "Poulet fermier"));
        mall.Handles("téléphone").ShouldBe(["telephone", "coque"]);
        mall.Handles("coque téléphone").First().ShouldBe("coque");
        mall.Handles("poulet").ShouldBe(["poulet", "taboule"]);
    }

    [Fact]
    public async Task What_fits_only_by_one_word_of_two_comes_after_all_that_have_both()
    {
        using var mall = await With([.. Enumerable.Range(0, 5).Select(i => new Goods($"lampe-{i}", "Lampe")), .. Enumerable.Range(0, 3).Select(i => new Goods($"rouge-{i}", $"Lampe de bureau articulée {i}") { Text = "Abat-jour rouge." })]);
        mall.Handles("lampe rouge").Take(3).ShouldAllBe(h => h.StartsWith("rouge"));
    }

    [Fact]
    public async Task A_category_names_what_its_goods_are_in_every_language()
    {
        using var mall = await With(new Goods("a", "Modèle Aurore", "lamps"), new Goods("b", "Rideau", "home"));
        mall.Handles("lighting", "fr").ShouldBe(["a"]);
        mall.Handles("luminaires aurore", "en").First().ShouldBe("a");
    }

    [Fact]
    public async Task Other_names_of_a_thing_find_it_in_both_languages()
    {
        using var mall = await With(new Goods("notebook", "Notebook 14"), new Goods("imprimante", "Imprimante laser"), new Goods("chaise", "Chaise"));
        mall.Handles("laptop", "en").ShouldBe(["notebook"]);
        mall.Handles("ordinateur portable", "fr").ShouldBe(["notebook"]);
        mall.Handles("laser printer", "en").First().ShouldBe("imprimante");
    }

    [Fact]
    public async Task Three_letters_have_no_plural()
    {
        using var mall = await With(new Goods("start", "Start up guide") { English = "Start up guide" }, new Goods("ups", "UPS 500") { English = "UPS 500" });
        mall.Handles("ups", "en").ShouldBe(["ups"]);
    }

    [Theory]
    [InlineData("nl", "rode kaarsen", "bougie")]
    [InlineData("nl", "kaars rood", "bougie")]
    [InlineData("nl", "waterfles", "gourde")]
    [InlineData("nl", "kars", null)]
    [InlineData("es", "vela roja", "bougie")]
    [InlineData("es", "lámparas", null)]
    [InlineData("es", "botella para agua", "gourde")]
    [InlineData("zh-Hant", "蠟燭", "bougie")]
    [InlineData("zh-Hant", "紅蠟燭", "bougie")]
    [InlineData("zh-Hant", "燭", "bougie")]
    [InlineData("zh-Hant", "水瓶", "gourde")]
    [InlineData("ar", "الشمعة", "bougie")]
    [InlineData("ar", "شَمعات", "bougie")]
    [InlineData("ar", "قارورة ماء ٥٠٠ مل", "gourde")]
    [InlineData("ar", "bougie rouge", "bougie")]
    public async Task Each_language_finds_its_words_as_they_are_inflected_and_written(string language, string typed, string? found)
    {
        using var mall = await SmallMall.On(Engine.Sqlite);
        await mall.Write(s => Halles.Mall.Settings.CurrentSettings.Save(s, SmallMall.Settings with { Languages = ["fr", "nl", "es", "zh-Hant", "ar"] }, by: null));
        await mall.AddShop("levain", "Au Levain");
        await mall.AddProduct("levain", new Goods("bougie", "Bougie rouge") { Names = new() { ["nl"] = "Rode kaarsen", ["es"] = "Velas rojas", ["zh-Hant"] = "手工紅蠟燭", ["ar"] = "شمعة حمراء" } });
        await mall.AddProduct("levain", new Goods("gourde", "Gourde 500 ml") { Names = new() { ["nl"] = "Waterflessen 500 ml", ["es"] = "Botellas de agua 500 ml", ["zh-Hant"] = "不鏽鋼水瓶", ["ar"] = "قارورة ماء 500 مل" } });
        await mall.CatchUp();
        await mall.CatchUp();
        mall.Shown.Search(new ProductQuery { Text = typed, Language = language, Exactly = true }).Hits.Select(h => h.Handle).FirstOrDefault().ShouldBe(found);
    }

    private static async Task<SmallMall> With(params Goods[] goods)
    {
        var mall = await SmallMall.On(Engine.Sqlite);
        await mall.AddShop("levain", "Au Levain");
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
