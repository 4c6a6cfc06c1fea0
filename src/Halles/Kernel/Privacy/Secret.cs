using System.Security.Cryptography;
using Halles.Kernel.Storage;

namespace Halles.Kernel.Privacy;

/// <summary>
/// The one secret outside the database: 32 bytes from the variable <c>HALLES_SECRET</c> (base64) or the file
/// <c>secret</c> in the data folder. It wraps Data Protection keys, persons' keys and second factors. All nodes share it.
/// </summary>
public sealed class Secret(byte[] key)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>True when there is one to load.</summary>
    public static bool IsThere(DataFolder folder) => Environment.GetEnvironmentVariable("HALLES_SECRET") is { Length: > 0 } || File.Exists(folder.Within("secret"));

    /// <summary>Loads the secret; a folder that has none gets one, readable by its owner only.</summary>
    /// <exception cref="CannotStart">The variable or file does not hold 32 bytes.</exception>
    public static Secret Load(DataFolder folder)
    {
        var file = folder.Within("secret");
        if (Environment.GetEnvironmentVariable("HALLES_SECRET") is { Length: > 0 } given)
        {
            return new Secret(Parse(given, "HALLES_SECRET"));
        }

        if (!File.Exists(file))
        {
            var fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            DurableFile.Write(file, System.Text.Encoding.ASCII.GetBytes(fresh), UnixFileMode.UserRead | UnixFileMode.UserWrite); // before anything is sealed with it
        }

        return new Secret(Parse(File.ReadAllText(file), file));
    }

    /// <summary>Encrypts with AES-256-GCM; <paramref name="purpose"/> is bound to it.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain) => Seal(key, purpose, plain);

    /// <summary>Decrypts what was sealed for the same purpose.</summary>
    /// <exception cref="CryptographicException">It was altered, or sealed by another secret or for another purpose.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> sealedBytes) => Open(key, purpose, sealedBytes);

    /// <summary>A code of 32 bytes that only holders of the secret can work out (HMAC-SHA-256), bound to its purpose.</summary>
    public byte[] Mac(string purpose, ReadOnlySpan<byte> data)
    {
        byte[] bound = [.. System.Text.Encoding.UTF8.GetBytes(purpose), 0, .. data];
        return HMACSHA256.HashData(key, bound);
    }

    internal static byte[] Seal(byte[] key, string purpose, ReadOnlySpan<byte> plain)
    {
        var result = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(result.AsSpan(0, NonceSize), plain, result.AsSpan(NonceSize, plain.Length), result.AsSpan(NonceSize + plain.Length), System.Text.Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    internal static byte[] Open(byte[] key, string purpose, ReadOnlySpan<byte> s)
    {
        if (s.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("Too short to have been sealed.");
        }

        var plain = new byte[s.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(s[..NonceSize], s[NonceSize..^TagSize], s[^TagSize..], plain, System.Text.Encoding.UTF8.GetBytes(purpose));
        return plain;
    }

    private static byte[] Parse(string text, string where)
    {
        var bytes = new byte[32];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var n) && n == 32
            ? bytes
            : throw new CannotStart($"{where} does not hold a secret of 32 bytes in base64. Put your copy of it back: without it nobody can sign in.");
    }
}
