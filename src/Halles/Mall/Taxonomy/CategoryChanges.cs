using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Taxonomy;

/// <summary>A change of the taxonomy with what it is now.</summary>
/// <param name="Problem">Why it cannot be undone; null when it can.</param>
/// <param name="Target">Below which, or of which, the category is a part; null for an aisle or one that is gone.</param>
public sealed record CategoryChangeShown(CategoryChange Change, Category? Target, Problem? Problem);

/// <summary>The moves and merges that can be looked at and undone.</summary>
public sealed class CategoryChanges(MallDatabase database, MallWriter writer, FollowProducts follow)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The newest first, each with whether it can be undone.</summary>
    public List<CategoryChangeShown> Newest(int most)
    {
        using var db = database.Read();
        var all = db.Set<Category>().ToList();
        var changes = db.Set<CategoryChange>().OrderByDescending(c => c.Id).Take(most).ToList();
        return database.Read(sql => changes.ConvertAll(c => new CategoryChangeShown(c, all.Find(t => t.Id == c.TargetId), Wrong(sql, all, c))));
    }

    public CategoryChangeShown? Find(Guid id)
    {
        using var db = database.Read();
        var all = db.Set<Category>().ToList();
        return db.Find<CategoryChange>(id) is { } change ? database.Read(sql => new CategoryChangeShown(change, all.Find(t => t.Id == change.TargetId), Wrong(sql, all, change))) : null;
    }

    /// <summary>Puts a category back as it was, with the products that followed it and are still there.</summary>
    public async Task<Result<Done>> Undo(Guid id, Guid actor)
    {
        var begun = await writer.Write<Done>(
            s =>
            {
                if (s.Db.Find<CategoryChange>(id) is not { } change)
                {
                    return TaxonomyProblems.NoChange;
                }

                var all = s.Db.Set<Category>().ToList();
                if (Wrong(s.Sql, all, change) is { } problem)
                {
                    return problem;
                }

                if (change.Kind is CategoryChangeKind.Move)
                {
                    change.State = CategoryChangeState.Undone;
                    MoveCategory.Place(s, all, all.Find(c => c.Id == change.CategoryId)!, change.Before.ParentId, change.Before.Position, actor);
                    s.Saved();
                    KeepToProducts.GiveBack(s, change.CreatedAt, actor);
                }
                else
                {
                    Split(s, all, change, actor);
                }

                return default(Done);
            },
            Lane.Office,
            EditTaxonomy.Lock).ConfigureAwait(false);
        if (begun.Ok)
        {
            await follow.Some(id).ConfigureAwait(false);
        }

        return begun;
    }

    /// <summary>Whether products are still following one of these.</summary>
    internal static bool Busy(WriteSession s, params Guid[] categories) => s.Db.Set<CategoryChange>()
        .Where(c => c.State == CategoryChangeState.Running || c.State == CategoryChangeState.Undoing).AsEnumerable().Any(c => categories.Contains(c.CategoryId) || (c.TargetId is { } t && categories.Contains(t)));

    /// <summary>Forgets what nobody will undo any more.</summary>
    internal static void Forget(WriteSession s)
    {
        s.Sql.Execute("DELETE FROM category_change_products WHERE change_id IN (SELECT id FROM category_changes WHERE created_at < $1 AND state IN ('Done', 'Undone'))", s.Now - Kept);
        s.Sql.Execute("DELETE FROM category_changes WHERE created_at < $1 AND state IN ('Done', 'Undone')", s.Now - Kept);
    }

    private static Problem? Wrong(SqlSession sql, List<Category> all, CategoryChange change)
    {
        if (change.State is not CategoryChangeState.Done)
        {
            return change.State is CategoryChangeState.Undone ? TaxonomyProblems.NoChange : TaxonomyProblems.ChangeRuns;
        }

        var name = change.Before.Name.First().Value;
        if (change.Kind is CategoryChangeKind.Move)
        {
            return all.Find(c => c.Id == change.CategoryId) is not { } moved || moved.ParentId != change.TargetId ? TaxonomyProblems.TouchedSince.With(name)
                : CategoryPlace.Wrong(sql, all, moved.Id, change.Before.ParentId);
        }

        var target = all.Find(c => c.Id == change.TargetId);
        var addresses = new CategoryAddresses(all);
        return target is null || Text(target) != Text(change.TargetAfter) || change.Children.Any(id => all.Find(c => c.Id == id)?.ParentId != target.Id)
            ? TaxonomyProblems.TouchedSince.With((target ?? change.TargetBefore!).Name.First().Value)
            : all.Exists(c => c.GoogleId is { } google && google == change.Before.GoogleId) || change.Before.Slugs.Any(s => addresses.IsTaken(s.Key, s.Value, change.CategoryId)) || addresses.IsTaken("", change.Before.Code, change.CategoryId)
                ? TaxonomyProblems.TouchedSince.With(name)
            : CategoryPlace.Wrong(sql, all, null, change.Before.ParentId);
    }

    // Its place among those beside it is nothing that a merge changes.
    private static string Text(Category? category)
    {
        var copy = category?.Copy();
        if (copy is not null)
        {
            copy.Position = 0;
        }

        return JsonSerializer.Serialize(copy, Json.Stored);
    }

    private static void Split(WriteSession s, List<Category> all, CategoryChange change, Guid actor)
    {
        change.State = CategoryChangeState.Undoing;
        var shops = s.Sql.List("SELECT DISTINCT shop_id FROM category_change_products WHERE change_id = $1", r => r.Id(0), change.Id);
        var below = change.Children.SelectMany(child => MoveCategory.Sellers(s.Sql, all, child)); // a group's products stand in those below it
        KeepToProducts.Of(s, shops.Union(below), change.TargetId, change.Before.ParentId, actor);
        s.Sql.Execute("DELETE FROM category_aliases WHERE former_id = $1", change.CategoryId);
        foreach (var alias in change.Aliases)
        {
            s.Sql.Execute("UPDATE category_aliases SET category_id = $2 WHERE id = $1", alias, change.CategoryId);
        }

        s.Db.Add(change.Before.Copy());
        all.Find(c => c.Id == change.TargetId)!.Attributes = change.TargetBefore!.Attributes;
        foreach (var child in all.Where(c => change.Children.Contains(c.Id)))
        {
            FormerParent.Keep(s, child.Id, child.ParentId);
            child.ParentId = change.CategoryId;
        }

        s.Audit(new AuditEntry(actor, "split-category", Guid.Empty, change.CategoryId, change.Before.Code));
        s.Changed(Topic.Category, Guid.Empty, change.CategoryId);
        FollowProducts.Ask(s, change.Id);
    }
}
