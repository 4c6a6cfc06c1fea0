using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Halles.Testing;

namespace Halles.Tests.Mall;

/// <summary>A mall with one trader in it, for the tests of the office: settings, two leaves, a shop that was approved.</summary>
internal sealed class TestTrader : IDisposable
{
    public static readonly Country France = Country.Parse("FR");

    private TestTrader(TestMall mall)
    {
        Mall = mall;
        Settings = new CurrentSettings(mall.Database);
        Products = new EditProduct(mall.Writer, Settings);
        Life = new ProductLife(mall.Writer);
        Shops = new ShopLife(mall.Database, mall.Writer, [new HasStore(), new HasProductsToShow(), new NamesMediator()]);
    }

    public TestMall Mall { get; }

    public CurrentSettings Settings { get; }

    public EditProduct Products { get; }

    public ProductLife Life { get; }

    public ShopLife Shops { get; }

    /// <summary>Who acts.</summary>
    public Guid Actor { get; private init; }

    public Guid Shop { get; private set; }

    public Guid Bread { get; private init; }

    /// <summary>A category with another below it.</summary>
    public Guid Aisle { get; private init; }

    public static async Task<TestTrader> On(Engine engine)
    {
        var mall = TestMall.On(engine);
        var (actor, aisle, bread) = (Ids.New(mall.Clock), Ids.New(mall.Clock), Ids.New(mall.Clock));
        await mall.Write<Done>(s =>
        {
            s.Db.Add(new Category { Id = aisle, Code = "fresh", Name = new LocalText("fr", "Marché frais") });
            s.Db.Add(new Category { Id = bread, Code = "bread", ParentId = aisle, Name = new LocalText("fr", "Pains"), Attributes = ["flour", "organic", "power"] });
            s.Db.Add(new ProductAttribute { Code = "flour", Name = new LocalText("fr", "Farine"), Type = AttributeType.Text });
            s.Db.Add(new ProductAttribute { Code = "organic", Name = new LocalText("fr", "Biologique"), Type = AttributeType.YesNo });
            s.Db.Add(new ProductAttribute { Code = "power", Name = new LocalText("fr", "Puissance"), Type = AttributeType.Number, Unit = "W" });
            return CurrentSettings.Save(s, new MallSettings { Name = "Halles", Languages = ["fr", "en"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = "http://localhost:5080" }, null);
        });
        var trader = new TestTrader(mall) { Actor = actor, Aisle = aisle, Bread = bread };
        trader.Shop = Ok(await new ApplyForShop(mall.Writer).Run(Profile("Boulangerie Martin"), France, actor));
        Ok(await trader.Shops.Step(trader.Shop, ShopState.Approved, ShopSide.Mall, null, actor));
        return trader;
    }

    public static ShopProfile Profile(string name) => new()
    {
        Name = name,
        Kind = "bakery",
        Language = "fr",
        Email = "bonjour@martin.example",
        Legal = new LegalIdentity
        {
            Name = "SARL Martin",
            Number = "732 829 320 00074",
            Seat = new Address { Line1 = "12 rue du Four", Postcode = "41100", City = "Saint-Aubin", Country = France },
        },
    };

    /// <summary>A loaf at 4.80, without options.</summary>
    public ProductInput Loaf() => new()
    {
        Name = new LocalText { ["fr"] = "Pain de campagne", ["en"] = "Country loaf" },
        Description = new LocalText { ["fr"] = "Au levain.", ["en"] = "Sourdough." },
        CategoryId = Bread,
        TaxCategory = "food",
        Variants = [new VariantInput(null, [], "MAR-001", null, 480, false, "800 g", 820)],
    };

    /// <summary>The value of a result that must be well.</summary>
    public static T Ok<T>(Result<T> result)
    {
        result.Problem.ShouldBeNull();
        return result.Value;
    }

    /// <summary>A product that is there, for editing it once more.</summary>
    public Product Find(Guid product)
    {
        using var db = Mall.Database.Read();
        return db.Find<Product>(Shop, product)!;
    }

    /// <summary>Its variants on sale, in order.</summary>
    public List<Variant> Variants(Guid product)
    {
        using var db = Mall.Database.Read();
        return [.. db.Set<Variant>().Where(v => v.ProductId == product && !v.Archived).OrderBy(v => v.Position)];
    }

    public void Dispose() => Mall.Dispose();
}
