using Halles.Kernel.Storage;

namespace Halles.Mall.Content;

/// <summary>
/// What visitors read of the pages that are not deleted: the newest state whose time has come. A draft, and a state that is to
/// come, leave the one that is there; one that was taken back before its time came is never read.
/// </summary>
internal static class ShownPages
{
    /// <summary>Of each page what is read at a moment, and what will be read after it as things stand. Neither for a draft that never was more.</summary>
    public static List<WrittenPage> Of(SqlSession sql, DateTimeOffset now)
    {
        var shown = new List<WrittenPage>();
        foreach (var page in sql.List(
            "SELECT id, slug, content, version FROM pages WHERE deleted_at IS NULL",
            r => new WrittenPage { Id = r.Id(0), Slug = r.Text(1), Content = r.Json<PageContent>(2), Version = r.Long(3) }))
        {
            if (page.Content.From is not null)
            {
                shown.Add(page);
            }

            if (!(page.Content.From <= now) && !page.Content.AfterDeletion && Before(sql, page) is { } earlier)
            {
                shown.Add(earlier);
            }
        }

        return shown;
    }

    private static WrittenPage? Before(SqlSession sql, WrittenPage page)
    {
        var versions = sql.List("SELECT version, content, at FROM page_versions WHERE page_id = $1 ORDER BY version DESC", r => (Version: r.Long(0), Content: r.Json<PageContent>(1), At: r.Instant(2)), page.Id);
        for (var i = 1; i < versions.Count; i++)
        {
            var (version, content, _) = versions[i];
            if (content.From <= versions[i - 1].At)
            {
                return new WrittenPage { Id = page.Id, Slug = content.Slug, Content = content, Version = version };
            }

            if (content.AfterDeletion)
            {
                return null;
            }
        }

        return null;
    }
}
