using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Content;

/// <summary>The operator writes pages. Every state is kept, so that each change, and a deletion, can be undone.</summary>
public sealed class EditPages(MallDatabase database, MallWriter writer)
{
    private const int MostTitle = 150, MostBody = 50_000, MostPosition = 999;

    /// <summary>A page; null when there is none of this id.</summary>
    public WrittenPage? Find(Guid id)
    {
        using var db = database.Read();
        return db.Find<WrittenPage>(id);
    }

    /// <summary>All pages in their order, the deleted ones last.</summary>
    public List<WrittenPage> List()
    {
        using var db = database.Read();
        return [.. db.Set<WrittenPage>().AsEnumerable().OrderBy(p => p.DeletedAt is not null).ThenBy(p => p.Content.Position).ThenBy(p => p.Slug, StringComparer.Ordinal)];
    }

    /// <summary>What visitors read of each page at a moment; it may be older than what was last kept.</summary>
    public Dictionary<Guid, WrittenPage> Read(DateTimeOffset now) =>
        database.Read(sql => ShownPages.Of(sql, now)).Where(p => p.Content.From <= now).GroupBy(p => p.Id).ToDictionary(g => g.Key, g => g.MaxBy(p => p.Version)!);

    /// <summary>What a page was, the newest first.</summary>
    public List<PageVersion> Versions(Guid page, int most)
    {
        using var db = database.Read();
        return [.. db.Set<PageVersion>().Where(v => v.PageId == page).OrderByDescending(v => v.Version).Take(most)];
    }

    /// <summary>Keeps a page and answers with its id.</summary>
    /// <param name="id">Null for a new one.</param>
    /// <param name="version">The state that was edited; another one meanwhile is <see cref="StorageProblems.Stale"/>.</param>
    public async Task<Result<Guid>> Save(Guid? id, PageContent content, long version, Guid actor)
    {
        var tidy = Checked(content);
        return tidy.Problem is { } problem ? problem : await writer.Write(s => Save(s, id, tidy.Value, version, actor)).ConfigureAwait(false);
    }

    /// <summary>Makes a page again what it was at a version; that is a new version, and can be undone likewise. A deleted one is there again.</summary>
    public Task<Result<Done>> Restore(Guid id, long version, Guid actor) => writer.Write<Done>(s =>
        s.Db.Find<WrittenPage>(id) is { } page && s.Db.Find<PageVersion>(id, version) is { } was
            ? Keep(s, page, was.Content, actor, "restore-page") is { } problem ? problem : default(Done)
            : PageProblems.None);

    /// <summary>Deletes a page; visitors find it no longer, or the built-in one again.</summary>
    public Task<Result<Done>> Delete(Guid id, Guid actor) => writer.Write<Done>(s =>
    {
        if (s.Db.Find<WrittenPage>(id) is not { } page)
        {
            return PageProblems.None;
        }

        page.DeletedAt ??= s.Now;
        Tell(s, page, actor, "delete-page");
        return default(Done);
    });

    /// <summary>Undoes a deletion.</summary>
    public Task<Result<Done>> BringBack(Guid id, Guid actor) => writer.Write<Done>(s =>
    {
        if (s.Db.Find<WrittenPage>(id) is not { } page)
        {
            return PageProblems.None;
        }

        if (Taken(s, page.Id, page.Slug))
        {
            return PageProblems.SlugTaken;
        }

        page.DeletedAt = null;
        // Until its own state appears, visitors read an earlier one, which may have another address.
        if (ShownPages.Of(s.Saved(), s.Now).Where(p => p.Id == page.Id).Any(p => Taken(s, p.Id, p.Slug)))
        {
            return PageProblems.SlugTaken;
        }

        Tell(s, page, actor, "bring-page-back");
        return default(Done);
    });

    /// <summary>The page as it would be kept, or what is wrong with it.</summary>
    public static Result<PageContent> Checked(PageContent content)
    {
        var check = new FieldChecks();
        var slug = content.Slug.Trim();
        check.Add("slug", slug.Length > 0 && Slug.From(slug) == slug ? null : PageProblems.Slug);
        var (title, body) = (check.Texts("title", content.Title, MostTitle), check.Texts("body", content.Body, MostBody));
        foreach (var half in title.Keys.Except(body.Keys))
        {
            check.Add("body." + half, PageProblems.Half);
        }

        foreach (var half in body.Keys.Except(title.Keys))
        {
            check.Add("title." + half, PageProblems.Half);
        }

        check.Add("title." + content.Title.Keys.FirstOrDefault(""), title.Count + body.Count == 0 ? PageProblems.NoText : null);
        check.Number("position", content.Position, 0, MostPosition);
        return check.Problem is { } problem ? problem : content with { Slug = slug, Title = title, Body = body };
    }

    private static Result<Guid> Save(WriteSession s, Guid? id, PageContent content, long version, Guid actor)
    {
        var page = id is { } known ? s.Db.Find<WrittenPage>(known) : null;
        if (id is not null && page is null)
        {
            return PageProblems.None;
        }

        if (page is not null && page.Version != version)
        {
            return StorageProblems.Stale;
        }

        if (page is null)
        {
            page = new WrittenPage { Id = s.NewId(), Slug = content.Slug, Content = content, Version = 0 };
            s.Db.Add(page);
        }

        return Keep(s, page, content, actor, "edit-page") is { } problem ? problem : page.Id;
    }

    private static Problem? Keep(WriteSession s, WrittenPage page, PageContent content, Guid actor, string action)
    {
        if (Taken(s, page.Id, content.Slug))
        {
            return PageProblems.SlugTaken;
        }

        content = content with { AfterDeletion = page.DeletedAt is not null };
        (page.Slug, page.Content, page.Version, page.DeletedAt) = (content.Slug, content, page.Version + 1, null);
        s.Db.Add(new PageVersion { PageId = page.Id, Version = page.Version, Content = content, Actor = actor, At = s.Now });
        Tell(s, page, actor, action);
        return null;
    }

    // Also by what another page says until its new state appears.
    private static bool Taken(WriteSession s, Guid page, string slug) =>
        s.Db.Set<WrittenPage>().Any(p => p.Slug == slug && p.Id != page && p.DeletedAt == null) || ShownPages.Of(s.Sql, s.Now).Exists(p => p.Slug == slug && p.Id != page);

    private static void Tell(WriteSession s, WrittenPage page, Guid actor, string action)
    {
        s.Audit(new AuditEntry(actor, action, Guid.Empty, page.Id, page.Slug));
        s.Changed(Topic.Page, Guid.Empty, page.Id);
    }
}
