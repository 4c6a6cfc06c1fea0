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
        var edit = new EditTaxonomy(trader.Mall.Writer, trader.Settings);
        var rye = TestTrader.Ok(await edit.Category(null, Input("rye", trader.Bread), trader.Actor));
        (await edit.Category(null, Input("dark-rye", rye), trader.Actor)).Problem!.Code.ShouldBe("category-depth");
        (await edit.Category(null, Input("bread", null), trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryCodeTaken);
        (await edit.Category(null, Input("Rye Bread", null), trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryCode);
        (await edit.Category(null, Input("x", Guid.Empty), trader.Actor)).Problem!.Code.ShouldBe("no-such-category");
        (await edit.Category(null, Input("x", null) with { Attributes = ["horns"] }, trader.Actor)).Problem!.Field.ShouldBe("attributes");
        var other = TestTrader.Ok(await edit.Category(null, Input("larder", null), trader.Actor));
        TestTrader.Ok(await edit.Category(rye, Input("rye", other), trader.Actor));
        using var db = trader.Mall.Database.Read();
        db.Find<Category>(rye)!.ParentId.ShouldBe(trader.Bread, "who edits a category does not move it");
    }

    [Theory, OnBothEngines]
    public async Task A_category_goes_only_when_nothing_is_in_it(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditTaxonomy(trader.Mall.Writer, trader.Settings);
        TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        (await edit.RemoveCategory(trader.Bread, trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryInUse);
        (await edit.RemoveCategory(trader.Aisle, trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryInUse);
        (await edit.Category(null, Input("rye", trader.Bread), trader.Actor)).Problem.ShouldBe(CatalogueProblems.ParentHasProducts);
        var empty = TestTrader.Ok(await edit.Category(null, Input("cakes", trader.Aisle), trader.Actor));
        TestTrader.Ok(await edit.RemoveCategory(empty, trader.Actor));
    }

    [Theory, OnBothEngines]
    public async Task An_attribute_is_named_and_its_values_too(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditTaxonomy(trader.Mall.Writer, trader.Settings);
        var roast = new AttributeInput("roast", new LocalText("fr", "Torréfaction"), AttributeType.Text, null, new() { ["dark"] = new LocalText("fr", "foncée") });
        TestTrader.Ok(await edit.Attribute(roast, trader.Actor));
        TestTrader.Ok(await edit.Attribute(roast with { Unit = "x" }, trader.Actor));
        (await edit.Attribute(roast with { Code = "Dark Roast", Name = [] }, trader.Actor)).Problem!.Parts.Select(p => p.Field).ShouldBe(["code", "name"]);
        using var db = trader.Mall.Database.Read();
        db.Find<ProductAttribute>("roast")!.ShouldSatisfyAllConditions(a => a.Unit.ShouldBe("x"), a => a.Values["dark"]["fr"].ShouldBe("foncée"));
    }

    [Theory, OnBothEngines]
    public async Task Categories_are_moved_among_those_beside_them(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var edit = new EditTaxonomy(trader.Mall.Writer, trader.Settings);
        foreach (var code in new[] { "cakes", "pies", "rolls" })
        {
            TestTrader.Ok(await edit.Category(null, Input(code, trader.Aisle), trader.Actor)); // all at the same position
        }

        var before = Codes();
        before.Count.ShouldBeGreaterThan(3);
        var pies = Node("pies").Category.Id;
        TestTrader.Ok(await edit.Move(pies, up: true, trader.Actor));
        Codes().ShouldBe(Swapped(before, before.IndexOf("pies") - 1));
        TestTrader.Ok(await edit.Move(pies, up: false, trader.Actor));
        Codes().ShouldBe(before);
        for (var i = 0; i < before.Count; i++)
        {
            TestTrader.Ok(await edit.Move(pies, up: false, trader.Actor));
        }

        Codes().ShouldBe([.. before.Where(c => c != "pies"), "pies"], "at the end it stays");
        (await edit.Move(Guid.Empty, up: true, trader.Actor)).Problem.ShouldBe(CatalogueProblems.NoCategory);

        List<string> Codes() => Aisle().Below.Select(n => n.Category.Code).ToList();
        CategoryNode Aisle() => new ReadTaxonomy(trader.Mall.Database).Tree().Single(n => n.Category.Id == trader.Aisle);
        CategoryNode Node(string code) => Aisle().Below.Single(n => n.Category.Code == code);
        static List<string> Swapped(List<string> list, int at) => [.. list.Take(at), list[at + 1], list[at], .. list.Skip(at + 2)];
    }

    [Theory, OnBothEngines]
    public async Task An_attribute_in_use_stays_as_it_is(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (edit, read) = (new EditTaxonomy(trader.Mall.Writer, trader.Settings), new ReadTaxonomy(trader.Mall.Database));
        TestTrader.Ok(await edit.Attribute(new AttributeInput("crust", new LocalText("fr", "Croûte"), AttributeType.Text, null, []), trader.Actor));
        TestTrader.Ok(await edit.Attribute(new AttributeInput("crust", new LocalText("fr", "Croûte"), AttributeType.YesNo, null, []), trader.Actor));
        var rye = TestTrader.Ok(await edit.Category(null, Input("rye", trader.Aisle) with { Attributes = ["crust"] }, trader.Actor));
        read.Attributes().Single(a => a.Attribute.Code == "crust").Categories.ShouldBe(1);
        (await edit.RemoveAttribute("crust", trader.Actor)).Problem.ShouldBe(CatalogueProblems.AttributeInUse, "a category asks for it");
        TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf() with { CategoryId = rye, Attributes = new Dictionary<string, string> { ["crust"] = "true" } }, "fr", trader.Actor));
        read.Tree().Single(n => n.Category.Id == trader.Aisle).Below.Single(n => n.Category.Id == rye).Products.ShouldBe(1);
        TestTrader.Ok(await edit.Category(rye, Input("rye", trader.Aisle) with { Attributes = [] }, trader.Actor));
        (await edit.RemoveAttribute("crust", trader.Actor)).Problem.ShouldBe(CatalogueProblems.AttributeInUse, "a product has a value");
        (await edit.Attribute(new AttributeInput("crust", new LocalText("fr", "Croûte"), AttributeType.Number, null, []), trader.Actor)).Problem!.Field.ShouldBe("type");
        TestTrader.Ok(await edit.Attribute(new AttributeInput("salt", new LocalText("fr", "Sel"), AttributeType.Number, "g", []), trader.Actor));
        TestTrader.Ok(await edit.RemoveAttribute("salt", trader.Actor));
        (await edit.RemoveAttribute("salt", trader.Actor)).Problem.ShouldBe(CatalogueProblems.NoAttribute);
    }

    private static CategoryInput Input(string code, Guid? parent) => new(code, new LocalText("fr", code), parent, 1, ["flour"]);
}
