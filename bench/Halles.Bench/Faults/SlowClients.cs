using System.Net.Sockets;
using System.Text;

namespace Halles.Bench.Faults;

/// <summary>Thousands of connections that hardly move: some send a request header a letter at a time, some ask for pages and do not read them.</summary>
internal sealed class SlowClients : IAsyncDisposable
{
    private static readonly TimeSpan Letter = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpClient> _clients = [];
    private readonly List<Task> _running = [];

    /// <summary>How many are connected, or were until the server hung up.</summary>
    public int Count => _clients.Count;

    /// <summary>Connects so many.</summary>
    public async Task Begin(int count, int port, string page)
    {
        for (var i = 0; i < count; i++)
        {
            var client = new TcpClient { ReceiveBufferSize = 4 << 10 };
            await client.ConnectAsync("127.0.0.1", port);
            _clients.Add(client);
            _running.Add(i % 2 == 0 ? Trickle(client, page) : Ask(client, page));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _clients.ForEach(c => c.Dispose());
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private async Task Trickle(TcpClient client, string page)
    {
        try
        {
            foreach (var letter in Encoding.ASCII.GetBytes($"GET {page} HTTP/1.1\r\nHost: localhost\r\nX-Slow: {new string('a', 4000)}"))
            {
                await client.GetStream().WriteAsync(new[] { letter }, _stop.Token);
                await Task.Delay(Letter, _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The server hung up, as it should.
        }
    }

    private async Task Ask(TcpClient client, string page)
    {
        try
        {
            var request = string.Concat(Enumerable.Repeat($"GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n", 20));
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The server hung up.
        }
    }
}
