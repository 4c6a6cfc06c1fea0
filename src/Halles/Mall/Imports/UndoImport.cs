using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>Takes an import back in the background. A product that somebody changed since stays as it is.</summary>
public sealed class UndoImport(MallWriter writer, EditProduct edit) : IJob
{
    public const string Word = "undo-import";

    private const int Together = 100;

    public string Kind => Word;

    internal static void Ask(WriteSession s, Guid shop, Guid id) => JobQueue.Enqueue(s, Word, new ImportAsked(shop, id));

    public async Task Run(string payload, CancellationToken stop)
    {
        var asked = JsonSerializer.Deserialize<ImportAsked>(payload, Json.Stored)!;
        while (!stop.IsCancellationRequested)
        {
            var left = await writer.Write<int>(s => Some(s, asked), Lane.Office, EditProduct.Lock(asked.Shop)).ConfigureAwait(false);
            if (left.Problem is { } problem)
            {
                throw new InvalidOperationException(problem.Message);
            }

            if (left.Value == 0)
            {
                return;
            }
        }
    }

    private Result<int> Some(WriteSession s, ImportAsked asked)
    {
        var some = s.Sql.List(
            "SELECT product_id, before, version FROM imported_products WHERE shop_id = $1 AND import_id = $2 LIMIT $3",
            r => (Product: r.Id(0), Before: r.TextOrNull(1), Version: r.Long(2)), asked.Shop, asked.Id, Together);
        foreach (var (id, before, version) in some)
        {
            s.LetGo();
            if (s.Sql.Scalar<long?>("SELECT version FROM products WHERE shop_id = $1 AND id = $2", asked.Shop, id) == version)
            {
                TakeBack(s, asked.Shop, id, before is null ? null : JsonSerializer.Deserialize<ProductBefore>(before, Json.Stored));
            }

            s.Sql.Execute("DELETE FROM imported_products WHERE shop_id = $1 AND import_id = $2 AND product_id = $3", asked.Shop, asked.Id, id);
            s.Sql.Execute("DELETE FROM import_marks WHERE shop_id = $1 AND product_id = $2", asked.Shop, id);
        }

        if (some.Count == 0)
        {
            s.Sql.Execute("UPDATE imports SET state = 'Undone', ended_at = $3 WHERE shop_id = $1 AND id = $2 AND state = 'Undoing'", asked.Shop, asked.Id, s.Now);
            ImportFiles.Forget(s, asked.Shop, asked.Id);
        }

        return some.Count;
    }

    private void TakeBack(WriteSession s, Guid shop, Guid id, ProductBefore? before)
    {
        if (before is not null)
        {
            s.Whole(() => edit.Change(s, shop, id, before.Input, null, null)); // refused where a category or number is gone meanwhile: then it stays as it is
        }

        var state = before?.State ?? ProductState.Archived;
        if (s.Db.Find<Product>(shop, id)!.State != state)
        {
            ProductLife.Become(s, shop, id, state, null, null);
        }

        s.Saved();
    }
}
