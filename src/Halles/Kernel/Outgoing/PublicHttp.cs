using System.Net;
using System.Net.Sockets;

namespace Halles.Kernel.Outgoing;

/// <summary>
/// Fetches by addresses that somebody else wrote (safety.md 8): only from public machines, looked at when the connection is
/// made, so that no name can lead inside; without redirects, proxies and cookies, with a limit of size and of time.
/// </summary>
public sealed class PublicHttp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;

    public PublicHttp()
        : this(IsPublic)
    {
    }

    /// <param name="allowed">Which machines may be asked.</param>
    internal PublicHttp(Func<IPAddress, bool> allowed) => _http = new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None, // what is small there stays small here
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, stop) => Connect(context.DnsEndPoint, allowed, stop),
    })
    { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "User-Agent", "Halles" }, { "Accept", "image/*" } } };

    /// <summary>The bytes that stand there, or why not.</summary>
    /// <param name="most">So many bytes at most.</param>
    public async Task<Result<byte[]>> Get(Uri address, int most, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                return (int)answer.StatusCode is >= 300 and < 400 ? OutgoingProblems.Moved : OutgoingProblems.Refused.With((int)answer.StatusCode);
            }

            if (answer.Content.Headers.ContentLength > most)
            {
                return OutgoingProblems.TooLarge.With(most / 1_000_000);
            }

            await using var body = await answer.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false) is > 0 and var read)
            {
                if (bytes.Length + read > most)
                {
                    return OutgoingProblems.TooLarge.With(most / 1_000_000);
                }

                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return OutgoingProblems.TooSlow;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return e.InnerException is NotPublic || e is NotPublic ? OutgoingProblems.NotPublic : OutgoingProblems.Unreachable;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Whether an address is of the public internet (IANA special-purpose registries; RFC 6890).</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        var b = address.GetAddressBytes();
        if (address.AddressFamily is AddressFamily.InterNetworkV6)
        {
            // Global unicast is 2000::/3; of it 6to4, Teredo and ORCHID carry other addresses, and 2001:db8::/32 is for books.
            return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x02) && !(b[0] == 0x20 && b[1] == 0x01 && (b[2] & 0xFE) == 0) && !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8);
        }

        return b[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => (b[1] & 0xC0) != 64, // carriers' own
            169 => b[1] != 254,
            172 => (b[1] & 0xF0) != 16,
            192 => !(b[1] == 168 || (b[1] == 0 && b[2] is 0 or 2) || (b[1] == 88 && b[2] == 99)),
            198 => !(b[1] is 18 or 19 || (b[1] == 51 && b[2] == 100)),
            203 => !(b[1] == 0 && b[2] == 113),
            _ => true,
        };
    }

    private static async ValueTask<Stream> Connect(DnsEndPoint to, Func<IPAddress, bool> allowed, CancellationToken stop)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, stop).ConfigureAwait(false);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => allowed(a)))
        {
            throw new NotPublic();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class NotPublic() : IOException("Not a public address.");
}

/// <summary>Why something could not be fetched.</summary>
public static class OutgoingProblems
{
    public static readonly Problem NotPublic = new("fetch-not-public", 422, "This address leads to no public server.");
    public static readonly Problem Unreachable = new("fetch-unreachable", 422, "The server did not answer.");
    public static readonly Problem TooSlow = new("fetch-slow", 422, "The server took too long.");
    public static readonly Problem TooLarge = new("fetch-large", 422, "It is larger than {0} MB.");
    public static readonly Problem Moved = new("fetch-moved", 422, "It was moved to another address. Use that one.");
    public static readonly Problem Refused = new("fetch-refused", 422, "The server answered {0}.");
}
