using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Testing;
using PriceChange = Halles.Mall.Catalogue.PriceChange;

namespace Halles.Tests.Mall.Catalogue;

public sealed class EditProductTests
{
    [Theory, OnBothEngines]
    public async Task A_product_is_made_published_changed_and_put_away(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var product = await Made(trader, trader.Loaf());
        trader.Find(product).ShouldSatisfyAllConditions(p => p.Handle.ShouldBe("pain-de-campagne"), p => p.State.ShouldBe(ProductState.Draft), p => p.Version.ShouldBe(1));
        Prices(trader).ShouldBeEmpty("nobody was asked for the price of a draft");

        await Become(trader, product, ProductState.Published);
        Prices(trader).ShouldBe([480]);
        (await trader.Life.Become(trader.Shop, product, ProductState.Published, trader.Actor)).Problem.ShouldBe(CatalogueProblems.NoSuchState);

        var variant = trader.Variants(product).Single();
        var dearer = trader.Loaf() with { Maker = "Martin", Attributes = new Dictionary<string, string> { ["flour"] = "wheat", ["organic"] = "true", ["power"] = "12,50" }, Variants = [Typed(variant) with { Price = 500, Gtin = "3 017620 422003" }] };
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, dearer, 2, trader.Actor));
        (await trader.Products.Change(trader.Shop, product, dearer, 2, trader.Actor)).Problem.ShouldBe(StorageProblems.Stale);
        trader.Variants(product).Single().ShouldSatisfyAllConditions(v => v.Id.ShouldBe(variant.Id), v => v.Gtin.ShouldBe("03017620422003"), v => v.Price.ShouldBe(500));
        trader.Find(product).Attributes["power"].ShouldBe("12.5");
        Prices(trader).ShouldBe([480, 500]);

        await Become(trader, product, ProductState.Archived);
        trader.Mall.Scalar<long>("SELECT count(*) FROM changes WHERE topic = 'Product' AND subject = $1", product).ShouldBe(4);
        trader.Mall.Scalar<long>("SELECT count(*) FROM audit WHERE subject = $1", product).ShouldBe(4);
        (await trader.Products.Change(Guid.Empty, product, dearer, 4, trader.Actor)).Problem.ShouldBe(CatalogueProblems.NoProduct, "another shop's product is none");
    }

    [Theory, OnBothEngines]
    public async Task Options_make_all_variants_and_those_that_stay_keep_their_ids(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var sized = trader.Loaf() with { Options = [Sizes("400 g", "800 g")] };
        var product = await Made(trader, sized);
        var first = trader.Variants(product);
        first.Select(v => (v.Sku, v.Price, v.Weight)).ShouldBe([("MAR-001-1", 480, 820), ("MAR-001-2", 480, 820)], "both take after what was typed");

        var priced = sized with { Variants = [Typed(first[0]) with { Sku = "MAR-4", Price = 290 }, Typed(first[1]) with { Sku = "MAR-8", Price = 480 }] };
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, priced, 1, trader.Actor));
        await Become(trader, product, ProductState.Published);

        // Three sizes, the middle one new: it takes after a sibling; the others are who they were.
        var three = priced with { Options = [Sizes("400 g", "600 g", "800 g")], Variants = [] };
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, three, 3, trader.Actor));
        var now = trader.Variants(product);
        now.Select(v => v.Sku).ShouldBe(["MAR-4", "MAR-4-2", "MAR-8"]);
        (now[0].Id, now[2].Id).ShouldBe((first[0].Id, first[1].Id));
        now[1].Price.ShouldBe(290);

        // Back to one size: the others are put away, not lost, and come back under their number.
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, priced with { Options = [Sizes("800 g")], Variants = [] }, 4, trader.Actor));
        trader.Variants(product).Single().Id.ShouldBe(first[1].Id);
        trader.Mall.Scalar<long>("SELECT count(*) FROM variants").ShouldBe(3);
        var back = priced with { Options = [Sizes("400 g", "800 g")], Variants = [new VariantInput(null, [0], "MAR-4", null, 300, false, null, 400)] };
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, back, 5, trader.Actor));
        trader.Variants(product).Select(v => v.Id).ShouldBe([first[0].Id, first[1].Id]);
    }

    [Theory, OnBothEngines]
    public async Task Numbers_change_hands_in_small_letters_and_capitals(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var sized = trader.Loaf() with { Options = [Sizes("400 g", "800 g")] };
        var product = await Made(trader, sized);
        var first = trader.Variants(product);
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, sized with { Variants = [Typed(first[0]) with { Sku = "mar-001-2" }, Typed(first[1]) with { Sku = "mar-001-1" }] }, 1, trader.Actor));
        var now = trader.Variants(product);
        now.Select(v => v.Sku).ShouldBe(["mar-001-2", "mar-001-1"]);

        // A new one takes the number that another gives up.
        var three = sized with
        {
            Options = [Sizes("400 g", "600 g", "800 g")],
            Variants = [Typed(now[0]) with { Sku = "MAR-9" }, new VariantInput(null, [1], "MAR-001-2", null, 300, false, null, 400), Typed(now[1])],
        };
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, three, 2, trader.Actor));
        trader.Variants(product).Select(v => v.Sku).ShouldBe(["MAR-9", "MAR-001-2", "mar-001-1"]);
    }

    [Theory, OnBothEngines]
    public async Task A_number_is_used_once_in_a_shop(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        await Made(trader, trader.Loaf());
        var problem = (await trader.Products.Create(trader.Shop, trader.Loaf() with { Variants = [new VariantInput(null, [], "mar-001", null, 100, false, null, 0)] }, "fr", trader.Actor)).Problem!;
        (problem.Code, problem.Field).ShouldBe(("sku-taken", "variants.0.sku"));
        trader.Mall.Scalar<long>("SELECT count(*) FROM products").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_typed_is_checked_field_by_field()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var bad = trader.Loaf() with
        {
            Name = new LocalText { ["en"] = "Loaf" },
            Description = new LocalText("fr", new string('é', 10_001)),
            Maker = "\0",
            TaxCategory = "luxury",
            AgeLimit = 99,
            StepUnit = "parsec",
            Policy = StockPolicy.ToOrder,
            Options = [Sizes("400 g", "400 G")],
            Variants = [new VariantInput(null, [], new string('x', 61), "12345678", -1, false, "a handful", -2)],
        };
        var problem = (await trader.Products.Create(trader.Shop, bad, "fr", trader.Actor)).Problem!;
        problem.Parts.Select(p => p.Field).ShouldBe(
            ["name.fr", "description.fr", "maker", "tax", "age", "step-unit", "preparation-hours", "options.0.values",
             "variants.0.price", "variants.0.weight", "variants.0.gtin", "variants.0.measure", "variants.0.sku"],
            ignoreOrder: true);

        var foreign = trader.Loaf() with { CategoryId = trader.Aisle, Attributes = new Dictionary<string, string> { ["flour"] = "rye", ["horns"] = "2", ["organic"] = "maybe", ["power"] = "much" } };
        (await trader.Products.Create(trader.Shop, foreign, "fr", trader.Actor)).Problem!.Parts.Select(p => (p.Field, p.Code)).ShouldBe(
            [("attributes.horns", "no-such-attribute"), ("attributes.organic", "attribute-yes-no"), ("attributes.power", "attribute-number"), ("category", "category-not-a-leaf")]);
    }

    [Theory, OnBothEngines]
    public async Task Only_a_price_below_all_of_the_last_thirty_days_is_announced_as_a_reduction(Engine engine)
    {
        // The example of the rule: 20 on 1 May, 18 on 10 May, 22 on 20 May; on 1 June to 16, or to 19.
        using var trader = await TestTrader.On(engine);
        trader.Mall.Clock.Set(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
        var product = await Made(trader, trader.Loaf() with { Variants = [new VariantInput(null, [], "MAR-001", null, 2000, false, null, 800)] });
        await Become(trader, product, ProductState.Published);
        var variant = trader.Variants(product).Single().Id;
        (await Price(2000, reduced: true)).Problem.ShouldBe(CatalogueProblems.NothingBefore.On("reduced"));
        trader.Mall.Clock.Advance(TimeSpan.FromDays(9));
        TestTrader.Ok(await Price(1800, reduced: false));
        trader.Mall.Clock.Advance(TimeSpan.FromDays(10));
        TestTrader.Ok(await Price(2200, reduced: false));
        trader.Mall.Clock.Advance(TimeSpan.FromDays(12));

        var refused = (await Price(1900, reduced: true)).Problem!;
        (refused.Code, refused.Field, refused.Args.Single()).ShouldBe(("not-a-reduction", "reduced", Money.Eur(18m)));
        trader.Variants(product).Single().Price.ShouldBe(2200, "a refusal changes nothing");
        TestTrader.Ok(await Price(1600, reduced: true));
        trader.Variants(product).Single().ReducedSince.ShouldBe(trader.Mall.Clock.GetUtcNow());
        Prices(trader).ShouldBe([2000, 1800, 2200, 1600]);

        // An edit of something else a month later leaves the announcement and its moment.
        var since = trader.Mall.Clock.GetUtcNow();
        trader.Mall.Clock.Advance(TimeSpan.FromDays(40));
        TestTrader.Ok(await trader.Products.Change(trader.Shop, product, trader.Loaf() with { Maker = "Martin", Variants = [Typed(trader.Variants(product).Single())] }, trader.Find(product).Version, trader.Actor));
        trader.Variants(product).Single().ReducedSince.ShouldBe(since);
        TestTrader.Ok(await Price(2300, reduced: false));
        trader.Variants(product).Single().ReducedSince.ShouldBeNull();
        (await Price(0, reduced: false)).Problem!.Field.ShouldBe("price");

        Task<Result<Done>> Price(long price, bool reduced) => trader.Products.Price(trader.Shop, variant, price, reduced, trader.Actor);
    }

    [Theory, OnBothEngines]
    public async Task A_translation_is_outdated_once_the_own_text_changes_under_it(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var product = await Made(trader, trader.Loaf());
        State().ShouldBe(TextState.Translated);
        var changed = trader.Loaf() with { Name = new LocalText { ["fr"] = "Pain de la Beauce", ["en"] = "Country loaf" } };
        await Change(changed);
        State().ShouldBe(TextState.Outdated);
        await Change(changed);
        State().ShouldBe(TextState.Outdated, "until somebody looks at it");
        await Change(changed with { StillRight = new HashSet<(string, TextField)> { ("en", TextField.Name) } });
        State().ShouldBe(TextState.Translated);
        await Change(changed with { Name = new LocalText { ["fr"] = "Pain du Perche", ["en"] = "Perche loaf" } });
        State().ShouldBe(TextState.Translated, "both were written together");
        await Change(changed with { Name = new LocalText("fr", "Pain du Perche") });
        trader.Mall.Scalar<long>("SELECT count(*) FROM product_texts WHERE field = 'Name'").ShouldBe(1);

        async Task Change(ProductInput input) =>
            TestTrader.Ok(await trader.Products.Change(trader.Shop, product, input with { Variants = [] }, trader.Find(product).Version, trader.Actor));

        TextState State()
        {
            using var db = trader.Mall.Database.Read();
            return db.Set<ProductText>().Single(t => t.ProductId == product && t.Field == TextField.Name && t.Language == "en").State;
        }
    }

    [Theory, OnBothEngines]
    public async Task A_copy_is_a_draft_with_numbers_of_its_own(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var product = await Made(trader, trader.Loaf() with { Variants = [new VariantInput(null, [], "MAR-001", "03017620422003", 480, false, "800 g", 820)] });
        await Become(trader, product, ProductState.Published);
        var copy = TestTrader.Ok(await trader.Life.Duplicate(trader.Shop, product, trader.Actor));
        var again = TestTrader.Ok(await trader.Life.Duplicate(trader.Shop, product, trader.Actor));
        trader.Find(copy).ShouldSatisfyAllConditions(p => p.State.ShouldBe(ProductState.Draft), p => p.Handle.ShouldBe("pain-de-campagne-2"));
        trader.Variants(copy).Single().ShouldSatisfyAllConditions(v => v.Sku.ShouldBe("MAR-001-C2"), v => v.Gtin.ShouldBeNull(), v => v.Price.ShouldBe(480));
        trader.Variants(again).Single().Sku.ShouldBe("MAR-001-C3");
        trader.Mall.Scalar<long>("SELECT count(*) FROM product_texts WHERE product_id = $1", copy).ShouldBe(4);
    }

    [Fact]
    public async Task Nothing_without_a_price_is_published_and_a_published_one_keeps_it()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var product = await Made(trader, trader.Loaf() with { Variants = [] });
        (await trader.Life.Become(trader.Shop, product, ProductState.Published, trader.Actor)).Problem!.Code.ShouldBe("product-price-missing");
        var variant = trader.Variants(product).Single();
        TestTrader.Ok(await trader.Products.Price(trader.Shop, variant.Id, 480, false, trader.Actor));
        await Become(trader, product, ProductState.Published);
        var free = trader.Loaf() with { Variants = [Typed(variant) with { Price = 0 }] };
        (await trader.Products.Change(trader.Shop, product, free, 3, trader.Actor)).Problem!.Code.ShouldBe("product-price-missing");
        trader.Variants(product).Single().Price.ShouldBe(480);
    }

    private static ProductOption Sizes(params string[] sizes) => new(new LocalText("fr", "Taille"), [.. sizes.Select(s => new LocalText("fr", s))]);

    private static VariantInput Typed(Variant v) => new(v.Id, v.Choice, v.Sku, v.Gtin, v.Price, v.ReducedSince is not null, v.Measure, v.Weight);

    private static async Task<Guid> Made(TestTrader trader, ProductInput input) => TestTrader.Ok(await trader.Products.Create(trader.Shop, input, "fr", trader.Actor));

    private static async Task Become(TestTrader trader, Guid product, ProductState state) => TestTrader.Ok(await trader.Life.Become(trader.Shop, product, state, trader.Actor));

    private static List<long> Prices(TestTrader trader)
    {
        using var db = trader.Mall.Database.Read();
        return [.. db.Set<PriceChange>().OrderBy(c => c.At).Select(c => c.Price)];
    }
}
