using Halles.Kernel.Storage;

namespace Halles.Mall.Backups;

/// <summary>What the mall keeps of an original beside its bytes: a line of a backup's list.</summary>
internal sealed record OriginalRow(string Hash, string ContentType, int Width, int Height, DateTimeOffset At)
{
    private const int Page = 1_000;

    /// <summary>All of them, in the order of their hashes, read page by page.</summary>
    public static IEnumerable<OriginalRow> All(SqlSession sql)
    {
        byte[] last = [];
        List<OriginalRow> page;
        do
        {
            page = sql.List(
                $"SELECT hash, content_type, width, height, at FROM media.originals WHERE hash > $1 ORDER BY hash LIMIT {Page}",
                r => new OriginalRow(Convert.ToHexStringLower(r.Bytes(0)), r.Text(1), r.Int(2), r.Int(3), r.Instant(4)), last);
            foreach (var row in page)
            {
                yield return row;
            }

            last = page.Count == 0 ? last : Convert.FromHexString(page[^1].Hash);
        }
        while (page.Count == Page);
    }

    /// <summary>Its bytes, as the mall holds them.</summary>
    public byte[] Content(SqlSession sql) => sql.Scalar<byte[]>("SELECT content FROM media.originals WHERE hash = $1", Convert.FromHexString(Hash))!;

    /// <summary>Puts it back.</summary>
    public void PutBack(SqlSession sql, byte[] content) => sql.Execute(
        "INSERT INTO media.originals (hash, content_type, width, height, content, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO NOTHING",
        Convert.FromHexString(Hash), ContentType, Width, Height, content, At);
}
