using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Parser;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Bulk;
using Halles.Mall.Catalogue;
using Halles.Mall.Content;
using Halles.Mall.Identity;
using Halles.Mall.Imports;
using Halles.Mall.Reports;
using Halles.Mall.Promotions;
using Halles.Mall.Shops;
using Halles.Mall.Storefront;
using Halles.Mall.Orders;
using Halles.Mall.Stores;
using Halles.Web.Tests.Api;

namespace Halles.Web.Tests.Doors;

/// <summary>Who asks for an object.</summary>
internal enum Asker
{
    /// <summary>Who bought, in a browser.</summary>
    Shopper,

    /// <summary>The same by API key.</summary>
    ShopperKey,

    /// <summary>The owner of the shop, in a browser.</summary>
    Owner,

    /// <summary>The shop's API key.</summary>
    ShopKey,

    Administrator,
}

/// <summary>Something that a route or a form can name: the asker's own, others that are not theirs to know of, and one that is nowhere.</summary>
/// <param name="Mine">Null where the asker's own is tried elsewhere.</param>
internal sealed record Named(string? Mine, string None, params string[] Others);

/// <summary>
/// Two shops with goods, places, teams, keys, orders of two persons and of a guest; what is drafted, given up, not yet open or
/// used; and a client for each who asks.
/// </summary>
internal sealed class Objects : IAsyncDisposable
{
    private static readonly string NoId = Guid.AllBitsSet.ToString();
    private readonly Dictionary<Asker, HttpClient> _clients = [];
    private readonly Dictionary<Asker, string> _tokens = [];
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    private Objects(ApiMall mall) => Mall = mall;

    public ApiMall Mall { get; }

    /// <summary>The shop of the asker.</summary>
    public ApiShop Mine { get; private set; } = null!;

    /// <summary>The other shop.</summary>
    public ApiShop Other { get; private set; } = null!;

    public HttpClient this[Asker asker] => _clients[asker];

    public string this[string id] => _ids[id];

    public static async Task<Objects> In(Engine engine)
    {
        var objects = new Objects(new ApiMall(await WebMall.Open(engine)));
        await objects.Fill();
        return objects;
    }

    /// <summary>What a parameter of a route names, by the segment before it; null when nobody has said it yet.</summary>
    public Named? Of(string parameter, Asker asker) => (parameter, asker) switch
    {
        ("orders/{code}" or "customers/{code}", Asker.Owner or Asker.ShopKey) => new(_ids["order"], "ZZZZ9999", _ids["order-there"], _ids["others-order-there"]),
        ("orders/{code}", _) => new(_ids["order"], "ZZZZ9999", _ids["order-of-another"], _ids["others-order-there"], _ids["order-of-guest"]),
        ("purchases/{id}", _) => new(_ids["purchase"], NoId, _ids["purchase-of-another"], _ids["purchase-of-guest"]),
        ("baskets/{id}", _) => new(_ids["shopper"], NoId, _ids["another"]),
        ("lines/{variant}", _) => new(_ids["variant"], NoId, _ids["draft-variant"]),
        ("products/{id}", Asker.Owner or Asker.ShopKey) => new(_ids["product"], NoId, _ids["product-there"]),
        ("products/{id}", _) => new(_ids["product"], NoId, _ids["draft"], _ids["applied-product"]),
        ("places/{id}", Asker.Administrator) => new(null, NoId), // the mall's own
        ("places/{place}", _) => new(null, "nothing"),
        ("given-up/{id}", _) => new(_ids["given-up-place"], NoId, Other.StoreId.ToString(), _ids["spare-place"]),
        ("places/{id}", _) => new(_ids["spare-place"], NoId, Other.StoreId.ToString(), _ids["given-up-place"]),
        ("stock/{variant}", _) => new(_ids["variant"], NoId, _ids["variant-there"]),
        ("imports/{id}", _) => new(_ids["import"], NoId, _ids["import-there"]),
        ("views/{view}", _) => new(_ids["view"], NoId, _ids["view-there"], _ids["view-of-colleague"]),
        ("bulk/{edit}", _) => new(_ids["bulk"], NoId, _ids["bulk-there"]),
        ("promotions/{id}", _) => new(_ids["promotion"], NoId, _ids["promotion-there"]),
        ("codes/{code}", _) => new("DIX", "NOTHING", "LAMPE"),
        ("variants/{sku}", _) => new(Guid.Parse(_ids["variant"]).ToString("N"), "nothing", Guid.Parse(_ids["variant-there"]).ToString("N")),
        ("jobs/{id}", _) => new(_ids["job"], NoId),
        ("import/{id}" or "changes/{change}", _) => new(null, NoId),
        ("categories/{id}", _) => new(_ids["category"], NoId),
        ("attributes/{code}", _) => new("colour", "nothing"),
        ("decisions/{id}", _) => new(_ids["report"], NoId, _ids["report-there"]),
        ("reports/{id}", Asker.Administrator) => new(_ids["report"], NoId),
        ("reports/{id}", _) => new(null, NoId, _ids["report"]), // without what stands in the link of who sent it
        ("shops/{id}", _) => new(Mine.Id.ToString(), NoId),
        ("shops/{slug}" or "shops/{shop}" or "report/{shop}", _) => new(Mine.Slug, "nothing", _ids["applied"]),
        ("{shop}/{handle}", _) => new(Guid.Parse(_ids["product"]).ToString("N"), "nothing", Guid.Parse(_ids["draft"]).ToString("N"), Guid.Parse(_ids["product-there"]).ToString("N")),
        ("link/{token}", _) => new(_ids["link"], Tokens.New(), _ids["used-link"]),
        ("c/{category}", _) => new(null, "nothing"),
        ("pages/{id}", _) => new(_ids["page"], NoId),
        ("pages/{name}", _) => new("imprint", "nothing"),
        ("sitemap-{part}", _) => new("1", "999"),
        ("media/{hash}", _) => new(null, new string('0', 64), "nothing"),
        ("{hash}/{name}", _) => new(null, "640.webp", "nothing"),
        ("mails/{id}", _) => new(null, NoId), // a demo shows its mails to all; another mall none
        _ => null,
    };

