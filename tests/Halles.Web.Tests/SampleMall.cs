using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Media;
using Halles.Mall.Payments;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Testing;
using CataloguePrice = Halles.Mall.Catalogue.PriceChange;

namespace Halles.Web.Tests;

/// <summary>What the tests' mall holds: a few shops of each kind and state, and goods with all that a product may have.</summary>
internal sealed class SampleMall(TestMall mall, string origin)
{
    public const string Bakery = "boulangerie-martin", Pottery = "terre-et-feu", Dairy = "cremerie-roux", Cellar = "cave-du-loir", Resting = "herbier-de-jeanne", Paused = "cycles-garnier", Suspended = "bazar-du-pont", Closed = "chapellerie-leroy", Naughty = "drole-de-nom";
    public const string Bread = "pain-de-campagne", Vase = "vase-bleu", Cheese = "tomme-de-montagne", Wine = "pineau-d-aunis", SoldOut = "tasse-gres", Cloth = "soin-des-mains", Bicycle = "velo-de-ville", Odd = "drole-d-article";

    /// <summary>A name that tries to be more than a name.</summary>
    public const string NaughtyName = "<script>alert('x')</script> \"&amp; ünï ‮cod‬ 👩‍🌾 {0} نص";

    /// <summary>More breads than a page of a listing has.</summary>
    public const int Breads = 30;

    private readonly Dictionary<string, Guid> _ids = [];

    public Guid Id(string name) => _ids.TryGetValue(name, out var id) ? id : _ids[name] = Ids.New(mall.Clock);

    public async Task Fill()
    {
        await mall.Write(s => CurrentSettings.Save(s, Settings, null));
        await mall.Write(s => Do(() => Taxonomy(s)));
        await mall.Write(s => Do(() => Shops(s)));
        await mall.Write(s => Do(() => Products(s)));
    }

