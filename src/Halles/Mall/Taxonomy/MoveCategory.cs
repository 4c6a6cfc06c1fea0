using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;

namespace Halles.Mall.Taxonomy;

/// <summary>Puts a category, with all below it, below another one. Products stay in it; addresses stay too.</summary>
public sealed class MoveCategory(MallWriter writer)
{
    /// <summary>Moves it to the end of what is there, and answers with the change, by which it is undone.</summary>
    /// <param name="parent">Null for an aisle.</param>
    public Task<Result<Guid>> Run(Guid id, Guid? parent, Guid actor) => writer.Write<Guid>(
        s =>
        {
            var all = s.Db.Set<Category>().ToList();
            if (all.Find(c => c.Id == id) is not { } category)
            {
                return CatalogueProblems.NoCategory;
            }

            if ((category.ParentId == parent ? TaxonomyProblems.Itself : CategoryPlace.Wrong(s.Sql, all, id, parent)) is { } problem)
            {
                return problem;
            }

            CategoryChanges.Forget(s);
            var change = new CategoryChange { Id = s.NewId(), Kind = CategoryChangeKind.Move, State = CategoryChangeState.Done, CategoryId = id, TargetId = parent, Before = category.Copy(), Actor = actor, CreatedAt = s.Now };
            s.Db.Add(change);
            Place(s, all, category, parent, null, actor);
            return change.Id;
        },
        Lane.Office,
        EditTaxonomy.Lock);

    /// <summary>Stands a category somewhere else, at the end or where it was, in a unit that holds the taxonomy's lock.</summary>
    internal static void Place(WriteSession s, IReadOnlyCollection<Category> all, Category category, Guid? parent, int? position, Guid actor)
    {
        category.Position = position ?? all.Where(c => c.ParentId == parent && c.Id != category.Id).Select(c => c.Position + 1).DefaultIfEmpty(0).Max();
        KeepToProducts.Of(s, Sellers(s.Sql, all, category.Id), category.ParentId, parent, actor);
        FormerParent.Keep(s, category.Id, category.ParentId);
        category.ParentId = parent;
        s.Audit(new AuditEntry(actor, "move-category", Guid.Empty, category.Id, category.Code));
        s.Changed(Topic.Category, Guid.Empty, category.Id);
    }

    /// <summary>The shops with products, archived ones too, in a category or below it.</summary>
    internal static List<Guid> Sellers(SqlSession sql, IReadOnlyCollection<Category> all, Guid category) => sql.List(
        $"SELECT DISTINCT shop_id FROM products WHERE category_id {sql.Among(1)}", r => r.Id(0), sql.Ids(CategoryPlace.Below(all, category).Ids));
}
