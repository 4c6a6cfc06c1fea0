using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Imports;

/// <summary>
/// Takes an import back in the background: products, variants, prices, stock, photos and marks are as they were, and what it made is
/// put away. A product that somebody changed since stays as it is; that, and whatever else could not be taken back, is told.
/// </summary>
public sealed class UndoImport(MallWriter writer, EditProduct edit, AdjustStock stock) : IJob
{
    public const string Word = "undo-import";

    private const int Together = 100;

    public string Kind => Word;

    internal static void Ask(WriteSession s, Guid shop, Guid id) => JobQueue.Enqueue(s, Word, new ImportAsked(shop, id));

    public Task Run(string payload, CancellationToken stop)
    {
        var asked = JsonSerializer.Deserialize<ImportAsked>(payload, Json.Stored)!;
        return ImportTries.Run(writer, asked, ImportState.Undoing, () => Run(asked, stop));
    }

    private async Task<Problem?> Run(ImportAsked asked, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var left = await writer.Write<int>(s => Some(s, asked), Lane.Office, EditProduct.Lock(asked.Shop)).ConfigureAwait(false);
            if (left.Problem is not null || left.Value == 0)
            {
                return left.Problem;
            }
        }

        return null;
    }

    private Result<int> Some(WriteSession s, ImportAsked asked)
    {
        if (s.Db.Set<Import>().AsNoTracking().FirstOrDefault(i => i.ShopId == asked.Shop && i.Id == asked.Id) is not { State: ImportState.Undoing } import)
        {
            return 0;
        }

        s.Sql.Execute("UPDATE imports SET tries = 0 WHERE shop_id = $1 AND id = $2", asked.Shop, asked.Id); // it gets on
        s.Sql.Execute("DELETE FROM photo_fetches WHERE shop_id = $1 AND import_id = $2", asked.Shop, asked.Id);
        var some = s.Db.Set<ImportedProduct>().AsNoTracking().Where(p => p.ShopId == asked.Shop && p.ImportId == asked.Id).OrderBy(p => p.ProductId).Take(Together).ToList();
        var number = some.Count == 0 ? 0 : (int)s.Sql.Scalar<long>("SELECT coalesce(max(number), 0) FROM import_remarks WHERE shop_id = $1 AND import_id = $2", asked.Shop, asked.Id);
        foreach (var product in some)
        {
            s.LetGo();
            var told = TakeBack(s, import, product);
            s.Insert(told.Select(problem => new ImportRemark
            {
                ShopId = asked.Shop, ImportId = asked.Id, Number = ++number, Row = product.Row, Field = "", Code = problem.Code, Message = problem.Message, Args = problem.Texts, Refused = true, ProductId = product.ProductId,
            }));
            s.Later.Add("DELETE FROM imported_products WHERE shop_id = $1 AND import_id = $2 AND product_id = $3", asked.Shop, asked.Id, product.ProductId);
        }

        if (some.Count == 0)
        {
            s.Sql.Execute("UPDATE imports SET state = 'Undone', ended_at = $3 WHERE shop_id = $1 AND id = $2 AND state = 'Undoing'", asked.Shop, asked.Id, s.Now);
            ImportFiles.Forget(s, asked.Shop, asked.Id);
            s.Changed(Kernel.Changes.Topic.Shop, asked.Shop, asked.Shop);
        }

        return some.Count;
    }

    /// <summary>Gives a product back as it was.</summary>
    /// <returns>What could not be taken back.</returns>
    private List<Problem> TakeBack(WriteSession s, Import import, ImportedProduct done)
    {
        if (s.Sql.Scalar<long?>("SELECT version FROM products WHERE shop_id = $1 AND id = $2", import.ShopId, done.ProductId) is not { } version)
        {
            return [];
        }

        if (version != done.Version)
        {
            return [ImportProblems.ChangedSince];
        }

        List<Problem> told = [];
        var before = done.Before is null ? null : JsonSerializer.Deserialize<ProductBefore>(done.Before, Json.Stored);
        var back = s.Whole(() => Product(s, import, done, before?.Input, before?.State ?? ProductState.Archived));
        if (before is not null && back.Problem?.Single.All(p => p.Code == CatalogueProblems.NotAReduction.Code || p.Code == CatalogueProblems.NothingBefore.Code) is true)
        {
            told.Add(ImportProblems.ReductionOver);
            back = s.Whole(() => Product(s, import, done, before.Input with { Variants = [.. before.Input.Variants.Select(v => v with { Reduced = false })] }, before.State));
        }

        if (back.Problem is { } problem)
        {
            return [.. problem.Single]; // its category is gone, or another has its number: it stays as the import left it
        }

        if (StockStep.Parse(done.Stock).Aggregate(true, (all, step) => step.TakeBack(s, stock, import.ShopId, null, TextRules.CanBeKept(import.FileName) ? import.FileName : null) && all) is false)
        {
            told.Add(ImportProblems.StockKept);
        }

        Unmark(s, import.ShopId, done.ProductId, before);
        if (before?.Version is { } was)
        {
            // It is again what an import before this made of it, so that one can be taken back as well.
            s.Later.Add(
                "UPDATE imported_products SET version = $4 WHERE shop_id = $1 AND product_id = $2 AND version = $3 AND import_id <> $5",
                import.ShopId, done.ProductId, was, s.Db.Find<Product>(import.ShopId, done.ProductId)!.Version, import.Id);
        }

        return told;
    }

    private Result<Done> Product(WriteSession s, Import import, ImportedProduct done, ProductInput? before, ProductState state)
    {
        if (before is not null)
        {
            ProductPhotos.TakeAway(s, import.ShopId, done.ProductId, (done.Photos ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (edit.Restore(s, import.ShopId, done.ProductId, before).Problem is { } problem)
            {
                return problem;
            }
        }

        return s.Db.Find<Product>(import.ShopId, done.ProductId)!.State == state ? default(Done) : ProductLife.Become(s, import.ShopId, done.ProductId, state, null, null);
    }

    // The next file is held against what the one before this said.
    private static void Unmark(WriteSession s, Guid shop, Guid product, ProductBefore? before) => _ = before switch
    {
        null => s.Sql.Execute("DELETE FROM import_marks WHERE shop_id = $1 AND product_id = $2", shop, product),
        { Key: { } key, Print: { } print } => s.Sql.Execute("UPDATE import_marks SET print = $3, said = $4 WHERE shop_id = $1 AND source_key = $2", shop, key, print, before.Said),
        _ => s.Sql.Execute("DELETE FROM import_marks WHERE shop_id = $1 AND source_key = $2", shop, before.Key ?? Guid.Empty),
    };
}
