using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Testing;

namespace Halles.Tests.Mall.Catalogue;

public sealed class TranslateProductTests
{
    [Theory, OnBothEngines]
    public async Task Each_text_has_a_state_that_follows_its_source(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (translate, id) = (new TranslateProduct(trader.Mall.Writer), await Shirt(trader));
        States(trader, id).ShouldBe([("name", TranslationState.Done), ("description", TranslationState.Missing), ("options.0.name", TranslationState.Missing), ("options.0.values.0", TranslationState.Missing), ("options.0.values.1", TranslationState.Missing)]);

        TestTrader.Ok(await translate.Save(trader.Shop, id, "en", [Typed("description", "Soft."), Typed("options.0.values.0", "Blue")], trader.Actor)).ShouldBeEmpty();
        Field(trader, id, "options.0.values.0").ShouldBe(new TranslationField("options.0.values.0", TranslationKind.OptionValue, "Bleu", "Blue", TranslationState.Done, 80));
        Field(trader, id, "description").State.ShouldBe(TranslationState.Done);

        TestTrader.Ok(await trader.Products.Change(trader.Shop, id, Input(trader, "Bleu nuit", "Très doux.") with { Name = new LocalText { ["fr"] = "Chemise", ["en"] = "Shirt" } }, null, trader.Actor));
        Field(trader, id, "options.0.values.0").State.ShouldBe(TranslationState.Outdated);
        Field(trader, id, "description").State.ShouldBe(TranslationState.Outdated);
        new TranslationsLeft(trader.Mall.Database).Find(trader.Shop, ["fr", "en"], "en", 1).Products.Single().ShouldSatisfyAllConditions(p => p.Outdated.ShouldBe(2), p => p.Missing.ShouldBe(2));

        TestTrader.Ok(await translate.Save(trader.Shop, id, "en", [new TypedTranslation("options.0.values.0", "Blue", "Blue", true), new TypedTranslation("description", "Soft.", "Very soft.", false)], trader.Actor));
        Field(trader, id, "options.0.values.0").State.ShouldBe(TranslationState.Done, "still right");
        Field(trader, id, "description").ShouldSatisfyAllConditions(f => f.Text.ShouldBe("Very soft."), f => f.State.ShouldBe(TranslationState.Done));
    }

    [Theory, OnBothEngines]
    public async Task A_field_that_somebody_else_wrote_meanwhile_is_told_and_the_others_are_kept(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (translate, id) = (new TranslateProduct(trader.Mall.Writer), await Shirt(trader));
        TestTrader.Ok(await translate.Save(trader.Shop, id, "en", [Typed("description", "Soft.")], trader.Actor));
        var problems = TestTrader.Ok(await translate.Save(trader.Shop, id, "en", [Typed("description", "Silky."), Typed("options.0.name", "Colour"), new TypedTranslation("name", "Shirt", new string('x', 201), false)], trader.Actor));
        problems.Select(p => (p.Field, p.Code)).ShouldBe([("name", "too-long"), ("description", "text-changed-meanwhile")]);
        (Field(trader, id, "description").Text, Field(trader, id, "options.0.name").Text, Field(trader, id, "name").Text).ShouldBe(("Soft.", "Colour", "Shirt"));
        TestTrader.Ok(await translate.Save(trader.Shop, id, "en", [new TypedTranslation("description", "Soft.", "", false)], trader.Actor));
        Field(trader, id, "description").State.ShouldBe(TranslationState.Missing);
        (await translate.Save(trader.Shop, id, "fr", [], trader.Actor)).Problem.ShouldBe(CatalogueProblems.OwnLanguage);
        (await translate.Save(Guid.Empty, id, "en", [], trader.Actor)).Problem.ShouldBe(CatalogueProblems.NoProduct);
    }

    private static async Task<Guid> Shirt(TestTrader trader) => TestTrader.Ok(await trader.Products.Create(trader.Shop, Input(trader, "Bleu", "Doux.") with { Name = new LocalText { ["fr"] = "Chemise", ["en"] = "Shirt" } }, "fr", trader.Actor));

    // As the product's form sends it back, with the translations that there are.
    private static ProductInput Input(TestTrader trader, string blue, string description)
    {
        var there = trader.Mall.Scalar<long>("SELECT count(*) FROM products") > 0;
        return trader.Loaf() with
        {
            Description = there ? new LocalText { ["fr"] = description, ["en"] = "Soft." } : new LocalText("fr", description),
            Options = [new ProductOption(new LocalText("fr", "Couleur"), [there ? new LocalText { ["fr"] = blue, ["en"] = "Blue" } : new LocalText("fr", blue), new LocalText("fr", "Rouge")])],
            Variants = [],
        };
    }

    private static TypedTranslation Typed(string key, string text) => new(key, "", text, false);

    private static List<(string, TranslationState)> States(TestTrader trader, Guid id) => Fields(trader, id).ConvertAll(f => (f.Key, f.State));

    private static TranslationField Field(TestTrader trader, Guid id, string key) => Fields(trader, id).Single(f => f.Key == key);

    private static List<TranslationField> Fields(TestTrader trader, Guid id)
    {
        var found = new ReadProduct(trader.Mall.Database).Find(trader.Shop, id)!;
        return TranslateProduct.Fields(found.Product, found.Texts, "en");
    }
}
