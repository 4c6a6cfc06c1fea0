using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Payments;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Stores;

namespace Halles.Web.Tests.Api;

/// <summary>A mall for the tests of the API: one for each engine, shared by all, in which every test opens shops of its own.</summary>
internal sealed class ApiMall
{
    private static readonly ConcurrentDictionary<Engine, Lazy<Task<ApiMall>>> Malls = new();
    private int _shops;

    public ApiMall(WebMall web)
    {
        Web = web;
        Http = NewHttp();
        Guest = new HallesClient(Http);
    }

    public WebMall Web { get; }

    public HttpClient Http { get; }

    /// <summary>Somebody without a key.</summary>
    public HallesClient Guest { get; }

    public static Task<ApiMall> On(Engine engine) => Malls.GetOrAdd(engine, e => new Lazy<Task<ApiMall>>(async () =>
    {
        var mall = new ApiMall(await WebMall.Open(e, s => s with { ReservationsPerGuest = 1000, ReservedUnitsPerVariant = 1000 }));
        await mall.Web.Write<Done>(s =>
        {
            var (fresh, bread) = (s.NewId(), s.NewId());
            s.Db.Add(new Category { Id = fresh, Code = "fresh", Name = new LocalText("fr", "Marché frais") });
            s.Db.Add(new Category { Id = bread, Code = "bread", ParentId = fresh, Name = new LocalText("fr", "Pains"), Attributes = ["flour", "organic"] });
            s.Db.Add(new ProductAttribute { Code = "flour", Name = new LocalText("fr", "Farine"), Type = AttributeType.Text });
            s.Db.Add(new ProductAttribute { Code = "organic", Name = new LocalText("fr", "Bio"), Type = AttributeType.YesNo });
            return default(Done);
        });
#pragma warning disable RS0030 // the process does not wait for a handler that awaits
        AppDomain.CurrentDomain.ProcessExit += (_, _) => mall.Web.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
        return mall;
    })).Value;

    public HttpClient NewHttp() => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Web.Origin };

    /// <summary>A shop with a store that opens every day and offers everything.</summary>
    public async Task<ApiShop> Shop()
    {
        var slug = $"shop-{Interlocked.Increment(ref _shops)}";
        var (shop, store, key) = (Ids.New(Web.Clock), Ids.New(Web.Clock), ApiKeys.Prefix + Tokens.New());
        await Web.Write<Done>(s =>
        {
            s.Db.Add(new Shop { Id = shop, Slug = slug, Name = slug, Kind = "shop", State = ShopState.Open, Language = "fr", Email = $"{slug}@example.org", CreatedAt = s.Now, Legal = new LegalIdentity { Name = slug } });
            s.Db.Add(new Store
            {
                ShopId = shop, Id = store, Slug = "first", Name = "first", TimeZone = "Europe/Paris", Hours = "Mo-Su 09:00-19:00",
                Address = new Address { Line1 = "1 rue du Four", Postcode = "41100", City = "Saint-Aubin", Country = Country.France },
            });
            s.Db.Add(new FulfilmentRow { ShopId = shop, Ways = new WaysOfGetting(new CollectTerms(), new DeliverTerms([new DeliveryZone(["41100"], 350, 4000)]), new ShipTerms([new ShippingZone(["FR"], [new WeightStep(5000, 590)], [])])) });
            s.Db.Add(new PaymentTermsRow { ShopId = shop, Ways = new WaysOfPaying(InStore: true, OnDelivery: true, Transfer: new BankAccount(slug, "FR7630006000011234567890189")) });
            var person = People.Add(s, EmailAddress.Parse($"{slug}@exemple.fr"), slug, "fr", null, confirmed: true);
            s.Db.Add(new ApiKey { Id = s.NewId(), Hash = Tokens.Hash(key), Prefix = key[..10], Name = "till", ShopId = shop, PersonId = person.Id, CreatedAt = s.Now });
            s.Changed(Topic.Shop, shop, shop);
            return default(Done);
        });
        return new ApiShop(this, shop, store, slug, key);
    }

    /// <summary>A person's own API key and the person.</summary>
    public async Task<(HallesClient Client, Guid Id)> Person()
    {
        var key = ApiKeys.Prefix + Tokens.New();
        var id = await Web.Write<Guid>(s =>
        {
            var person = People.Add(s, EmailAddress.Parse($"{Ids.New(Web.Clock):N}@exemple.fr"), "Camille", "fr", null, confirmed: true);
            s.Db.Add(new ApiKey { Id = s.NewId(), Hash = Tokens.Hash(key), Prefix = key[..10], Name = "mine", PersonId = person.Id, CreatedAt = s.Now });
            return person.Id;
        });
        return (new HallesClient(Http, key), id);
    }

    /// <summary>Sends a body as it is written.</summary>
    public Task<HttpResponseMessage> Send(HttpMethod method, string path, string? body, string? key = null, string? idempotencyKey = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, type) };
        request.Headers.ExpectContinue = body?.Length > 1 << 20; // whoever is refused for the size alone does not send it
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return Http.SendAsync(request);
    }

    /// <summary>The problem of an answer.</summary>
    public static async Task<JsonElement> Problem(HttpResponseMessage answer, int status)
    {
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Fails unless the call is refused so.</summary>
    public static async Task<HallesProblem> Refused(Task call, int status, string code)
    {
        var problem = await Should.ThrowAsync<HallesProblem>(call);
        (problem.Status, problem.Code).ShouldBe((status, code), problem.Body);
        return problem;
    }
}

