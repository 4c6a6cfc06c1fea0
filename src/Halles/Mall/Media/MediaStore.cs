using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Media;

/// <summary>An original: its bytes, their type by content, and its size in pixels (0 × 0 for drawings).</summary>
public sealed record Original(string Hash, string ContentType, int Width, int Height, byte[] Content);

/// <summary>
/// Originals of photos, kept in the mall's own storage under the SHA-256 of their bytes, so that a backup is whole and
/// the same picture is kept once. Sizes made from them are a cache of files (see <c>Photos</c>).
/// </summary>
public sealed class MediaStore(MallDatabase database)
{
    /// <summary>The hash under which bytes are kept: SHA-256 in lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    /// <summary>Keeps an original in this transaction; keeping it twice is keeping it once.</summary>
    public static void Keep(WriteSession session, Original original) => session.Sql.Execute(
        "INSERT INTO media.originals (hash, content_type, width, height, content, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO NOTHING",
        Convert.FromHexString(original.Hash), original.ContentType, original.Width, original.Height, original.Content, session.Now);

    /// <summary>The original of this hash, or null.</summary>
    public Original? Find(string hash) => database.Read(sql => sql.List(
        "SELECT content_type, width, height, content FROM media.originals WHERE hash = $1",
        r => new Original(hash, r.Text(0), r.Int(1), r.Int(2), r.Bytes(3)), Convert.FromHexString(hash)).FirstOrDefault());
}
