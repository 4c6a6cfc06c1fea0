using Halles.Mall.Identity;

namespace Halles.Testing;

/// <summary>Codes as an application for codes shows them.</summary>
internal static class TotpCodes
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648

    /// <summary>The code of a key as the page spells it, in groups or not.</summary>
    public static string Of(string key, DateTimeOffset now)
    {
        var bits = string.Concat(key.Where(c => !char.IsWhiteSpace(c)).Select(c => Convert.ToString(Base32.IndexOf(c), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2)).ToArray();
        return Totp.Code(secret, Totp.Step(now));
    }
}
