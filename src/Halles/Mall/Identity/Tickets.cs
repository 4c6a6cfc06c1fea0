using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Privacy;

namespace Halles.Mall.Identity;

/// <summary>
/// What a browser carries from one step of signing in to the next: sealed by the mall's secret, so that any node opens
/// it and nobody else reads or alters it.
/// </summary>
internal sealed class Tickets(Secret secret, TimeProvider clock)
{
    private sealed record Content<T>(T Value, long Until);

    public string Seal<T>(string purpose, T value, TimeSpan life)
    {
        var content = new Content<T>(value, (clock.GetUtcNow() + life).Micros());
        return Base64Url.EncodeToString(secret.Seal("ticket " + purpose, JsonSerializer.SerializeToUtf8Bytes(content, Json.Stored)));
    }

    /// <summary>False when it was altered, sealed for another purpose, or is too old.</summary>
    public bool TryOpen<T>(string purpose, string? ticket, out T value)
    {
        value = default!;
        try
        {
            var plain = secret.Open("ticket " + purpose, Base64Url.DecodeFromChars(ticket ?? ""));
            var content = JsonSerializer.Deserialize<Content<T>>(Encoding.UTF8.GetString(plain), Json.Stored)!;
            value = content.Value;
            return content.Until > clock.GetUtcNow().Micros();
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
