using System.Net;
using System.Net.Sockets;
using System.Text;
using Halles.Kernel.Outgoing;

namespace Halles.Tests.Kernel.Outgoing;

public sealed class PublicHttpTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:db8::1")]
    public void Machines_that_are_not_public_are_never_asked(string address) => PublicHttp.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public void Public_machines_are(string address) => PublicHttp.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("http://127.0.0.1:9/x")]
    [InlineData("http://localhost:9/x")]
    [InlineData("http://[::1]:9/x")]
    [InlineData("http://2130706433:9/x")]
    public async Task A_name_or_number_that_leads_inside_is_refused(string address)
    {
        using var http = new PublicHttp();
        (await http.Get(new Uri(address), 1000, CancellationToken.None)).Problem!.Code.ShouldBe("fetch-not-public");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", null)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "fetch-refused")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "fetch-moved")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nhello", "fetch-large")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n1234567890123456789012345678901234567890123456789012345678901234\r\n0\r\n\r\n", "fetch-large")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", "fetch-unreachable")]
    [InlineData("nonsense", "fetch-unreachable")]
    public async Task What_a_server_may_answer(string answer, string? code)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new PublicHttp(_ => true);
        var asked = http.Get(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.jpg"), 60, CancellationToken.None);
        using (var client = await listener.AcceptTcpClientAsync())
        {
            await using var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[2000]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        }

        var result = await asked;
        result.Problem?.Code.ShouldBe(code);
        if (code is null)
        {
            Encoding.ASCII.GetString(result.Value).ShouldBe("hello");
        }
    }
}
