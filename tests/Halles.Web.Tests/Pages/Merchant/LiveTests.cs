using System.Net.ServerSentEvents;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

/// <summary>The events of a screen behind the counter.</summary>
public sealed class LiveTests
{
    [Theory, OnBothEngines]
    public async Task Only_an_order_that_was_just_placed_rings(Engine engine)
    {
        using var desk = await DeskWorld.Open(engine);
        var variant = await desk.Shop.Sells("Pain", 480);
        using var answer = await desk.Visitor.Http.GetAsync(desk.At("live"), HttpCompletionOption.ResponseHeadersRead);
        await using var events = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
        (await Next(events)).EventType.ShouldBe("beat");

        var (placed, _, _) = await desk.Shop.Sold(variant);
        var code = placed.Orders[0].Code;
        var order = desk.Mall.Web.Database.Read(sql => sql.List("SELECT id FROM orders WHERE code = $1", r => r.Id(0), code).Single());
        await Until(events, "order", order);
        (await desk.Shop.Client.Step(code, new StepRequest("accept"), Ids.New(desk.Mall.Web.Clock).ToString())).State.ShouldBe("accepted");
        await Until(events, "change", order);
    }

    // Other changes, of stock or settings, may come between; one of this order must be of the expected kind.
    private static async Task Until(IAsyncEnumerator<SseItem<string>> events, string kind, Guid order)
    {
        SseItem<string> next;
        do
        {
            next = await Next(events);
        }
        while (next.Data != order.ToString());

        next.EventType.ShouldBe(kind);
    }

    private static async Task<SseItem<string>> Next(IAsyncEnumerator<SseItem<string>> events)
    {
        (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        return events.Current;
    }
}
