using System.Net.Sockets;
using System.Text;
using Halles.Kernel.Storage;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Hosting;

public sealed class ConnectionLimitsTests
{
    private const string Request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Fact]
    public async Task One_connection_more_than_are_allowed_is_closed_and_who_leaves_makes_room()
    {
        await using var mall = await Open(ConnectionLimits.Usual with { Most = 2 });
        using (var first = await Connect(mall))
        using (var second = await Connect(mall))
        {
            (await Ask(first, Request)).ShouldStartWith("HTTP/1.1 200");
            (await Ask(second, Request)).ShouldStartWith("HTTP/1.1 200");
            using var third = await Connect(mall);
            (await Ask(third, Request)).ShouldBeEmpty();
        }

        while (true)
        {
            using var next = await Connect(mall);
            if ((await Ask(next, Request)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            {
                return; // the server notices a moment later that they have gone
            }
        }
    }

    [Fact]
    public async Task Who_sends_headers_too_slowly_or_stays_silent_is_let_go()
    {
        await using var mall = await Open(ConnectionLimits.Usual with { Headers = TimeSpan.FromSeconds(1), Idle = TimeSpan.FromSeconds(1) });
        using var slow = await Connect(mall);
        (await Ask(slow, "GET /health/live HT")).ShouldStartWith("HTTP/1.1 408");
        using var silent = await Connect(mall);
        (await Ask(silent, Request)).ShouldStartWith("HTTP/1.1 200");
        (await Ask(silent, "")).ShouldBeEmpty();
    }

    [Fact]
    public void Variables_set_them_and_what_is_no_number_is_named()
    {
        ConnectionLimits.FromEnvironment(_ => null).ShouldBe(ConnectionLimits.Usual);
        ConnectionLimits.FromEnvironment(v => v == ConnectionLimits.MostVariable ? "500" : "7").ShouldBe(new ConnectionLimits(500, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7), 7));
        Should.Throw<CannotStart>(() => ConnectionLimits.FromEnvironment(v => v == ConnectionLimits.MostVariable ? "many" : null)).Message.ShouldStartWith("HALLES_CONNECTIONS=many");
    }

    private static Task<WebMall> Open(ConnectionLimits limits) => WebMall.Open(Engine.Sqlite, more: s => s.Configure<KestrelServerOptions>(k => limits.Apply(k.Limits)));

    private static async Task<TcpClient> Connect(WebMall mall)
    {
        var client = new TcpClient();
        await client.ConnectAsync(mall.Origin.Host, mall.Origin.Port);
        return client;
    }

    // What comes first; nothing when the connection is closed.
    private static async Task<string> Ask(TcpClient client, string request)
    {
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            var buffer = new byte[4096];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, patience.Token));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
