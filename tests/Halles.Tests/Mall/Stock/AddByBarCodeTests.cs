using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Stock;

public sealed class AddByBarCodeTests
{
    private static readonly Gtin Nutella = Gtin.Parse("3017620422003");

    [Theory, OnBothEngines]
    public async Task What_another_shop_shows_comes_along_with_its_photos_if_it_shares_them(Engine engine)
    {
        using var town = await Town.On(engine);
        var (rue, category) = (await town.Shop("Rue"), await Category(town));
        await Sells(town, rue, category);
        var mine = await town.Shop("Place");
        var articles = town.Get<ReadArticle>();
        articles.Find(mine.Id, Nutella, "fr")!.Photos.ShouldBeEmpty("nobody shared them");
        (await new EditShop(town.Mall.Writer).SharePhotos(rue.Id, shares: true, rue.Clerk)).Ok.ShouldBeTrue();

        var product = TestTrader.Ok(await town.Get<AddByBarCode>().Run(mine.Id, new ArticleInHand(Nutella, null, null, null, 410, mine.StoreId, 12, Publish: true), "fr", Currency.Eur, mine.Clerk));
        using var db = town.Mall.Database.Read();
        db.Find<Product>(mine.Id, product)!.ShouldSatisfyAllConditions(
            p => p.State.ShouldBe(ProductState.Published), p => p.CategoryId.ShouldBe(category), p => p.TaxCategory.ShouldBe("food"), p => p.Attributes["organic"].ShouldBe("true"), p => p.Maker.ShouldBe("Ferrero, Alba"));
        var texts = db.Set<ProductText>().Where(t => t.ShopId == mine.Id).ToDictionary(t => (t.Field, t.Language), t => t.Text);
        texts[(TextField.Name, "fr")].ShouldBe("Pâte à tartiner, 400 g", "its options are in its name");
        texts[(TextField.Name, "en")].ShouldBe("Spread, 400 g");
        texts[(TextField.Description, "fr")].ShouldBe("Aux noisettes.");
        var variant = db.Set<Variant>().Single(v => v.ShopId == mine.Id);
        (variant.Gtin, variant.Price, variant.Measure, variant.Weight).ShouldBe((Nutella.Value, 410, "400 g", 450));
        mine.Has(variant.Id).ShouldBe((12, 0));
        db.Set<ProductPhoto>().Where(p => p.ShopId == mine.Id).Select(p => p.Media).ShouldBe([new string('a', 64)]);
        db.Set<Variant>().Single(v => v.ShopId == rue.Id).Price.ShouldBe(399, "the other shop's stays its own");

        (await town.Get<AddByBarCode>().Run(mine.Id, new ArticleInHand(Nutella, null, null, null, 410, mine.StoreId, 12, Publish: true), "fr", Currency.Eur, mine.Clerk))
            .Problem!.Code.ShouldBe(CatalogueProblems.BarCodeHere.Code, "scanned twice, it is there once");
        articles.Own(mine.Id, Nutella)!.ProductId.ShouldBe(product);
    }

    [Theory, OnBothEngines]
    public async Task Nothing_is_told_of_what_others_do_not_sell_in_public(Engine engine)
    {
        using var town = await Town.On(engine);
        var category = await Category(town);
        var mine = await town.Shop("Place");
        var articles = town.Get<ReadArticle>();
        foreach (var (state, shop) in new[] { (ProductState.Draft, ShopState.Open), (ProductState.Archived, ShopState.Open), (ProductState.Published, ShopState.Approved), (ProductState.Published, ShopState.Suspended) })
        {
            await Sells(town, await town.Shop($"{state} {shop}", state: shop), category, state);
        }

        articles.Find(mine.Id, Nutella, "fr").ShouldBeNull();
        articles.Own(mine.Id, Nutella).ShouldBeNull();
        var gone = await town.Shop("Gone");
        await Sells(town, gone, category, archived: true);
        articles.Find(mine.Id, Nutella, "fr").ShouldBeNull("that variant is no longer sold");
    }

    [Theory, OnBothEngines]
    public async Task An_article_that_nobody_has_needs_a_name_and_a_category(Engine engine)
    {
        using var town = await Town.On(engine);
        var (mine, category) = (await town.Shop("Place"), await Category(town));
        var add = town.Get<AddByBarCode>();
        var refused = (await add.Run(mine.Id, new ArticleInHand(Nutella, null, null, "food", 0, mine.StoreId, -1, Publish: true), "fr", Currency.Eur, mine.Clerk)).Problem!;
        refused.Single.Select(p => p.Field).ShouldBe(["quantity", "price"]);
        refused = (await add.Run(mine.Id, new ArticleInHand(Nutella, null, null, "food", 410, mine.StoreId, 1, Publish: true), "fr", Currency.Eur, mine.Clerk)).Problem!;
        refused.Single.Select(p => p.Field).ShouldBe(["name.fr", "category"]);
        var other = await town.Shop("Rue");
        (await add.Run(mine.Id, new ArticleInHand(Nutella, "Pâte", category, "food", 410, other.StoreId, 1, Publish: true), "fr", Currency.Eur, mine.Clerk)).Problem.ShouldBe(StockProblems.NoSuchStore);
        town.Mall.Scalar<long>("SELECT count(*) FROM products WHERE shop_id = $1", mine.Id).ShouldBe(0);
        TestTrader.Ok(await add.Run(mine.Id, new ArticleInHand(Nutella, "Pâte", category, "food", 410, null, 0, Publish: false), "fr", Currency.Eur, mine.Clerk));
        StateOf(mine.Id).ShouldBe(ProductState.Draft);

        ProductState StateOf(Guid shop) => town.Get<ReadArticle>().Own(shop, Nutella)!.State;
    }

    private static async Task<Guid> Category(Town town)
    {
        var id = Ids.New(town.Mall.Clock);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Category { Id = id, Code = "spreads", Name = new LocalText("fr", "À tartiner"), Attributes = ["organic"] });
            s.Db.Add(new ProductAttribute { Code = "organic", Name = new LocalText("fr", "Bio"), Type = AttributeType.YesNo });
            return default(Done);
        });
        return id;
    }

    private static async Task Sells(Town town, TownShop shop, Guid category, ProductState state = ProductState.Published, bool archived = false)
    {
        var id = Ids.New(town.Mall.Clock);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Product
            {
                ShopId = shop.Id, Id = id, Handle = "pate", State = state, CategoryId = category, TaxCategory = "food", Language = "fr", CreatedAt = s.Now, PublishedAt = s.Now, Maker = "Ferrero, Alba",
                Options = [new ProductOption(new LocalText("fr", "Contenu"), [new LocalText("fr", "200 g"), new LocalText("fr", "400 g")])],
                Attributes = new Dictionary<string, string> { ["organic"] = "true" },
            });
            ProductText Text(string language, TextField field, string words) => new() { ShopId = shop.Id, ProductId = id, Language = language, Field = field, Text = words, State = language == "fr" ? TextState.Own : TextState.Translated };
            s.Db.AddRange(Text("fr", TextField.Name, "Pâte à tartiner"), Text("en", TextField.Name, "Spread"), Text("fr", TextField.Description, "Aux noisettes."));
            s.Db.Add(new Variant { ShopId = shop.Id, Id = s.NewId(), ProductId = id, Sku = "P-400", Gtin = Nutella.Value, Choice = [1], Price = 399, Measure = "400 g", Weight = 450, Archived = archived });
            s.Db.Add(new ProductPhoto { ShopId = shop.Id, ProductId = id, Position = 0, Media = new string('a', 64) });
            return default(Done);
        });
    }
}
