using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;

namespace Halles.Mall.Bulk;

/// <summary>
/// Applies a planned change, or puts it back within a week. Each line is a unit of work of its own and is written down with
/// what it changes, so that a job may be killed anywhere and goes on where it was. What somebody else has changed since is
/// passed over, and says so.
/// </summary>
public sealed class RunBulkEdit(MallDatabase database, MallWriter writer, EditProduct products, AdjustStock stock) : IJob
{
    internal const string Name = "bulk-edit";

    /// <summary>How long a change can be undone, and is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    // So many are done while somebody waits for the page; the rest follows behind it.
    private const int AtOnce = 64;

    public string Kind => Name;

    /// <summary>Begins to change what was planned.</summary>
    public Task<Result<Done>> Apply(Guid shop, Guid edit, Guid actor) => Begin(shop, edit, actor, BulkState.Planned, BulkState.Applying);

    /// <summary>Begins to put back what was changed.</summary>
    public Task<Result<Done>> Undo(Guid shop, Guid edit, Guid actor) => Begin(shop, edit, actor, BulkState.Applied, BulkState.Undoing);

    /// <summary>Goes on with a change that was begun.</summary>
    public async Task Run(string payload, CancellationToken stop)
    {
        var work = JsonSerializer.Deserialize<Work>(payload, Json.Stored)!;
        var more = true;
        while (more)
        {
            stop.ThrowIfCancellationRequested();
            var some = await Some(work).ConfigureAwait(false);
            more = some.Ok ? some.Value : throw new InvalidOperationException($"A change of many products could not go on: {some.Problem!.Code}.");
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
            await Some(work).ConfigureAwait(false); // what the mall is too busy for is left to the job
        }

        return begun;
    }

    /// <summary>Does the next lines; false when there are none left, or the change is not under way.</summary>
    private async Task<Result<bool>> Some(Work work)
    {
        var (edit, lines) = database.Read(sql => ReadBulkEdits.Find(sql, work.ShopId, work.EditId) is { State: BulkState.Applying or BulkState.Undoing } found
            ? (found, ReadBulkEdits.Lines(sql, found, found.State is BulkState.Applying ? BulkLineState.Planned : BulkLineState.Applied, AtOnce))
            : (null, []));
        if (edit is null)
        {
            return false;
        }

        var done = await Task.WhenAll(lines.Select(l => One(edit, l, work.Actor))).ConfigureAwait(false);
        if (Array.Find(done, d => !d.Ok).Problem is { } problem)
        {
            return problem;
        }

        return lines.Count == AtOnce ? true : (await writer.Write(s => Finish(s, edit, lines), Lane.Office, LockKey.Of(LockKind.Shop, edit.ShopId)).ConfigureAwait(false)).Then(_ => false);
    }

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

    /// <summary>Changes one line or writes down why not; a problem only where the mall itself is busy.</summary>
    private async Task<Result<Done>> One(BulkEdit edit, BulkLine line, Guid actor)
    {
        var undo = edit.State is BulkState.Undoing;
        var (from, to) = undo ? (line.After, line.Before) : (line.Before, line.After);
        var done = await Change(edit, line, from, to, actor).ConfigureAwait(false);
        if (undo && edit.Change.Kind is BulkKind.Price && done.Problem?.Code is { } code && (code == CatalogueProblems.NotAReduction.Code || code == CatalogueProblems.NothingBefore.Code))
        {
            // The price goes back; the announcement would no longer be lawful.
            done = await Change(edit, line, from, BulkValues.Price(BulkValues.Price(to).Price, reduced: false), actor).ConfigureAwait(false);
        }

        return done.Problem is { } problem && problem != StorageProblems.Busy
            ? await writer.Write(s => Mark(s, line, undo ? BulkLineState.Stays : BulkLineState.Skipped, problem.Single[0].Code), Lane.Office, LockKey.Of(LockKind.Shop, edit.ShopId)).ConfigureAwait(false)
            : done;
    }

    private Task<Result<Done>> Change(BulkEdit edit, BulkLine line, string from, string to, Guid actor)
    {
        var after = edit.State is BulkState.Undoing ? BulkLineState.Undone : BulkLineState.Applied;
        return edit.Change.Kind is BulkKind.Stock
            ? writer.Write(s => Checked(s, edit, line, from, () => SetStock(s, edit, line, to, actor), after), Lane.Trade, stock.Locks(Count(edit, line, to, actor)))
            : writer.Write(s => Checked(s, edit, line, from, () => Set(s, edit, line, to, actor), after), Lane.Office, LockKey.Of(LockKind.Shop, edit.ShopId));
    }

    private static Result<Done> Checked(WriteSession s, BulkEdit edit, BulkLine line, string from, Func<Result<Done>> change, BulkLineState after)
    {
        if (s.Sql.Scalar<string>("SELECT state FROM bulk_lines WHERE shop_id = $1 AND edit_id = $2 AND position = $3", line.ShopId, line.EditId, line.Position) != line.State.ToString())
        {
            return default(Done); // the page and the job, or two jobs, are at the same lines: each is done once
        }

        if (BulkValues.Read(s.Sql, edit.ShopId, edit.Change, [line.ProductId]).Find(v => v.Variant == line.VariantId).Value != from)
        {
            return BulkProblems.ChangedSince;
        }

        var done = change();
        return done.Ok ? Mark(s, line, after, null) : done;
    }

    private Result<Done> Set(WriteSession s, BulkEdit edit, BulkLine line, string to, Guid actor) => edit.Change.Kind switch
    {
        BulkKind.Price => products.Price(s, edit.ShopId, line.VariantId!.Value, BulkValues.Price(to).Price, BulkValues.Price(to).Reduced, actor, null),
        BulkKind.Category => EditProduct.Category(s, edit.ShopId, line.ProductId, Guid.Parse(to), actor),
        BulkKind.Tax => EditProduct.TaxCategory(s, edit.ShopId, line.ProductId, to, actor),
        _ => ProductLife.Become(s, edit.ShopId, line.ProductId, Enum.Parse<ProductState>(to), actor, null),
    };

    private Result<Done> SetStock(WriteSession s, BulkEdit edit, BulkLine line, string to, Guid actor) => stock.Apply(s, Count(edit, line, to, actor)).Then<Done>(_ => default(Done));

    private static StockChange Count(BulkEdit edit, BulkLine line, string to, Guid actor) =>
        new(edit.ShopId, line.VariantId!.Value, edit.Change.StoreId!.Value, MovementReason.Count, BulkValues.Number(to), actor);

    private static Result<Done> Mark(WriteSession s, BulkLine line, BulkLineState state, string? problem)
    {
        s.Sql.Execute("UPDATE bulk_lines SET state = $4, problem = $5 WHERE shop_id = $1 AND edit_id = $2 AND position = $3 AND state = $6", line.ShopId, line.EditId, line.Position, state, problem, line.State);
        return default(Done);
    }

    private sealed record Work(Guid ShopId, Guid EditId, Guid Actor);
}
