using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Halles.Kernel;

namespace Halles.Mall.Identity;

/// <summary>
/// Passwords: PBKDF2 with HMAC-SHA512 (RFC 8018), at least the rounds that OWASP asks for. The text is normalised first
/// (NFKC, as NIST SP 800-63B asks), so that it is the same from every keyboard.
/// </summary>
public sealed class Passwords : IDisposable
{
    public const int Shortest = 10;
    public const int Longest = 200;
    private const string Version = "pbkdf2-sha512";
    private const int Rounds = 210_000;
    private const int SaltSize = 16;
    private const int HashSize = 64;

    // Hashing is slow on purpose; half of the cores stay free for everybody else.
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The hash to keep: <c>pbkdf2-sha512$rounds$salt$hash</c>.</summary>
    public async Task<string> Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = await Derive(password, salt, Rounds).ConfigureAwait(false);
        return $"{Version}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    /// <summary>Whether the password is the one of the hash. Without a hash the answer is no, after the same time.</summary>
    public async Task<bool> Verify(string? kept, string password)
    {
        if (kept?.Split('$') is not [Version, var rounds, var salt, var hash])
        {
            await Derive(password, new byte[SaltSize], Rounds).ConfigureAwait(false);
            return false;
        }

        var derived = await Derive(password, Convert.FromBase64String(salt), int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(hash));
    }

    /// <summary>True for a hash made by fewer rounds or another way than today's: it is made again when its owner signs in.</summary>
    public static bool IsOld(string kept) => !kept.StartsWith($"{Version}${Rounds}$", StringComparison.Ordinal);

    /// <summary>Why a new password cannot be taken; null when it can.</summary>
    public static Problem? Check(string? password, string? email, string? name)
    {
        if (password is null || Normalise(password) is not { } text || text.Any(char.IsControl))
        {
            return password is null ? IdentityProblems.PasswordShort.With(Shortest) : IdentityProblems.PasswordSymbol;
        }

        var length = text.EnumerateRunes().Count();
        return length < Shortest ? IdentityProblems.PasswordShort.With(Shortest)
            : length > Longest ? IdentityProblems.PasswordLong.With(Longest)
            : IsPersonal(text, email, name) ? IdentityProblems.PasswordPersonal
            : IsCommon(text) ? IdentityProblems.PasswordCommon
            : null;
    }

    public void Dispose() => _turns.Dispose();

    private static bool IsPersonal(string password, string? email, string? name)
    {
        var words = new List<string> { email ?? "", (email ?? "").Split('@')[0] };
        words.AddRange((name ?? "").Split([' ', '-', '\'', '’'], StringSplitOptions.RemoveEmptyEntries));
        return words.Any(w => w.Length >= 4 && password.Contains(w, StringComparison.CurrentCultureIgnoreCase));
    }

    // The list has few of ten characters: so what is left of a password without the digits and signs around it counts too.
    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        var core = lower.AsSpan().Trim("0123456789!?.,;:-_*#@$%&+=/ ").ToString();
        if (lower.Distinct().Count() < 4)
        {
            return true;
        }

        using var lines = new StreamReader(new GZipStream(typeof(Passwords).Assembly.GetManifestResourceStream("common-passwords.gz")!, CompressionMode.Decompress));
        while (lines.ReadLine() is { } common)
        {
            if (common.Equals(lower, StringComparison.OrdinalIgnoreCase) || common.Equals(core, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return core.Length == 0;
    }

    private async Task<byte[]> Derive(string password, byte[] salt, int rounds)
    {
        var text = Normalise(password) ?? "";
        await _turns.WaitAsync().ConfigureAwait(false);
        try
        {
            // A text beyond the longest is cut: nobody's password is that long, and hashing must not cost more for it.
            return await Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(text.Length > 4 * Longest ? text[..(4 * Longest)] : text, salt, rounds, HashAlgorithmName.SHA512, HashSize)).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static string? Normalise(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return null; // not Unicode: half of a surrogate pair
        }
    }
}
