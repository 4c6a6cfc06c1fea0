using System.Net;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Stores;
using Halles.Web.Tests.Api;

namespace Halles.Web.Tests.Pages.Merchant;

/// <summary>A shop of a test with somebody behind its counter.</summary>
internal sealed class DeskWorld(ApiMall mall, ApiShop shop, Visitor visitor, Guid person) : IDisposable
{
    public ApiMall Mall => mall;

    public ApiShop Shop => shop;

    /// <summary>The browser behind the counter.</summary>
    public Visitor Visitor => visitor;

    /// <summary>Who is signed in there.</summary>
    public Guid Person => person;

    /// <summary>The path of a page of the desk.</summary>
    public string At(string page) => $"/fr/desk/{shop.Slug}/{page}";

    /// <summary>Opens a shop with somebody of this role at its desk.</summary>
    public static async Task<DeskWorld> Open(Engine engine, ShopRole role = ShopRole.Owner)
    {
        var mall = await ApiMall.On(engine);
        var shop = await mall.Shop();
        var (person, token) = await Join(mall, shop, role, "Claire Martin");
        return new DeskWorld(mall, shop, Browser(mall, token), person);
    }

    /// <summary>Somebody else of the shop, in a browser of their own.</summary>
    public async Task<(Visitor Visitor, Guid Person)> With(ShopRole role, string name)
    {
        var (id, token) = await Join(mall, shop, role, name);
        return (Browser(mall, token), id);
    }

    /// <summary>Another place of the shop.</summary>
    public async Task<Guid> Place(string slug)
    {
        var id = Ids.New(mall.Web.Clock);
        await mall.Web.Write<Done>(s =>
        {
            s.Db.Add(new Store
            {
                ShopId = shop.Id, Id = id, Slug = slug, Name = slug, TimeZone = "Europe/Paris", Hours = "Mo-Su 09:00-19:00", Position = 1,
                Address = new Address { Line1 = "2 rue du Four", Postcode = "41100", City = "Saint-Aubin", Country = Country.France },
            });
            return default(Done);
        });
        return id;
    }

    /// <summary>An order of a guest that the shop's courier brings, paid at the door.</summary>
    public async Task<string> Delivered(Guid variant)
    {
        var address = new PostalAddress("Camille Durand", "3 rue Basse", "41100", "Saint-Aubin", "FR");
        ShopChoice[] choices = [new(shop.Slug, "deliver", "on-delivery", Address: address)];
        PurchaseLine[] lines = [new(variant, 1)];
        var quote = await mall.Guest.Quote(new QuoteRequest(choices, Lines: lines));
        return (await mall.Guest.PlacePurchase(new PurchaseRequest(choices, ApiShop.Shopper, "fr", quote.Total, Lines: lines), Ids.New(mall.Web.Clock).ToString())).Orders[0].Code;
    }

    /// <summary>Takes steps of an order on its page.</summary>
    public async Task<Page> Steps(string code, params string[] steps)
    {
        var page = await visitor.Get(At("orders/" + code));
        foreach (var step in steps)
        {
            page = await visitor.Submit(page, $"form[action$='/steps']:has(input[value='{step}'])");
            page.Html.QuerySelector("#problems").ShouldBeNull(page.Words);
        }

        return page;
    }

    public void Dispose() => visitor.Dispose();

    private static Task<(Guid Person, string Token)> Join(ApiMall mall, ApiShop shop, ShopRole role, string name) => mall.Web.Write<(Guid, string)>(s =>
    {
        var person = People.Add(s, EmailAddress.Parse($"{Ids.New(mall.Web.Clock):N}@exemple.fr"), name, "fr", null, confirmed: true);
        Team.Grant(s, shop.Id, person.Id, role, null);
        return (person.Id, Sessions.Begin(s, person.Id, strong: true, "").Token);
    });

    private static Visitor Browser(ApiMall mall, string token)
    {
        var visitor = new Visitor(mall.Web);
        visitor.Cookies.Add(mall.Web.Origin, new Cookie(mall.Web.Get<SessionCookie>().Name, token));
        return visitor;
    }
}
