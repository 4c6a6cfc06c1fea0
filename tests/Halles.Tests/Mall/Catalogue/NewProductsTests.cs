using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Catalogue;

public sealed class NewProductsTests
{
    [Theory, OnBothEngines]
    public async Task Many_are_written_at_once_each_kept_or_refused_by_itself(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var store = Ids.New(trader.Mall.Clock);
        var problems = await trader.Mall.Write<List<Problem?>>(s =>
        {
            var goods = new NewProducts(s, trader.Shop, "fr", Currency.Eur);
            List<Result<NewProduct>> added =
            [
                goods.Add(trader.Loaf() with { Variants = [Loaf("MAR-002", 480)] }, publish: true), // the name is taken, the number is not
                goods.Add(trader.Loaf(), publish: true), // the number is another product's
                goods.Add(trader.Loaf() with { Variants = [Loaf("mar-001", 480)] }, publish: true), // so is this, in small letters
                goods.Add(trader.Loaf() with { Variants = [Loaf("mar-002", 300)] }, publish: true), // that of one of these
                goods.Add(trader.Loaf() with { Variants = [Loaf("MAR-003", 0)] }, publish: true),
                goods.Add(trader.Loaf() with { Variants = [Loaf("MAR-003", 0)] }, publish: false), // what was refused left its number free
                goods.Add(trader.Loaf() with { CategoryId = trader.Aisle, Variants = [Loaf("MAR-004", 480)] }, publish: false),
                goods.Add(trader.Loaf() with { Variants = [], Options = [Sizes], Attributes = new Dictionary<string, string> { ["power"] = "12,50" } }, publish: false),
            ];
            OpeningStock.Write(s, trader.Shop, added[0].Value.Variants[0].Id, store, 12, trader.Actor);
            return added.ConvertAll(a => a.Problem is { Parts: [var first, ..] } ? first : a.Problem);
        });

        problems.ConvertAll(p => p?.Code).ShouldBe([null, CatalogueProblems.SkuTaken.Code, CatalogueProblems.SkuTaken.Code, CatalogueProblems.SkuTaken.Code, CatalogueProblems.PriceMissing.Code, null, CatalogueProblems.NotALeaf.Code, null]);
        using var db = trader.Mall.Database.Read();
        var products = db.Set<Product>().OrderBy(p => p.Handle).ToList();
        products.ConvertAll(p => (p.Handle, p.State, p.Version)).ShouldBe(
            [("pain-de-campagne", ProductState.Draft, 1), ("pain-de-campagne-2", ProductState.Published, 1), ("pain-de-campagne-3", ProductState.Draft, 1), ("pain-de-campagne-4", ProductState.Draft, 1)]);
        trader.Variants(products[1].Id).ShouldHaveSingleItem().Sku.ShouldBe("MAR-002");
        trader.Variants(products[3].Id).Count.ShouldBe(2);
        products[3].Attributes["power"].ShouldBe("12.5");
        db.Set<ProductText>().Count(t => t.ProductId == products[1].Id && t.State == TextState.Translated).ShouldBe(2);
        trader.Mall.Scalar<long>("SELECT price FROM price_changes WHERE shop_id = $1", trader.Shop).ShouldBe(480, "only who is published has asked for a price");
        trader.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE store_id = $1", store).ShouldBe(12);
        trader.Mall.Scalar<long>("SELECT sum(change) FROM stock_movements WHERE store_id = $1", store).ShouldBe(12);
        trader.Mall.Scalar<long>("SELECT count(*) FROM changes WHERE topic = 'Product'").ShouldBe(4);
    }

    private static readonly ProductOption Sizes = new(new LocalText("fr", "Taille"), [new LocalText("fr", "400 g"), new LocalText("fr", "800 g")]);

    private static VariantInput Loaf(string sku, long price) => new(null, [], sku, null, price, false, "800 g", 820);
}
