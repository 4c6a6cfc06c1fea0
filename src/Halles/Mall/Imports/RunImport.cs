using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;
using Halles.Mall.Stock;

namespace Halles.Mall.Imports;

/// <summary>Takes the products of a file into a shop, piece by piece: what is done is kept, so that it can be cut off and goes on.</summary>
public sealed class RunImport(MallDatabase database, MallWriter writer, Imports imports, CurrentSettings settings, EditProduct edit, AdjustStock stock, TimeProvider clock)
{
    /// <summary>Products in one unit of work: some tenth of a second, so that orders never wait long.</summary>
    private const int Together = 200;

    /// <summary>Goes on where the import is, to its end, until it is cancelled, or for a while.</summary>
    /// <param name="open">Opens the file from its beginning.</param>
    /// <param name="most">How long; what is left is done by calling it again.</param>
    /// <returns>The counts so far.</returns>
    public async Task<Result<Import>> Run(Guid shop, Guid id, Func<Result<SourceFile>> open, TimeSpan most, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        if (imports.Find(shop, id) is not { } import)
        {
            return ImportProblems.NoImport;
        }

        var opened = open();
        if (opened.Problem is { } unreadable)
        {
            return unreadable;
        }

        using var file = opened.Value;
        var prepared = Prepare(import, file);
        if (prepared.Problem is { } problem)
        {
            return problem;
        }

        var (fitting, target) = prepared.Value;
        var counts = import.Counts;
        var (began, position) = (clock.GetTimestamp(), import.Position);
        var recognise = new Recognise(shop, id, target.System, fitting.StoreOf);
        Task<Result<ImportCounts>>? writing = null;
        foreach (var some in Left(new SourceProducts(fitting).Of(file).Chunk(Together), position, recognise))
        {
            // The next are read while these are written.
            if (writing is not null)
            {
                var written = await writing.ConfigureAwait(false);
                if (written.Problem is { } failed)
                {
                    return failed;
                }

                counts = written.Value;
            }

            position += some.Length;
            var products = file.Share > 0 ? (int)(position / file.Share) : position;
            progress.Report((position, products));
            stop.ThrowIfCancellationRequested();
            if (clock.GetElapsedTime(began) > most)
            {
                return imports.Find(shop, id)!;
            }

            writing = Write(target, recognise, counts, some, position, products);
        }

        return writing is not null && (await writing.ConfigureAwait(false)).Problem is { } wrong ? wrong : (await End(shop, id).ConfigureAwait(false)).Problem is { } ended ? ended : imports.Find(shop, id)!;
    }

    /// <summary>What is not done yet. What is, is recognised as well, so that of two rows that are one product the second is told so all the same.</summary>
    private IEnumerable<(SourceProduct Source, Fitted? Fitted)[]> Left(IEnumerable<(SourceProduct Source, Fitted? Fitted)[]> all, int done, Recognise recognise)
    {
        foreach (var some in all)
        {
            var left = some.Skip(done).ToArray();
            List<Fitted> before = [.. some.Take(done).Select(p => p.Fitted).OfType<Fitted>()];
            done = Math.Max(0, done - some.Length);
            if (before.Count > 0)
            {
                recognise.Meet(before, database.Read(sql => recognise.Among(sql, before)));
            }

            if (left.Length > 0)
            {
                yield return left;
            }
        }
    }

    /// <summary>The word of the system that its file is of, when it can be taken in; else why not.</summary>
    public Result<string> Check(Import import)
    {
        var opened = imports.Open(import);
        if (opened.Problem is { } unreadable)
        {
            return unreadable;
        }

        using var file = opened.Value;
        var prepared = Prepare(import, file);
        return prepared.Problem is { } problem ? problem : file.System!;
    }

    private Result<(Fitting Fitting, ImportTarget Target)> Prepare(Import import, SourceFile file)
    {
        if (file.System is null && file.Map(import.Terms.Columns).Problem is { } unmapped)
        {
            return unmapped;
        }

        var fitting = Fitting.Into(import.ShopId, import.Position > 0 ? import.Terms : import.Terms with { Usual = null }, database, settings.Value);
        if (fitting.Problem is { } problem)
        {
            return problem;
        }

        return (fitting.Value, new ImportTarget(
            import.ShopId, import.Id, file.System!, fitting.Value.ShopLanguage, fitting.Value.Currency, settings.Value.Origin, import.Actor, TextRules.CanBeKept(import.FileName) ? import.FileName : null,
            System.Text.Json.JsonSerializer.Serialize(fitting.Value.Terms, Json.Stored)));
    }

    private async Task<Result<ImportCounts>> Write(ImportTarget target, Recognise recognise, ImportCounts before, (SourceProduct Source, Fitted? Fitted)[] some, int position, int products)
    {
        var fitted = some.Select(p => p.Fitted).OfType<Fitted>().ToList();
        List<Recognised?> found = [];
        var written = await writer.Write<ImportCounts>(s =>
        {
            var tally = new Tally(before); // the work may run again
            found = recognise.Among(s.Sql, fitted);
            var outcomes = new Queue<Outcome>(new ImportBatch(s, target, edit, stock).Write(fitted, found));
            foreach (var (source, kept) in some)
            {
                tally.Add(source, kept is null ? Outcome.Refused : outcomes.Dequeue());
            }

            Keep(s, target, tally.Take());
            if (s.Sql.Execute("UPDATE imports SET position = $3, counts = $4, products = $5, terms = $7, tries = 0 WHERE shop_id = $1 AND id = $2 AND state = 'Running' AND position = $6", target.Shop, target.Import, position, JsonOf(tally.Counts), products, position - some.Length, target.Terms) == 0)
            {
                return ImportProblems.NotNow; // cancelled meanwhile, or somebody else goes on with it: nothing of this piece stays
            }

            return tally.Counts;
        }, Lane.Office, EditProduct.Lock(target.Shop)).ConfigureAwait(false);
        if (written.Ok)
        {
            recognise.Meet(fitted, found);
        }

        return written;
    }

    private static void Keep(WriteSession s, ImportTarget target, List<(RowProblem Said, bool Refused)> remarks)
    {
        var number = remarks.Count == 0 ? 0 : (int)s.Sql.Scalar<long>("SELECT coalesce(max(number), 0) FROM import_remarks WHERE shop_id = $1 AND import_id = $2", target.Shop, target.Import);
        s.Insert(remarks.Select(r => new ImportRemark
        {
            ShopId = target.Shop, ImportId = target.Import, Number = ++number, Row = r.Said.Row, Field = r.Said.Column, Code = r.Said.Problem.Code, Message = r.Said.Problem.Message,
            Args = r.Said.Problem.Texts, Refused = r.Refused,
        }));
    }

    private Task<Result<Done>> End(Guid shop, Guid id) => writer.Write<Done>(s =>
    {
        s.Sql.Execute("UPDATE imports SET state = 'Done', ended_at = $3, products = position WHERE shop_id = $1 AND id = $2 AND state = 'Running'", shop, id, s.Now);
        s.Changed(Kernel.Changes.Topic.Shop, shop, shop);
        return default(Done);
    });

    private static string JsonOf(ImportCounts counts) => System.Text.Json.JsonSerializer.Serialize(counts, Json.Stored);
}
