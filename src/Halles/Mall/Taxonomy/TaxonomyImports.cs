using System.IO.Compression;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Taxonomy;

/// <summary>Imports of Google's taxonomy by the office: files are laid down, looked at, chosen from, and written in the background.</summary>
public sealed class TaxonomyImports(MallDatabase database, MallWriter writer, ApplyTaxonomy apply) : IJob
{
    /// <summary>The most files at once, one for each language.</summary>
    public const int MostFiles = 12;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Kind => "import-taxonomy";

    /// <summary>Reads several files, one for each language.</summary>
    public static Result<IReadOnlyList<GoogleTaxonomy>> Read(IEnumerable<(string Name, byte[] Content)> files)
    {
        var read = new List<GoogleTaxonomy>();
        foreach (var (name, content) in files)
        {
            var file = GoogleTaxonomy.Read(name, content);
            if (file.Problem is { } problem)
            {
                return problem;
            }

            if (read.Exists(r => r.Language == file.Value.Language))
            {
                return TaxonomyProblems.LanguageTwice.With(file.Value.Language);
            }

            read.Add(file.Value);
        }

        return read.Count == 0 ? FieldProblems.Missing : read;
    }

    /// <summary>Lays files down to be looked at, and forgets what was laid down long ago.</summary>
    public async Task<Result<Guid>> Lay(IReadOnlyList<(string Name, byte[] Content)> files, Guid actor) => Read(files).Problem is { } unreadable ? unreadable : await writer.Write<Guid>(s =>
    {
        s.Sql.Execute("DELETE FROM taxonomy_files WHERE import_id IN (SELECT id FROM taxonomy_imports WHERE created_at < $1 AND state <> 'Running')", s.Now - Kept);
        s.Sql.Execute("DELETE FROM taxonomy_imports WHERE created_at < $1 AND state <> 'Running'", s.Now - Kept);
        var import = new TaxonomyImport { Id = s.NewId(), State = TaxonomyImportState.Waiting, FileNames = [.. files.Select(f => f.Name)], Actor = actor, CreatedAt = s.Now };
        s.Insert(import);
        s.Insert(files.Select(f => new TaxonomyFile { ImportId = import.Id, FileName = f.Name, Content = Pack(f.Content) }));
        return import.Id;
    }).ConfigureAwait(false);

    /// <summary>The newest first.</summary>
    public List<TaxonomyImport> Newest(int most)
    {
        using var db = database.Read();
        return [.. db.Set<TaxonomyImport>().OrderByDescending(i => i.Id).Take(most)];
    }

    public TaxonomyImport? Find(Guid id)
    {
        using var db = database.Read();
        return db.Find<TaxonomyImport>(id);
    }

    /// <summary>The files of an import that waits or runs.</summary>
    public IReadOnlyList<GoogleTaxonomy> Files(Guid id)
    {
        using var db = database.Read();
        var files = db.Set<TaxonomyFile>().Where(f => f.ImportId == id).AsEnumerable().Select(f => (f.FileName, Unpack(f.Content))).ToList();
        return files.Count == 0 ? [] : Read(files).Value;
    }

    /// <summary>Chooses the branches that are wanted while it waits.</summary>
    public Task<Result<Done>> Choose(Guid id, IReadOnlyList<string> branches) => Step(id, [TaxonomyImportState.Waiting], (_, import) =>
    {
        import.Branches = branches;
        return default(Done);
    });

    /// <summary>Begins it in the background.</summary>
    public async Task<Result<Done>> Begin(Guid id)
    {
        if (Find(id) is not { } found)
        {
            return TaxonomyProblems.NoImport;
        }

        if (Files(id) is not { Count: > 0 } files)
        {
            return TaxonomyProblems.NotNow;
        }

        var plan = apply.Plan(files, found.Branches);
        return plan.Problem is { } problem ? problem : await Step(id, [TaxonomyImportState.Waiting], (s, import) =>
        {
            if (s.Db.Set<TaxonomyImport>().Any(i => i.State == TaxonomyImportState.Running))
            {
                return TaxonomyProblems.AnotherRuns;
            }

            (import.State, import.Total) = (TaxonomyImportState.Running, plan.Value.ToWrite);
            s.Audit(new AuditEntry(import.Actor, "import-taxonomy", Guid.Empty, Guid.Empty, string.Join(", ", import.FileNames)));
            s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
            JobQueue.Enqueue(s, Kind, import.Id);
            return default(Done);
        }).ConfigureAwait(false);
    }

    /// <summary>Stops it; what is written stays.</summary>
    public Task<Result<Done>> Cancel(Guid id) => Step(id, [TaxonomyImportState.Waiting, TaxonomyImportState.Running], (s, import) => End(s, import, TaxonomyImportState.Cancelled));

    /// <summary>Writes it, or goes on where it was.</summary>
    public async Task Run(string payload, CancellationToken stop)
    {
        var id = JsonSerializer.Deserialize<Guid>(payload, Json.Stored);
        if (Find(id) is not { State: TaxonomyImportState.Running } import)
        {
            return;
        }

        var ran = await apply.Run(Files(id), import.Branches, (s, some) => s.Sql.Execute("UPDATE taxonomy_imports SET written = written + $2 WHERE id = $1 AND state = 'Running'", id, some) == 1, new Progress<(int, int)>(), stop).ConfigureAwait(false);
        if (ran.Problem is { } problem)
        {
            if (problem.Code == TaxonomyProblems.NotNow.Code)
            {
                return; // cancelled
            }

            throw new InvalidOperationException($"The categories could not be written: {problem.Code}."); // tried again later: it goes on where it was
        }

        await Step(id, [TaxonomyImportState.Running], (s, done) => End(s, done, TaxonomyImportState.Done)).ConfigureAwait(false);
    }

    private static Result<Done> End(WriteSession s, TaxonomyImport import, TaxonomyImportState state)
    {
        (import.State, import.EndedAt) = (state, s.Now);
        s.Sql.Execute("DELETE FROM taxonomy_files WHERE import_id = $1", import.Id);
        return default(Done);
    }

    private Task<Result<Done>> Step(Guid id, TaxonomyImportState[] from, Func<WriteSession, TaxonomyImport, Result<Done>> change) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<TaxonomyImport>(id) is not { } import)
            {
                return TaxonomyProblems.NoImport;
            }

            if (!from.Contains(import.State))
            {
                return TaxonomyProblems.NotNow;
            }

            return change(s, import);
        },
        Lane.Office,
        EditTaxonomy.Lock);

    private static byte[] Pack(byte[] content)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        var content = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        brotli.CopyTo(content);
        return content.ToArray();
    }
}