    /// <summary>Asks as a browser or a program of theirs would.</summary>
    public async Task<(HttpStatusCode Status, string Body)> Ask(Asker asker, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (path.StartsWith("/api", StringComparison.Ordinal))
        {
            request.Headers.Add("Idempotency-Key", Ids.New(Mall.Web.Clock).ToString());
            request.Content = method is "GET" or "HEAD" or "DELETE" ? null : new StringContent(body ?? "{}", Encoding.UTF8, "application/json");
        }
        else if (method is "POST")
        {
            request.Content = new StringContent($"{body}&{_tokens[asker]}", Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        using var answer = await _clients[asker].SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        return Mall.Web.DisposeAsync();
    }

    private async Task Fill()
    {
        (Mine, Other) = (await Mall.Shop(), await Mall.Shop());
        var applied = await Mall.Shop();
        var (bread, lamp) = (await Mine.Sells("Pain", 480), await Other.Sells("Lampe", 4999));
        var (hidden, away) = (await Mine.Sells("Brioche", 600, 0, p => (p.State, p.PublishedAt) = (ProductState.Draft, null)), await applied.Sells("Vase", 900));
        var ((shopper, shopperId), (another, anotherId)) = (await Mall.Person(), await Mall.Person());
        await shopper.NewBasket();
        await another.NewBasket();
        var placed = (await Mine.Sold(bread, buyer: shopper)).Placed;
        Keep("order", placed.Orders[0].Code, "purchase", placed.Id, "shopper", shopperId, "another", anotherId);
        Keep("order-there", (await Other.Sold(lamp, buyer: shopper)).Placed.Orders[0].Code, "others-order-there", (await Other.Sold(lamp, buyer: another)).Placed.Orders[0].Code);
        Keep("pickup-there", Mall.Web.Scalar<string>("SELECT pickup_code FROM orders WHERE code = $1", _ids["order-there"])!);
        var ((ofAnother, _, _), (ofGuest, _, _)) = (await Mine.Sold(bread, buyer: another), await Mine.Sold(bread));
        Keep("order-of-another", ofAnother.Orders[0].Code, "purchase-of-another", ofAnother.Id, "order-of-guest", ofGuest.Orders[0].Code, "purchase-of-guest", ofGuest.Id);
        Keep("variant", bread, "variant-there", lamp, "draft-variant", hidden, "applied", applied.Slug);
        Keep("bulk", await Cheaper(Mine, bread), "bulk-there", await Cheaper(Other, lamp));
        Keep("view", await View(Mine, forAll: true), "view-there", await View(Other, forAll: true), "view-of-colleague", await View(Mine, forAll: false));
        Keep("import", await File(Mine), "import-there", await File(Other));
        Keep("promotion", await Promotion(Mine, "DIX"), "promotion-there", await Promotion(Other, "LAMPE"));
        Keep("product", Product(bread), "product-there", Product(lamp), "draft", Product(hidden), "applied-product", Product(away));
        await Mall.Web.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE shops SET state = 'Applied' WHERE id = $1", applied.Id);
            s.Changed(Topic.Shop, applied.Id, applied.Id);
            Keep("spare-place", Place(s, "spare", gone: false), "given-up-place", Place(s, "gone", gone: true));
            Keep("category", s.NewId(), "job", s.NewId());
            s.Db.Add(new Category { Id = Guid.Parse(_ids["category"]), Code = "bread", Name = new LocalText("fr", "Pains") });
            s.Db.Add(new ProductAttribute { Code = "colour", Name = new LocalText("fr", "Couleur"), Type = AttributeType.Text });
            s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
            s.Sql.Execute(
                "INSERT INTO jobs (id, kind, payload, run_at, attempts, gave_up, created_at) VALUES ($1, 'none', '{}', $2, 9, $3, $2)", Guid.Parse(_ids["job"]), s.Now, true);
            Keep("link", Links.New(s, LinkPurpose.Join, "paul@exemple.fr", null, Mine.Id, "Clerk")!, "used-link", Links.New(s, LinkPurpose.Join, "lea@exemple.fr", null, Other.Id, "Clerk")!);
            s.Db.SaveChanges();
            s.Sql.Execute("UPDATE email_links SET used_at = $1 WHERE email = 'lea@exemple.fr'", s.Now);
            Enter(s, shopperId, anotherId);
            Keep("page", Page(s));
            Keep("report", Reported(s, Mine.Id), "report-there", Reported(s, Other.Id));
            return default(Done);
        });
        foreach (var asker in (Asker[])[Asker.Shopper, Asker.Owner, Asker.Administrator])
        {
            _tokens[asker] = await FormToken(_clients[asker]);
        }

        (await Mall.Web.Get<StorefrontProjector>().WaitFor(Mall.Web.Get<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(20))).ShouldBeTrue();
    }

