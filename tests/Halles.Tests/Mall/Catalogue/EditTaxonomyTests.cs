using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Testing;

namespace Halles.Tests.Mall.Catalogue;

public sealed class EditTaxonomyTests
{
    [Theory, OnBothEngines]
    public async Task Categories_are_three_deep_at_most_and_never_below_themselves(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditTaxonomy(trader.Mall.Writer);
        var rye = TestTrader.Ok(await edit.Category(null, Input("rye", trader.Bread), trader.Actor));
        (await edit.Category(null, Input("dark-rye", rye), trader.Actor)).Problem!.Code.ShouldBe("category-depth");
        (await edit.Category(trader.Aisle, Input("fresh", rye), trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryCircle);
        (await edit.Category(null, Input("bread", null), trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryCodeTaken);
        (await edit.Category(null, Input("Rye Bread", null), trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryCode);
        (await edit.Category(null, Input("x", Guid.Empty), trader.Actor)).Problem!.Code.ShouldBe("no-such-category");
        (await edit.Category(null, Input("x", null) with { Attributes = ["horns"] }, trader.Actor)).Problem!.Field.ShouldBe("attributes");
        var other = TestTrader.Ok(await edit.Category(null, Input("larder", null), trader.Actor));
        (await edit.Category(trader.Aisle, Input("fresh", other), trader.Actor)).Problem!.Code.ShouldBe("category-depth", "what is below it counts");
    }

    [Theory, OnBothEngines]
    public async Task A_category_goes_only_when_nothing_is_in_it(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditTaxonomy(trader.Mall.Writer);
        TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        (await edit.RemoveCategory(trader.Bread, trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryInUse);
        (await edit.RemoveCategory(trader.Aisle, trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryInUse);
        (await edit.Category(null, Input("rye", trader.Bread), trader.Actor)).Problem.ShouldBe(CatalogueProblems.ParentHasProducts);
        var empty = TestTrader.Ok(await edit.Category(null, Input("cakes", trader.Aisle), trader.Actor));
        TestTrader.Ok(await edit.RemoveCategory(empty, trader.Actor));
    }

    [Fact]
    public async Task An_attribute_is_named_and_its_values_too()
    {
        using var trader = await TestTrader.On(Engine.Sqlite);
        var edit = new EditTaxonomy(trader.Mall.Writer);
        var roast = new AttributeInput("roast", new LocalText("fr", "Torréfaction"), AttributeType.Text, null, new() { ["dark"] = new LocalText("fr", "foncée") });
        TestTrader.Ok(await edit.Attribute(roast, trader.Actor));
        TestTrader.Ok(await edit.Attribute(roast with { Unit = "x" }, trader.Actor));
        (await edit.Attribute(roast with { Code = "Dark Roast", Name = [] }, trader.Actor)).Problem!.Parts.Select(p => p.Field).ShouldBe(["code", "name"]);
        using var db = trader.Mall.Database.Read();
        db.Find<ProductAttribute>("roast")!.ShouldSatisfyAllConditions(a => a.Unit.ShouldBe("x"), a => a.Values["dark"]["fr"].ShouldBe("foncée"));
    }

    private static CategoryInput Input(string code, Guid? parent) => new(code, new LocalText("fr", code), parent, 1, ["flour"]);
}
