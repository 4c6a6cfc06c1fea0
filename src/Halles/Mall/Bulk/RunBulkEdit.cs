using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;

namespace Halles.Mall.Bulk;

/// <summary>
/// Applies a planned change, or puts it back within a week. A unit of work changes some of the lines and writes down what became
/// of each, so that a job may be killed anywhere and goes on where it was, and nobody waits long behind it. What somebody else has
/// changed since is passed over, and says so.
/// </summary>
public sealed class RunBulkEdit(MallDatabase database, MallWriter writer, EditProduct products, AdjustStock stock) : IJob
{
    internal const string Name = "bulk-edit";

    /// <summary>How long a change can be undone, and is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    // So many lines to a unit: few while somebody waits for the page and where each takes long, so that who buys does not wait behind it.
    private const int Few = 64, Many = 256;

    public string Kind => Name;

    /// <summary>Begins to change what was planned.</summary>
    public Task<Result<Done>> Apply(Guid shop, Guid edit, Guid actor) => Begin(shop, edit, actor, BulkState.Planned, BulkState.Applying);

    /// <summary>Begins to put back what was changed.</summary>
    public Task<Result<Done>> Undo(Guid shop, Guid edit, Guid actor) => Begin(shop, edit, actor, BulkState.Applied, BulkState.Undoing);

    /// <summary>Goes on with a change that was begun.</summary>
    public async Task Run(string payload, CancellationToken stop)
    {
        var work = JsonSerializer.Deserialize<Work>(payload, Json.Stored)!;
        int? done = -1;
        while (done is { } last)
        {
            stop.ThrowIfCancellationRequested();
            var some = await Some(work, last, Many).ConfigureAwait(false);
            done = some.Ok ? some.Value : throw new InvalidOperationException($"A change of many products could not go on: {some.Problem!.Code}.");
        }
    }

    /// <summary>Forgets what can no longer be undone.</summary>
    internal static Result<Done> Forget(WriteSession s)
    {
        var old = s.Now - Kept - TimeSpan.FromDays(1);
        s.Sql.Execute("DELETE FROM bulk_lines WHERE EXISTS (SELECT 1 FROM bulk_edits e WHERE e.shop_id = bulk_lines.shop_id AND e.id = bulk_lines.edit_id AND e.created_at < $1 AND (e.applied_at IS NULL OR e.applied_at < $1))", old);
        s.Sql.Execute("DELETE FROM bulk_edits WHERE created_at < $1 AND (applied_at IS NULL OR applied_at < $1)", old);
        return default(Done);
    }

    private async Task<Result<Done>> Begin(Guid shop, Guid edit, Guid actor, BulkState from, BulkState to)
    {
        var work = new Work(shop, edit, actor);
        var begun = await writer.Write<Done>(s =>
        {
            if (ReadBulkEdits.Find(s.Sql, shop, edit) is not { } found)
            {
                return BulkProblems.None;
            }

            if (found.State != from)
            {
                return BulkProblems.Begun;
            }

            if (to is BulkState.Undoing && found.AppliedAt < s.Now - Kept)
            {
                return BulkProblems.TooLate;
            }

            s.Sql.Execute("UPDATE bulk_edits SET state = $3 WHERE shop_id = $1 AND id = $2", shop, edit, to);
            JobQueue.Enqueue(s, Name, work);
            return default(Done);
        }, Lane.Office, LockKey.Of(LockKind.Shop, shop)).ConfigureAwait(false);
        if (begun.Ok)
        {
            await Some(work, -1, Few).ConfigureAwait(false); // what the mall is too busy for is left to the job
        }

        return begun;
    }

    /// <summary>Does the lines after one of them, so many at most, and answers with the last; null when there are none left, or the change is not under way.</summary>
    private async Task<Result<int?>> Some(Work work, int last, int most)
    {
        if (database.Read(sql => ReadBulkEdits.Find(sql, work.ShopId, work.EditId)) is not { State: BulkState.Applying or BulkState.Undoing } edit)
        {
            return default(int?);
        }

        most = IsTracked(edit) ? Few : most;
        var lines = database.Read(sql => ReadBulkEdits.Lines(sql, edit, last, most));
        var done = await writer.Write(s => Change(s, edit, lines, work.Actor), edit.Change.Kind is BulkKind.Stock ? Lane.Trade : Lane.Office, Locks(edit, lines, work.Actor)).ConfigureAwait(false);
        return !done.Ok ? done.Problem!
            : lines.Count == most ? lines[^1].Position
            : (await writer.Write(s => Finish(s, edit, lines), Lane.Office, LockKey.Of(LockKind.Shop, edit.ShopId)).ConfigureAwait(false)).Then(_ => default(int?));
    }