/// <summary>A shop of a test, with its API key.</summary>
internal sealed class ApiShop(ApiMall mall, Guid id, Guid storeId, string slug, string key)
{
    public Guid Id => id;

    public Guid StoreId => storeId;

    public string Slug => slug;

    public string Key => key;

    public HallesClient Client { get; } = new(mall.Http, key);

    /// <summary>A published product with one variant and so much on hand.</summary>
    /// <returns>The variant, whose number is its id without dashes.</returns>
    public async Task<Guid> Sells(string name, long price, long onHand = 100, Action<Product>? with = null)
    {
        var (product, variant) = (Ids.New(mall.Web.Clock), Ids.New(mall.Web.Clock));
        await mall.Web.Write<Done>(s =>
        {
            var row = new Product
            {
                ShopId = id, Id = product, Handle = product.ToString("N"), State = ProductState.Published, CategoryId = Guid.Empty, TaxCategory = "standard", Language = "fr", CreatedAt = s.Now, PublishedAt = s.Now, Version = 1,
            };
            with?.Invoke(row);
            s.Db.Add(row);
            s.Db.Add(new ProductText { ShopId = id, ProductId = product, Language = "fr", Field = TextField.Name, Text = name, State = TextState.Own });
            s.Db.Add(new Variant { ShopId = id, Id = variant, ProductId = product, Sku = variant.ToString("N"), Price = price, Weight = 500 });
            s.Db.Add(new Halles.Mall.Catalogue.PriceChange { ShopId = id, VariantId = variant, At = s.Now, Price = price });
            s.Changed(Topic.Product, id, product);
            return default(Done);
        });
        if (onHand > 0)
        {
            (await mall.Web.Get<AdjustStock>().Run(new StockChange(id, variant, storeId, MovementReason.Opening, onHand, null))).Ok.ShouldBeTrue();
        }

        return variant;
    }

    /// <summary>Collected and paid in the store.</summary>
    public Halles.Client.ShopChoice Collect(string? note = null) => new(slug, "collect", "in-store", storeId, Note: note);

    /// <summary>Placed by a guest, to be collected.</summary>
    public async Task<(PlacedAnswer Placed, PurchaseRequest Request, string Key)> Sold(Guid variant, long quantity = 1, HallesClient? buyer = null)
    {
        PurchaseLine[] lines = [new(variant, quantity)];
        var quote = await (buyer ?? mall.Guest).Quote(new QuoteRequest([Collect()], Lines: lines));
        var request = new PurchaseRequest([Collect()], Shopper, "fr", quote.Total, Lines: lines);
        var once = Ids.New(mall.Web.Clock).ToString();
        return (await (buyer ?? mall.Guest).PlacePurchase(request, once), request, once);
    }

    public static readonly ContactDetails Shopper = new("Camille Durand", "camille@example.org", "+33612345678");

    /// <summary>On hand and held of a variant now.</summary>
    public (long OnHand, long Held) Has(Guid variant) => mall.Web.Database.Read(sql => sql.List(
        "SELECT on_hand, held FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", r => (r.Long(0), r.Long(1)), id, variant, storeId).Single());
}
