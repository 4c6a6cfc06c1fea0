using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Imports;

/// <summary>The imports of a shop: a file is laid down, looked at, begun, cancelled, undone.</summary>
public sealed class Imports(MallDatabase database, MallWriter writer, TimeProvider clock)
{
    /// <summary>The largest file that a browser may send, in megabytes.</summary>
    public const int MostUploadMegabytes = 60;

    /// <summary>For how many days an import can be undone.</summary>
    public const int UndoDays = 7;

    /// <summary>Lays a file down for an import that waits.</summary>
    /// <param name="content">Whole; null where the file stands elsewhere and is given again to <see cref="RunImport"/>.</param>
    public Task<Result<Guid>> Lay(Guid shop, string fileName, byte[]? content, ImportTerms terms, Guid? actor)
    {
        if (content?.Length > MostUploadMegabytes * 1_000_000L)
        {
            return Task.FromResult<Result<Guid>>(ImportProblems.TooLarge.With(MostUploadMegabytes));
        }

        return writer.Write<Guid>(s =>
        {
            var import = new Import
            {
                ShopId = shop, Id = s.NewId(), FileName = fileName.Length > 200 ? fileName[..200] : fileName, State = ImportState.Waiting, Terms = terms, Actor = actor, CreatedAt = s.Now,
            };
            s.Insert(import);
            if (content is not null)
            {
                ImportFiles.Keep(s, shop, import.Id, content);
            }

            return import.Id;
        });
    }

    /// <summary>The file of an import, opened and, where its system is not known, mapped as the shop said.</summary>
    public Result<SourceFile> Open(Import import)
    {
        var file = SourceFile.Open(ImportFiles.Open(database, import.ShopId, import.Id));
        if (file.Ok && file.Value.System is null && import.Terms.Columns.Count > 0)
        {
            file.Value.Map(import.Terms.Columns);
        }

        return file;
    }

    /// <summary>Changes what was chosen while it waits.</summary>
    public Task<Result<Done>> Choose(Guid shop, Guid id, ImportTerms terms) => Step(shop, id, [ImportState.Waiting], (_, import) =>
    {
        import.Terms = terms;
        return null;
    });

    /// <summary>Begins it in the background.</summary>
    /// <param name="system">The word of the system that was found.</param>
    /// <param name="background">False where the caller itself runs it.</param>
    public Task<Result<Done>> Begin(Guid shop, Guid id, string system, bool background = true) => Step(shop, id, [ImportState.Waiting], (s, import) =>
    {
        if (Busy(s, shop))
        {
            return ImportProblems.AnotherRuns;
        }

        (import.State, import.System) = (ImportState.Running, system);
        Tell(s, import.Actor, "import-products", import);
        if (background)
        {
            ApplyImport.Ask(s, shop, id);
        }

        return null;
    });

    /// <summary>Goes on, in the background, with one that was given up.</summary>
    public Task<Result<Done>> GoOn(Guid shop, Guid id) => Step(shop, id, [ImportState.Failed], (s, import) =>
    {
        if (Busy(s, shop))
        {
            return ImportProblems.AnotherRuns;
        }

        (import.State, import.Tries, import.EndedAt, import.Failure) = (ImportState.Running, 0, null, null);
        ApplyImport.Ask(s, shop, id);
        return null;
    });

    /// <summary>Stops it; what is done stays, and can be undone.</summary>
    public Task<Result<Done>> Cancel(Guid shop, Guid id) => Step(shop, id, [ImportState.Waiting, ImportState.Running], (s, import) =>
    {
        (import.State, import.EndedAt) = (ImportState.Cancelled, s.Now);
        return null;
    });

    /// <summary>Takes back, in the background, what it did: what it made is archived, what it changed is as it was.</summary>
    public Task<Result<Done>> Undo(Guid shop, Guid id, Guid? actor) => Step(shop, id, [ImportState.Done, ImportState.Cancelled, ImportState.Failed], (s, import) =>
    {
        if (!import.IsHalfUndone && import.EndedAt + TimeSpan.FromDays(UndoDays) < s.Now)
        {
            return ImportProblems.TooLateToUndo.With(UndoDays);
        }

        (import.State, import.Tries, import.Failure) = (ImportState.Undoing, 0, null);
        Tell(s, actor, "undo-import", import);
        UndoImport.Ask(s, shop, id);
        return null;
    });

    /// <summary>
    /// What the shop chose for the last file of this system, or of the same columns where it is of none; for the first such file
    /// the columns are guessed.
    /// </summary>
    public ImportTerms Remembered(Guid shop, SourceFile file)
    {
        var names = file.Columns.Names.ToHashSet(StringComparer.Ordinal);
        var last = Of(shop).FirstOrDefault(i => i.System is not null && (file.System is { } system ? i.System == system && i.Terms.Columns.Count == 0 : i.Terms.Columns.Count > 0 && i.Terms.Columns.Values.All(names.Contains)));
        return last?.Terms ?? (file.System is null ? new ImportTerms { Columns = file.Guessed() } : new ImportTerms());
    }