    /// <summary>A change of many products that is planned, and the next to be applied.</summary>
    private async Task<Guid> Cheaper(ApiShop shop, Guid variant)
    {
        var plan = await Mall.Web.Get<PlanBulkEdit>().Run(shop.Id, [Guid.Parse(Product(variant))], new BulkChange(BulkKind.Price, new PriceRule(-1000, null, PriceEnding.Exact)), Guid.Empty);
        return plan.Value;
    }

    /// <summary>A view of orders under a name, of somebody who is none of the askers.</summary>
    private async Task<Guid> View(ApiShop shop, bool forAll) => (await Mall.Web.Get<OrderViews>().Save(shop.Id, Guid.AllBitsSet, forAll, "Demain", "?view=all&days=1")).Value;

    /// <summary>A file of products that waits to be taken in.</summary>
    private async Task<Guid> File(ApiShop shop) =>
        (await Mall.Web.Get<Imports>().Lay(shop.Id, "goods.csv", Encoding.UTF8.GetBytes("Handle,Title,Vendor,Variant Price\npie,Pie,Martin,4.20\n"), new ImportTerms(), null)).Value;

    /// <summary>A promotion that has not begun, so that it may still be changed.</summary>
    private async Task<Guid> Promotion(ApiShop shop, string code) => (await Mall.Web.Get<EditPromotion>().Create(
        shop.Id, new PromotionInput("Promotion", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 1000, Code: code, StartsAt: Mall.Web.Clock.GetUtcNow().AddDays(1)), release: true, null)).Value;

    private Guid Place(WriteSession s, string slug, bool gone)
    {
        var id = s.NewId();
        s.Db.Add(new Store { ShopId = Mine.Id, Id = id, Slug = slug, Name = slug, TimeZone = "Europe/Paris", Hours = "Mo-Su 09:00-19:00", Position = 5, Gone = gone, Address = new Address { Line1 = "1 rue du Four", Postcode = "41100", City = "Saint-Aubin", Country = Country.France } });
        return id;
    }

    private static Guid Page(WriteSession s)
    {
        var (id, content) = (s.NewId(), new PageContent { Slug = "foire", Title = new LocalText("fr", "La foire"), Body = new LocalText("fr", "Samedi.") });
        s.Insert(new WrittenPage { Id = id, Slug = content.Slug, Content = content });
        s.Insert(new PageVersion { PageId = id, Version = 1, Content = content, Actor = Guid.Empty, At = s.Now });
        return id;
    }

    /// <summary>A report with a decision that concerns the shop.</summary>
    private static Guid Reported(WriteSession s, Guid shop)
    {
        var (id, code) = (s.NewId(), Code.New(8).Value);
        s.Insert(new Report { ShopId = shop, Id = id, Code = code, Subject = ReportedThing.Shop, Reason = ReportReason.Misleading, Words = "Faux", Name = "Lea", Language = "fr", Evidence = null, State = ReportState.Decided, At = s.Now, DecidedAt = s.Now });
        s.Insert(new ReportDecision { ShopId = shop, Id = s.NewId(), ReportId = id, Measure = ReportMeasure.ShopSuspended, Before = ReportMeasure.None, Ground = Ground.Terms, Rule = "3", Facts = "Faux", Actor = Guid.Empty, At = s.Now });
        return id;
    }

