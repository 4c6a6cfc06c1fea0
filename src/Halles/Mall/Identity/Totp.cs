using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Halles.Mall.Identity;

/// <summary>Time-based one-time passwords: RFC 6238 with HMAC-SHA1, 30 seconds and 6 digits, which every application knows.</summary>
public static class Totp
{
    public const int SecretSize = 20;
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The number of the 30-second step of a moment.</summary>
    public static long Step(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step (RFC 4226, 5.3).</summary>
    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step of a typed code: the present one, the one before or after it, and later than the last that was used, so
    /// that a code works once. Null when it is none of them.
    /// </summary>
    public static long? Match(byte[] secret, string typed, DateTimeOffset now, long lastUsed)
    {
        var digits = new string([.. typed.Where(char.IsAsciiDigit)]);
        long? found = null;
        for (var step = Step(now) - 1; step <= Step(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.ASCII.GetBytes(digits)) && step > lastUsed)
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>A secret as people type it into an application (RFC 4648, base32 without padding).</summary>
    public static string Spell(byte[] secret)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < secret.Length * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++)
            {
                value = (value << 1) | (i < secret.Length * 8 ? (secret[i / 8] >> (7 - (i % 8))) & 1 : 0);
            }

            text.Append(Base32[value]);
        }

        return text.ToString();
    }

    /// <summary>What the QR code of the set-up says: the key URI that authenticator applications read.</summary>
    public static string Uri(byte[] secret, string mall, string account) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(mall)}:{System.Uri.EscapeDataString(account)}?secret={Spell(secret)}&issuer={System.Uri.EscapeDataString(mall)}";
}