    /// <summary>Of a shop, the newest first.</summary>
    public IReadOnlyList<Import> Of(Guid shop)
    {
        using var db = database.Read();
        return [.. db.Set<Import>().Where(i => i.ShopId == shop).OrderByDescending(i => i.Id).Take(50)];
    }

    /// <summary>One; null when the shop has none of this id.</summary>
    public Import? Find(Guid shop, Guid id)
    {
        using var db = database.Read();
        return db.Find<Import>(shop, id);
    }

    /// <summary>Whether the mall holds its file; else only whoever began it can go on with it.</summary>
    public bool HoldsFile(Import import) => database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM import_parts WHERE shop_id = $1 AND import_id = $2", import.ShopId, import.Id)) > 0;

    /// <summary>What was told of its rows, the refused first.</summary>
    /// <param name="from">How many to pass over.</param>
    public IReadOnlyList<ImportRemark> Remarks(Guid shop, Guid id, int from, int most)
    {
        using var db = database.Read();
        return [.. db.Set<ImportRemark>().Where(r => r.ShopId == shop && r.ImportId == id && r.ProductId == null).OrderByDescending(r => r.Refused).ThenBy(r => r.Number).Skip(from).Take(most)];
    }

    /// <summary>What an undo could not take back, or not wholly, by the names of the products.</summary>
    public IReadOnlyList<(string Name, Guid Product, ImportRemark Told)> Stayed(Guid shop, Guid id, int most = int.MaxValue)
    {
        using var db = database.Read();
        var stayed =
            from told in db.Set<ImportRemark>()
            join product in db.Set<Product>() on new { told.ShopId, Id = told.ProductId } equals new { product.ShopId, Id = (Guid?)product.Id }
            join text in db.Set<ProductText>() on new { product.ShopId, ProductId = product.Id, product.Language, Field = TextField.Name } equals new { text.ShopId, text.ProductId, text.Language, text.Field } into names
            from name in names.DefaultIfEmpty()
            where told.ShopId == shop && told.ImportId == id
            orderby told.Number
            select new ValueTuple<string, Guid, ImportRemark>(name == null ? product.Handle : name.Text, product.Id, told);
        return [.. stayed.Take(most)];
    }

    /// <summary>How many remarks there are of its rows, and of what an undo left.</summary>
    public (int OfRows, int OfUndo) CountRemarks(Guid shop, Guid id) => database.Read(sql => sql.List(
        "SELECT count(*), count(product_id) FROM import_remarks WHERE shop_id = $1 AND import_id = $2", r => ((int)(r.Long(0) - r.Long(1)), (int)r.Long(1)), shop, id)[0]);

    /// <summary>Photos of a shop that are still to come, and those that did not come.</summary>
    public (int Waiting, IReadOnlyList<PhotoFetch> Failed) Photos(Guid shop)
    {
        using var db = database.Read();
        return (db.Set<PhotoFetch>().Count(f => f.ShopId == shop && f.Problem == null), [.. db.Set<PhotoFetch>().Where(f => f.ShopId == shop && f.Problem != null).OrderBy(f => f.Id).Take(100)]);
    }

    /// <summary>Whether it can be undone now.</summary>
    public bool CanUndo(Import import) => import is { State: ImportState.Done or ImportState.Cancelled or ImportState.Failed, EndedAt: { } ended } && (import.IsHalfUndone || ended + TimeSpan.FromDays(UndoDays) > clock.GetUtcNow()) && import.Counts is not { ProductsCreated: 0, ProductsUpdated: 0 };

    private static bool Busy(WriteSession s, Guid shop) => s.Db.Set<Import>().Any(i => i.ShopId == shop && (i.State == ImportState.Running || i.State == ImportState.Undoing));

    // An import is nothing that anybody else sees; it is the shop of which something is done.
    private static void Tell(WriteSession s, Guid? actor, string action, Import import)
    {
        s.Audit(new AuditEntry(actor, action, import.ShopId, import.ShopId, import.FileName));
        s.Changed(Kernel.Changes.Topic.Shop, import.ShopId, import.ShopId);
    }

    // One at a time in a shop, and none while its products are changed by hand.
    private Task<Result<Done>> Step(Guid shop, Guid id, ImportState[] from, Func<WriteSession, Import, Problem?> change) => writer.Write<Done>(
        s => s.Db.Find<Import>(shop, id) is not { } import ? ImportProblems.NoImport
            : !from.Contains(import.State) ? ImportProblems.NotNow
            : change(s, import) is { } problem ? problem
            : default(Done),
        Lane.Office, EditProduct.Lock(shop));
}