    private void Enter(WriteSession s, Guid shopper, Guid another)
    {
        var owner = People.Add(s, EmailAddress.Parse("owner@exemple.fr"), "Claire", "fr", null, confirmed: true).Id;
        var clerk = People.Add(s, EmailAddress.Parse("clerk@exemple.fr"), "Paul", "fr", null, confirmed: true).Id;
        var there = People.Add(s, EmailAddress.Parse("there@exemple.fr"), "Anne", "fr", null, confirmed: true).Id;
        var admin = People.Add(s, EmailAddress.Parse("admin@exemple.fr"), "Helene", "fr", null, confirmed: true).Id;
        Team.Grant(s, Mine.Id, owner, ShopRole.Owner, null);
        Team.Grant(s, Mine.Id, clerk, ShopRole.Clerk, null);
        Team.Grant(s, Other.Id, there, ShopRole.Owner, null);
        Staff.Grant(s, admin, MallRole.Administrator, null);
        Keep("clerk", clerk, "member-there", there, "admin", admin);
        foreach (var (name, person) in new[] { ("", shopper), ("-of-another", another) })
        {
            Keep("session" + name, Sessions.Begin(s, person, strong: false, "Telephone").Id, "address" + name, s.NewId(), "key" + name, s.NewId(), "passkey" + name, "");
            s.Db.Add(new SavedAddress { Id = Guid.Parse(_ids["address" + name]), PersonId = person, Label = "Chez moi", Address = new Address { Name = "Camille", Line1 = "1 rue Basse", Postcode = "41100", City = "Saint-Aubin", Country = Country.France } });
            s.Db.Add(new ApiKey { Id = Guid.Parse(_ids["key" + name]), Hash = Tokens.Hash(name + "x"), Prefix = "hk_", Name = "mine", PersonId = person, CreatedAt = s.Now });
            var credential = person.ToByteArray();
            _ids["passkey" + name] = System.Buffers.Text.Base64Url.EncodeToString(credential);
            s.Db.Add(new Passkey { CredentialId = credential, PersonId = person, Name = "Telephone", PublicKey = [1], SignCount = 0, Data = "{}", CreatedAt = s.Now });
        }

        foreach (var (name, shop) in new[] { ("shop-key", Mine.Id), ("shop-key-there", Other.Id) })
        {
            Keep(name, s.NewId());
            s.Db.Add(new ApiKey { Id = Guid.Parse(_ids[name]), Hash = Tokens.Hash(name), Prefix = "hk_", Name = "till", ShopId = shop, PersonId = owner, CreatedAt = s.Now });
        }

        _ = Links.New(s, LinkPurpose.Join, "asked-there@exemple.fr", null, Other.Id, "Clerk");
        _ = Links.New(s, LinkPurpose.Join, "asked@exemple.fr", null, Mine.Id, "Clerk");
        Client(Asker.Shopper, Sessions.Begin(s, shopper, strong: false, "").Token, null);
        Client(Asker.Owner, Sessions.Begin(s, owner, strong: true, "").Token, null);
        Client(Asker.Administrator, Sessions.Begin(s, admin, strong: true, "").Token, null);
        Client(Asker.ShopKey, null, Mine.Key);
        var key = ApiKeys.Prefix + Tokens.New();
        s.Db.Add(new ApiKey { Id = s.NewId(), Hash = Tokens.Hash(key), Prefix = key[..10], Name = "own", PersonId = shopper, CreatedAt = s.Now });
        Client(Asker.ShopperKey, null, key);
    }

    private void Client(Asker asker, string? session, string? key)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Mall.Web.Origin };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.Add("Cookie", session is null ? "none=1" : $"{Mall.Web.Get<SessionCookie>().Name}={session}");
        _clients[asker] = client;
    }

    // Each form carries a token of its visitor, whose other half is in a cookie.
    private static async Task<string> FormToken(HttpClient browser)
    {
        using var page = await browser.GetAsync(new Uri("/fr/account/profile", UriKind.Relative));
        var cookie = page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("halles-form", StringComparison.Ordinal)).Split(';')[0];
        var cookies = browser.DefaultRequestHeaders.GetValues("Cookie").Single();
        browser.DefaultRequestHeaders.Remove("Cookie");
        browser.DefaultRequestHeaders.Add("Cookie", $"{cookies}; {cookie}");
        var html = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var field = html.QuerySelector("input[type=hidden][value^=CfDJ8]")!;
        return $"{field.GetAttribute("name")}={Uri.EscapeDataString(field.GetAttribute("value")!)}";
    }

    private string Product(Guid variant) => Mall.Web.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", variant).ToString();

    private void Keep(params ReadOnlySpan<object> namesAndIds)
    {
        for (var i = 0; i < namesAndIds.Length; i += 2)
        {
            _ids[(string)namesAndIds[i]] = namesAndIds[i + 1].ToString()!;
        }
    }
}
