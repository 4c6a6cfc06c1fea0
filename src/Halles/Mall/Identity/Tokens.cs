using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Halles.Mall.Identity;

/// <summary>Secrets of 32 random bytes that somebody else keeps (cookie, link, key); here only their hash stays.</summary>
internal static class Tokens
{
    /// <summary>A new token, as base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 is enough: a token of 256 random bits cannot be guessed from it.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