    private MallSettings Settings => new()
    {
        Name = "Halles de Saint-Aubin", Languages = ["fr", "en"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = origin,
        Town = "Saint-Aubin", Latitude = 47.7936, Longitude = 1.0656, DemoPeopleNeedNoSecondFactor = true,
        Imprint = new Imprint("Union des commerçants de Saint-Aubin", "1 place du Marché, 41100 Saint-Aubin", "bonjour@halles.example", "+33 2 61 91 00 00", "Claire Martin", "Union des commerçants"),
    };

    private static Result<Done> Do(Action work)
    {
        work();
        return default(Done);
    }

    private void Taxonomy(WriteSession s)
    {
        (string Code, string? Parent, string Fr, string En, string[] Attributes)[] categories =
        [
            ("food", null, "Alimentation", "Food", []), ("bread", "food", "Pains", "Breads", ["organic"]), ("cheese", "food", "Fromages", "Cheeses", []), ("wine", "food", "Vins", "Wines", []),
            ("home", null, "Maison", "Home", []), ("ceramics", "home", "Céramique", "Ceramics", ["colour"]), ("care", null, "Soins", "Care", []), ("bicycles", null, "Vélos", "Bicycles", []),
        ];
        foreach (var (c, i) in categories.Select((c, i) => (c, i)))
        {
            s.Db.Add(new Category { Id = Id(c.Code), Code = c.Code, ParentId = c.Parent is null ? null : Id(c.Parent), Position = i, Name = new LocalText("fr", c.Fr) { ["en"] = c.En }, Attributes = c.Attributes });
        }

        s.Db.Add(new ProductAttribute
        {
            Code = "colour", Name = new LocalText("fr", "Couleur") { ["en"] = "Colour" }, Type = AttributeType.Text,
            Values = new() { ["blue"] = new LocalText("fr", "Bleu") { ["en"] = "Blue" }, ["red"] = new LocalText("fr", "Rouge") { ["en"] = "Red" } },
        });
        s.Db.Add(new ProductAttribute { Code = "organic", Name = new LocalText("fr", "Bio") { ["en"] = "Organic" }, Type = AttributeType.YesNo });
        s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
    }

    private void Shops(WriteSession s)
    {
        var collect = new CollectTerms();
        var deliver = new DeliverTerms([new DeliveryZone(["41100"], 350, 4000)], Minimum: 1500);
        var ship = new ShipTerms([new ShippingZone(["FR"], [new WeightStep(1000, 590), new WeightStep(5000, 990)], [], 8000), new ShippingZone(["BE", "LU"], [new WeightStep(5000, 1490)], [])]);
        Shop(s, Bakery, "Boulangerie Martin", "Pains au levain, cuits rue du Four", new(collect, deliver), 0);
        Shop(s, Pottery, "Terre & Feu", "Céramistes quai des Halles", new(collect, deliver, ship), 450);
        Shop(s, Dairy, "Crèmerie Roux", "Fromages affinés", new(collect), 320);
        Shop(s, Cellar, "La Cave du Loir", "Vins d’ici", new(collect, Ship: ship), 390);
        Shop(s, Resting, "L’Herbier de Jeanne", "Savons et soins", new(collect), 700, holiday: new Holiday(new DateOnly(2026, 2, 28), new DateOnly(2026, 3, 9), new LocalText("fr", "Jeanne cueille dans le Sud.")));
        Shop(s, Paused, "Cycles Garnier", "Vélos révisés", new(collect), 1400, ShopState.Paused);
        Shop(s, Suspended, "Bazar du Pont", "Un peu de tout", new(collect), 800, ShopState.Suspended);
        Shop(s, Closed, "Chapellerie Leroy", "Chapeaux", new(collect), 900, ShopState.Closed);
        Shop(s, Naughty, NaughtyName, NaughtyName, new(collect), 2000);
        Store(s, Pottery, "lunay", "Atelier de Lunay", "Fr 10:00-12:00", 8200, 1);
    }

    private void Shop(WriteSession s, string slug, string name, string strap, WaysOfGetting ways, int metres, ShopState state = ShopState.Open, Holiday? holiday = null)
    {
        s.Db.Add(new Shop
        {
            Id = Id(slug), Slug = slug, Name = name, Kind = "shop", State = state, Language = "fr", Email = $"bonjour@{slug}.example", Phone = "+33261910101", CreatedAt = s.Now, OpenedAt = s.Now, Holiday = holiday, Tint = "sage",
            Strap = new LocalText("fr", strap), Story = new LocalText("fr", $"Une **maison** de la ville.\n\n<b>{name}</b> [site](javascript:alert(1)) [vrai](https://example.org)"),
            Returns = new LocalText("fr", "Trente jours."),
            Legal = new LegalIdentity { Name = $"{name} SARL", Form = "SARL", Number = "00048706600011", VatNumber = "FR02000487066", Capital = "8 000 €", Register = "RCS Blois", Mediator = "Médiation d’essai, mediation.example", Seat = Address("1 rue du Four") },
        });
        Store(s, slug, "premier", "Rue du Four", "Tu-Sa 09:00-12:30 14:00-19:00; 2026-03-10 closed", metres, 0);
        s.Db.Add(new FulfilmentRow { ShopId = Id(slug), Ways = ways });
        s.Db.Add(new PaymentTermsRow { ShopId = Id(slug), Ways = new WaysOfPaying(InStore: true, OnDelivery: ways.Deliver is not null, Transfer: new BankAccount(slug, "FR7630006000011234567890189")) });
        s.Changed(Topic.Shop, Id(slug), Id(slug));
    }

    private void Store(WriteSession s, string shop, string slug, string name, string hours, int metres, int position)
    {
        s.Db.Add(new Store
        {
            ShopId = Id(shop), Id = Id($"{shop}/{slug}"), Slug = slug, Name = name, Address = Address($"{metres + 1} rue du Four"), Latitude = 47.7936 + metres / 111_195.0, Longitude = 1.0656, TimeZone = "Europe/Paris",
            Hours = hours, Services = ["card", "wheelchair"], Access = new LocalText("fr", "De plain-pied."), Phone = "+33261910101", Position = position,
        });
        s.Changed(Topic.Store, Id(shop), Id($"{shop}/{slug}"));
    }

    private static Address Address(string street) => new() { Line1 = street, Postcode = "41100", City = "Saint-Aubin", Country = Country.France };

    private void Products(WriteSession s)
    {
        Product(s, Bakery, Bread, "Pain de campagne au levain", "Sourdough country loaf", "bread", 480, p => p.Attributes["organic"] = "true", measure: "800 g", daily: 24);
        for (var i = 1; i < Breads; i++)
        {
            Product(s, Bakery, $"pain-{i}", $"Pain numéro {i}", $"Loaf number {i}", "bread", 200 + i, daily: 10);
        }

        var drawing = Photo(s, "image/svg+xml", 0, 0, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 5\"><path d=\"M0 0h4v5H0z\" fill=\"#3d6f8e\"/></svg>"u8.ToArray());
        var picture = Photo(s, "image/png", 800, 1000, TestPhotos.Png(800, 1000));
        Product(s, Pottery, Vase, "Vase bleu tourné main", "Hand-thrown blue vase", "ceramics", 3800, p =>
        {
            p.Options = [new ProductOption(new LocalText("fr", "Taille") { ["en"] = "Size" }, [new("fr", "18 cm"), new("fr", "24 cm"), new("fr", "32 cm")])];
            p.Attributes["colour"] = "blue";
            p.Maker = "Terre & Feu, Saint-Aubin";
        }, prices: [3800, 5200, 7800], stock: [8, 1, 0], was: 4500, photos: [picture, drawing], text: "Grès **émaillé**. <img src=x onerror=alert(1)>");
        Product(s, Pottery, SoldOut, "Tasse en grès rouge", "Red stoneware cup", "ceramics", 1800, p => p.Attributes["colour"] = "red", stock: [0]);
        Product(s, Dairy, Cheese, "Tomme de montagne", "Mountain cheese", "cheese", 1990, p => (p.StepUnit, p.StepSize, p.Weighed) = ("g", 100, true), stock: [25]);
        Product(s, Cellar, Wine, "Pineau d’aunis 2023", "Pineau d’aunis 2023", "wine", 980, p => p.AgeLimit = 18, measure: "75 cl", tax: "standard", stock: [2]);
        Product(s, Resting, Cloth, "Soin des mains", null, "care", 1250, tax: "standard");
        Product(s, Paused, Bicycle, "Vélo de ville", null, "bicycles", 24000, tax: "standard");
        Product(s, Naughty, Odd, NaughtyName, null, "care", 100, p => (p.Maker, p.Options) = (NaughtyName, [new ProductOption(new LocalText("fr", NaughtyName), [new("fr", NaughtyName + "1"), new("fr", "</script><b>")])]),
            prices: [100, 200], stock: [5, 5], text: NaughtyName + "\n\n[x](javascript:alert(1)) ![y](https://evil.example/y.png) <iframe src=//evil.example></iframe>");
    }

    private string Photo(WriteSession s, string type, int width, int height, byte[] content)
    {
        var original = new Original(MediaStore.HashOf(content), type, width, height, content);
        MediaStore.Keep(s, original);
        return original.Hash;
    }

    private void Product(
        WriteSession s, string shop, string handle, string name, string? english, string category, long price, Action<Product>? with = null,
        string? measure = null, string tax = "food", long? daily = null, long[]? prices = null, long[]? stock = null, long? was = null, string[]? photos = null, string? text = null)
    {
        var (shopId, id) = (Id(shop), Id($"{shop}/{handle}/product"));
        var product = new Product
        {
            ShopId = shopId, Id = id, Handle = handle, State = ProductState.Published, CategoryId = Id(category), TaxCategory = tax, Language = "fr", CreatedAt = s.Now, UpdatedAt = s.Now, PublishedAt = s.Now,
            Policy = daily is null ? StockPolicy.Counted : StockPolicy.Daily,
        };
        with?.Invoke(product);
        s.Db.Add(product);
        Text(s, product, "fr", TextField.Name, name);
        Text(s, product, "en", TextField.Name, english);
        Text(s, product, "fr", TextField.Description, text ?? $"{name}, de la maison.");
        foreach (var (media, i) in (photos ?? []).Select((m, i) => (m, i)))
        {
            s.Db.Add(new ProductPhoto { ShopId = shopId, ProductId = id, Position = i, Media = media, Alt = new LocalText("fr", $"{name}, vue {i + 1}") });
        }

        foreach (var (amount, i) in (prices ?? [price]).Select((p, i) => (p, i)))
        {
            var variant = Id($"{shop}/{handle}/{i}");
            var reduced = i == 0 && was is not null ? s.Now.AddDays(-2) : (DateTimeOffset?)null;
            s.Db.Add(new Variant { ShopId = shopId, Id = variant, ProductId = id, Position = i, Sku = $"{handle}-{i}", Price = amount, Measure = measure, Weight = 500, Choice = product.Options.Count == 0 ? [] : [i], ReducedSince = reduced });
            s.Db.Add(new CataloguePrice { ShopId = shopId, VariantId = variant, At = s.Now.AddDays(-60), Price = reduced is null ? amount : was!.Value });
            if (reduced is { } at)
            {
                s.Db.Add(new CataloguePrice { ShopId = shopId, VariantId = variant, At = at, Price = amount });
            }

            Stock(s, shop, variant, daily ?? (stock is null ? 10 : stock[i]), daily);
        }

        s.Changed(Topic.Product, shopId, id);
    }

    private void Stock(WriteSession s, string shop, Guid variant, long onHand, long? daily)
    {
        s.Db.Add(new StockLevel { ShopId = Id(shop), VariantId = variant, StoreId = Id($"{shop}/premier"), OnHand = onHand, Daily = daily, CountedOn = daily is null ? null : "2026-03-03", SeenAt = s.Now.AddMinutes(-12) });
        if (onHand > 0)
        {
            s.Db.Add(new StockMovement { ShopId = Id(shop), Id = s.NewId(), VariantId = variant, StoreId = Id($"{shop}/premier"), Change = onHand, Reason = MovementReason.Opening, At = s.Now });
        }
    }

    private static void Text(WriteSession s, Product product, string language, TextField field, string? text)
    {
        if (text is not null)
        {
            s.Db.Add(new ProductText { ShopId = product.ShopId, ProductId = product.Id, Language = language, Field = field, Text = text, State = language == product.Language ? TextState.Own : TextState.Translated });
        }
    }
}
