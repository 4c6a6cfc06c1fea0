using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Mail;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Mails;

/// <summary>The sample mall with all services and no server, in which a test runs the jobs itself. Tuesday 3 March 2026, nine in the morning.</summary>
internal sealed class LetterWorld : IDisposable
{
    public const string Origin = "https://halles.example", Email = "camille@example.org";
    private readonly ServiceProvider _services;

    private LetterWorld(TestMall mall)
    {
        Mall = mall;
        Sample = new SampleMall(mall, Origin);
        _services = MallHost.Services(mall.Database)
            .AddSingleton<TimeProvider>(mall.Clock).AddSingleton(mall.Feed).AddSingleton(mall.Writer).AddSingleton(mall.Secret)
            .BuildServiceProvider();
    }

    public TestMall Mall { get; }

    public SampleMall Sample { get; }

    public static async Task<LetterWorld> On(Engine engine)
    {
        var world = new LetterWorld(TestMall.On(engine));
        await world.Sample.Fill();
        return world;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Runs a recurring job once.</summary>
    public Task Run<TJob>()
        where TJob : IJob => _services.GetServices<IJob>().OfType<TJob>().Single().Run("", CancellationToken.None);

    public ShopChoice Collect(string shop, string? note = null) =>
        new() { ShopId = Sample.Id(shop), Way = FulfilmentKind.Collect, StoreId = Sample.Id(shop + "/premier"), PaymentMethod = "in-store", Note = note };

    public ShopChoice Brought(string shop, FulfilmentKind way, string payment) => new()
    {
        ShopId = Sample.Id(shop), Way = way, PaymentMethod = payment,
        Address = new Address { Name = "Camille Durand", Line1 = "8 rue des Tanneurs", Postcode = "41100", City = "Saint-Aubin", Country = Country.France },
    };

    /// <summary>Places a purchase of a guest.</summary>
    /// <param name="lines">Shop, product and quantity.</param>
    public async Task<PlacedPurchase> Buys(string language, ShopChoice[] choices, (string Shop, string Product, long Quantity)[] lines, string name = "Camille Durand")
    {
        var request = new PurchaseRequest
        {
            Shopper = Shopper.Guest(Ids.New(Mall.Clock)), Shops = choices, Language = language, ExpectedTotal = 0, Contact = new Contact(name, Email, "06 61 91 24 18"),
            Lines = [.. lines.Select(l => new WantedLine(Sample.Id($"{l.Shop}/{l.Product}/0"), l.Quantity))],
        };
        var price = Get<QuotePurchase>().Price(request);
        price.Problem.ShouldBeNull();
        var placed = await Get<PlaceOrder>().Run(request with { ExpectedTotal = price.Value.Total });
        placed.Problem.ShouldBeNull();
        return placed.Value;
    }

    /// <summary>Two loaves to be collected at the bakery.</summary>
    public async Task<PlacedOrder> BuysBread(string language = "fr") =>
        (await Buys(language, [Collect(SampleMall.Bakery)], [(SampleMall.Bakery, SampleMall.Bread, 2)])).Orders[0];

    /// <summary>Has all letters written that are due, and gives the one to an address whose subject holds these words. Blanks are plain.</summary>
    public async Task<MailMessage> Letter(string to, string subject)
    {
        while (await Get<JobWorker>().RunDue(CancellationToken.None) > 0)
        {
        }

        var mails = MailQueue.Newest(Mall.Database, 100).Where(m => m.To == to).ToList();
        var found = mails.Where(m => m.Subject.Contains(subject, StringComparison.Ordinal)).ToList();
        found.Count.ShouldBe(1, $"letters to {to}: {string.Join(" | ", mails.Select(m => m.Subject))}");
        return new MailMessage { Id = found[0].Id, To = to, Subject = Plain(found[0].Subject), Text = Plain(found[0].Text), Html = Plain(found[0].Html), CreatedAt = found[0].CreatedAt };
    }

    /// <summary>One column of an order.</summary>
    public string Column(PlacedOrder order, string name) => Mall.Scalar<string>($"SELECT {name} FROM orders WHERE id = $1", order.OrderId)!;

    public void Dispose()
    {
        Mall.Dispose(); // first, so that the writer is closed before its database
        _services.Dispose();
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
