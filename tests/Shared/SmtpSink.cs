using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Halles.Testing;

/// <summary>An SMTP server (RFC 5321) that takes everything and keeps it, unless it is told to refuse.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _taken = [];

    public SmtpSink()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The messages as they came, recipients first.</summary>
    public List<string> Taken
    {
        get
        {
            lock (_taken)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Asks for a user and a password (AUTH LOGIN, RFC 4954) and keeps them in base64.</summary>
    public bool WantsPassword { get; init; }

    /// <summary>Knows none of its readers, and says whom it does not know.</summary>
    public bool Refuses { get; init; }

    public List<string> SaidToSignIn { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Talk(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // closed
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 sink");
        var message = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO" when WantsPassword:
                    await writer.WriteLineAsync("250-sink\r\n250 AUTH LOGIN");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
                    SaidToSignIn.AddRange([line.Split(' ')[^1], await reader.ReadLineAsync() ?? ""]);
                    await writer.WriteLineAsync("235 in");
                    break;
                case "RCPT" when Refuses:
                    await writer.WriteLineAsync($"550 {line.Split(':')[^1]} is unknown here");
                    break;
                case "RCPT":
                    message.AppendLine(line);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync() is { } part && part != ".")
                    {
                        message.AppendLine(part);
                    }

                    lock (_taken)
                    {
                        _taken.Add(message.ToString());
                    }

                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