    private LockKey[] Locks(BulkEdit edit, List<BulkLine> lines, Guid actor) =>
        [LockKey.Of(LockKind.Shop, edit.ShopId), .. edit.Change.Kind is BulkKind.Stock ? lines.SelectMany(l => stock.Locks(Count(edit, l, To(edit, l), actor))) : []];

    private static Result<Done> Finish(WriteSession s, BulkEdit edit, List<BulkLine> last)
    {
        var undone = edit.State is BulkState.Undoing;
        s.Sql.Execute(
            "UPDATE bulk_edits SET state = $3, applied_at = coalesce(applied_at, $4) WHERE shop_id = $1 AND id = $2 AND state = $5",
            edit.ShopId, edit.Id, undone ? BulkState.Undone : BulkState.Applied, s.Now, edit.State);
        foreach (var line in last.TakeLast(1))
        {
            s.Changed(Topic.Product, edit.ShopId, line.ProductId); // the page that shows how far it is looks again
        }

        return default(Done);
    }

    /// <summary>Changes each line, or writes down why not. A line that is refused leaves nothing, so that its neighbours can share the unit.</summary>
    private Result<Done> Change(WriteSession s, BulkEdit edit, List<BulkLine> lines, Guid actor)
    {
        // The page and the job, or two jobs, may be at the same lines: each is done once.
        var left = lines.Count == 0 ? [] : ReadBulkEdits.Lines(s.Sql, edit, lines[0].Position - 1, lines.Count).FindAll(l => l.Position <= lines[^1].Position);
        var now = BulkValues.Read(s.Sql, edit.ShopId, edit.Change, left.Select(l => l.ProductId).Distinct()).ToDictionary(v => (v.Product, v.Variant), v => v.Value);
        var undo = edit.State is BulkState.Undoing;
        foreach (var line in left)
        {
            var changed = now.GetValueOrDefault((line.ProductId, line.VariantId)) != (undo ? line.After : line.Before);
            var problem = changed ? BulkProblems.ChangedSince : One(s, edit, line, actor).Problem;
            s.Later.Add(
                "UPDATE bulk_lines SET state = $4, problem = $5 WHERE shop_id = $1 AND edit_id = $2 AND position = $3", line.ShopId, line.EditId, line.Position,
                (undo, problem) switch { (true, null) => BulkLineState.Undone, (true, _) => BulkLineState.Stays, (_, null) => BulkLineState.Applied, _ => BulkLineState.Skipped }, problem?.Single[0].Code);
            if (IsTracked(edit))
            {
                s.LetGo();
            }
        }

        return default(Done);
    }

    private Result<Done> One(WriteSession s, BulkEdit edit, BulkLine line, Guid actor)
    {
        var to = To(edit, line);
        var done = edit.Change.Kind is BulkKind.Stock ? stock.Apply(s, Count(edit, line, to, actor)).Then(_ => default(Done)) : Set(s, edit, line, to, actor);
        return edit is { State: BulkState.Undoing, Change.Kind: BulkKind.Price } && done.Problem?.Single[0].Code is { } code && (code == CatalogueProblems.NotAReduction.Code || code == CatalogueProblems.NothingBefore.Code)
            ? Set(s, edit, line, BulkValues.Price(BulkValues.Price(to).Price, reduced: false), actor) // the price goes back; the announcement would no longer be lawful
            : done;
    }

    private static bool IsTracked(BulkEdit edit) => edit.Change.Kind is BulkKind.Category or BulkKind.Tax or BulkKind.State;

    private static string To(BulkEdit edit, BulkLine line) => edit.State is BulkState.Undoing ? line.Before : line.After;

    private Result<Done> Set(WriteSession s, BulkEdit edit, BulkLine line, string to, Guid actor) => edit.Change.Kind switch
    {
        BulkKind.Price => products.Price(s, edit.ShopId, line.VariantId!.Value, BulkValues.Price(to).Price, BulkValues.Price(to).Reduced, actor, null),
        BulkKind.Category => EditProduct.Category(s, edit.ShopId, line.ProductId, Guid.Parse(to), actor),
        BulkKind.Tax => EditProduct.TaxCategory(s, edit.ShopId, line.ProductId, to, actor),
        _ => ProductLife.Become(s, edit.ShopId, line.ProductId, Enum.Parse<ProductState>(to), actor, null),
    };

    private static StockChange Count(BulkEdit edit, BulkLine line, string to, Guid actor) =>
        new(edit.ShopId, line.VariantId!.Value, edit.Change.StoreId!.Value, MovementReason.Count, BulkValues.Number(to), actor);

    private sealed record Work(Guid ShopId, Guid EditId, Guid Actor);
}
