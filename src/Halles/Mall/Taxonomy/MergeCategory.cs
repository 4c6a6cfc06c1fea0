using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;

namespace Halles.Mall.Taxonomy;

/// <summary>
/// Makes a category part of another: what is below it, its products, attributes, names, addresses and numbers follow. Products follow
/// in small units, so that nobody waits; then the category is gone.
/// </summary>
public sealed class MergeCategory(MallDatabase database, MallWriter writer, FollowProducts follow)
{
    /// <summary>Why one cannot become part of the other; null when it can.</summary>
    public Problem? Wrong(Guid source, Guid target)
    {
        using var db = database.Read();
        var all = db.Set<Category>().ToList();
        return database.Read(sql => Wrong(sql, all, source, target));
    }

    /// <summary>Begins it, waits for the first products, and answers with the change, by which it is undone.</summary>
    public async Task<Result<Guid>> Run(Guid source, Guid target, Guid actor)
    {
        var begun = await writer.Write(s => Begin(s, source, target, actor), Lane.Office, EditTaxonomy.Lock).ConfigureAwait(false);
        if (begun.Ok)
        {
            await follow.Some(begun.Value).ConfigureAwait(false); // what the mall is too busy for is left to the job
        }

        return begun;
    }

    private static Problem? Wrong(SqlSession sql, List<Category> all, Guid source, Guid target)
    {
        if (source == target)
        {
            return TaxonomyProblems.Itself;
        }

        if (all.Find(c => c.Id == source) is null || all.Find(c => c.Id == target) is not { } into)
        {
            return CatalogueProblems.NoCategory;
        }

        var (below, _) = CategoryPlace.Below(all, source);
        return below.Contains(target) ? TaxonomyProblems.MergeBelow
            : all.Where(c => c.ParentId == source).Select(c => CategoryPlace.Wrong(sql, all, c.Id, target)).FirstOrDefault(p => p is not null) is { } problem ? problem
            : all.Exists(c => c.ParentId == target) && CategoryPlace.HasProducts(sql, source) ? TaxonomyProblems.MergeHasBelow.With(into.Name.First().Value)
            : null;
    }

    private static Result<Guid> Begin(WriteSession s, Guid source, Guid target, Guid actor)
    {
        var all = s.Db.Set<Category>().ToList();
        if (Wrong(s.Sql, all, source, target) is { } problem)
        {
            return problem;
        }

        if (CategoryChanges.Busy(s, source, target))
        {
            return TaxonomyProblems.ChangeRuns;
        }

        CategoryChanges.Forget(s);
        var named = s.Sql.List("SELECT DISTINCT shop_id FROM promotion_targets WHERE target_id = $1", r => r.Id(0), source); // it will be no more
        KeepToProducts.Of(s, MoveCategory.Sellers(s.Sql, all, source).Union(named), source, target, actor);
        KeepToProducts.InDrafts(s, source, target, actor);
        var (old, into, children) = (all.Find(c => c.Id == source)!, all.Find(c => c.Id == target)!, all.Where(c => c.ParentId == source).InOrder().ToList());
        var change = new CategoryChange
        {
            Id = s.NewId(), Kind = CategoryChangeKind.Merge, State = CategoryChangeState.Running, CategoryId = source, TargetId = target, Before = old.Copy(), TargetBefore = into.Copy(),
            Children = [.. children.Select(c => c.Id)], Aliases = [.. s.Db.Set<CategoryAlias>().Where(a => a.CategoryId == source).Select(a => a.Id)], Actor = actor, CreatedAt = s.Now,
        };
        s.Db.Add(change);
        into.Attributes = [.. into.Attributes.Union(old.Attributes, StringComparer.Ordinal)];
        var last = all.Where(c => c.ParentId == target).Select(c => c.Position + 1).DefaultIfEmpty(0).Max();
        foreach (var child in children)
        {
            FormerParent.Keep(s, child.Id, source);
            (child.ParentId, child.Position) = (target, last++);
        }

        s.Sql.Execute("UPDATE category_aliases SET category_id = $2 WHERE category_id = $1", source, target);
        KeepNames(s, old, target);
        s.Audit(new AuditEntry(actor, "merge-category", Guid.Empty, source, $"{old.Code} → {into.Code}"));
        s.Changed(Topic.Category, Guid.Empty, source);
        s.Changed(Topic.Category, Guid.Empty, target);
        FollowProducts.Ask(s, change.Id);
        return change.Id;
    }

    // One row holds the number, the names and the code; each other address has its own.
    private static void KeepNames(WriteSession s, Category old, Guid target)
    {
        foreach (var address in CategoryAddresses.Of(old))
        {
            var whole = address == old.Code;
            s.Sql.Execute("DELETE FROM category_aliases WHERE address = $1", address);
            s.Insert(new CategoryAlias { Id = s.NewId(), CategoryId = target, Address = address, FormerId = old.Id, GoogleId = whole ? old.GoogleId : null, Name = whole ? old.Name : [] });
        }
    }
}
