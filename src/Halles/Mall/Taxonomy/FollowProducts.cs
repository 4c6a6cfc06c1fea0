using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;

namespace Halles.Mall.Taxonomy;

/// <summary>
/// Has the products of a merged category follow it, or go back. Each unit of work takes some hundreds and holds their shops'
/// locks, so that it never comes between a merchant and a save; it may be cut off anywhere, and goes on.
/// </summary>
public sealed class FollowProducts(MallDatabase database, MallWriter writer) : IJob
{
    private const string Name = "follow-category";

    /// <summary>Products in one unit of work: some hundredths of a second.</summary>
    private const int Together = 300;

    // On PostgreSQL another node may be putting a product there while the category goes: such a one is fetched afterwards.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public string Kind => Name;

    internal static void Ask(WriteSession s, Guid change) => JobQueue.Enqueue(s, Name, change);

    public async Task Run(string payload, CancellationToken stop)
    {
        var change = JsonSerializer.Deserialize<Guid>(payload, Json.Stored);
        for (var more = true; more;)
        {
            stop.ThrowIfCancellationRequested();
            var some = await Some(change).ConfigureAwait(false);
            more = some.Ok ? some.Value : throw new InvalidOperationException($"Products could not follow their category: {some.Problem!.Code}.");
        }
    }

    /// <summary>Moves the next products; false when all have followed.</summary>
    internal async Task<Result<bool>> Some(Guid id)
    {
        if (Find(id) is not { Kind: CategoryChangeKind.Merge, State: not CategoryChangeState.Undone, TargetId: { } target } change)
        {
            return false;
        }

        var back = change.State is CategoryChangeState.Undoing;
        var (from, to) = back ? (target, change.CategoryId) : (change.CategoryId, target);
        var shops = database.Read(sql => Next(sql, change, from, back)).Select(p => p.Shop).Distinct().ToArray();
        return shops.Length == 0 && change.State is CategoryChangeState.Done ? false
            : shops.Length == 0
            ? (await writer.Write(s => Finish(s, change, from, back), Lane.Office, EditTaxonomy.Lock).ConfigureAwait(false)).Then(done => !done)
            : await writer.Write<bool>(s => Step(s, change, from, to, back, shops), Lane.Office, [.. shops.Select(shop => EditProduct.Lock(shop))]).ConfigureAwait(false);
    }

    private CategoryChange? Find(Guid id)
    {
        using var db = database.Read();
        return db.Find<CategoryChange>(id);
    }

    private static List<(Guid Shop, Guid Product)> Next(SqlSession sql, CategoryChange change, Guid from, bool back) => back
        ? sql.List("SELECT p.shop_id, p.id FROM category_change_products f JOIN products p ON p.shop_id = f.shop_id AND p.id = f.product_id WHERE f.change_id = $1 AND p.category_id = $2 ORDER BY f.shop_id LIMIT $3", r => (r.Id(0), r.Id(1)), change.Id, from, Together)
        : sql.List("SELECT shop_id, id FROM products WHERE category_id = $1 ORDER BY shop_id LIMIT $2", r => (r.Id(0), r.Id(1)), from, Together);

    private static Result<bool> Step(WriteSession s, CategoryChange change, Guid from, Guid to, bool back, Guid[] locked)
    {
        if (EditProduct.NoCategory(s.Sql, to) is { } problem)
        {
            return problem;
        }

        var products = Next(s.Sql, change, from, back).Where(p => locked.Contains(p.Shop)).ToList();
        foreach (var (shop, product) in products)
        {
            // What an import made or changed is as it left it, for its undo, although the mall has moved it.
            s.Later.Add("UPDATE imported_products SET version = version + 1 WHERE shop_id = $1 AND product_id = $2 AND version = (SELECT version FROM products WHERE shop_id = $1 AND id = $2)", shop, product);
            FormerCategory.Keep(s, shop, product, from);
            s.Later.Add("UPDATE products SET category_id = $3, version = version + 1, updated_at = $4 WHERE shop_id = $1 AND id = $2", shop, product, to, s.Now);
            s.Changed(Topic.Product, shop, product);
            if (!back)
            {
                s.Later.Add("INSERT INTO category_change_products (shop_id, change_id, product_id) VALUES ($1, $2, $3) ON CONFLICT (shop_id, change_id, product_id) DO NOTHING", shop, change.Id, product);
            }
        }

        s.Sql.Execute("UPDATE category_changes SET products = products + $2 WHERE id = $1", change.Id, back ? 0 : products.Count);
        return true;
    }

    /// <summary>Ends it where nothing is left; false when a product came meanwhile.</summary>
    private static Result<bool> Finish(WriteSession s, CategoryChange found, Guid from, bool back)
    {
        var change = s.Db.Find<CategoryChange>(found.Id)!;
        if (change.State != found.State)
        {
            return true;
        }

        if (back)
        {
            change.State = CategoryChangeState.Undone;
            s.Sql.Execute("DELETE FROM category_change_products WHERE change_id = $1", change.Id);
            KeepToProducts.GiveBack(s, change.CreatedAt, change.Actor);
            return true;
        }

        if (CategoryPlace.HasProducts(s.Sql, from))
        {
            return false;
        }

        s.Sql.Execute(
            "INSERT INTO former_parents (category_id, parent_id, until) SELECT id, parent_id, $2 FROM categories WHERE id = $1 OR parent_id = $1 ON CONFLICT (category_id, until) DO NOTHING", from, s.Now);
        s.Sql.Execute("UPDATE categories SET parent_id = $2 WHERE parent_id = $1", from, change.TargetId);
        s.Sql.Execute("DELETE FROM categories WHERE id = $1", from);
        (change.State, change.TargetAfter) = (CategoryChangeState.Done, s.Db.Find<Category>(change.TargetId!.Value)?.Copy());
        s.Changed(Topic.Category, Guid.Empty, from);
        JobQueue.Enqueue(s, Name, change.Id, s.Now + Late);
        return true;
    }
}
