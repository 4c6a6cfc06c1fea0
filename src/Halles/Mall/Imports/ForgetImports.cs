using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Imports;

/// <summary>
/// Forgets files, remarks and what stood before of imports that can no longer be undone, and of files that nobody took in. That
/// there was one, and its counts, stay; so do the marks by which the next file is known again.
/// </summary>
internal sealed class ForgetImports(MallWriter writer) : IJob
{
    public string Kind => "forget-imports";

    public TimeSpan? Every => TimeSpan.FromHours(12);

    public async Task Run(string payload, CancellationToken stop) => await writer.Write(Forget).ConfigureAwait(false);

    private static Result<Done> Forget(WriteSession s)
    {
        const string Old = "SELECT 1 FROM imports i WHERE i.shop_id = t.shop_id AND i.id = t.import_id AND i.state NOT IN ('Running', 'Undoing') AND coalesce(i.ended_at, i.created_at) < $1";
        var before = s.Now - TimeSpan.FromDays(Imports.UndoDays + 1);
        foreach (var table in (string[])["import_parts", "import_remarks", "imported_products"])
        {
            s.Sql.Execute($"DELETE FROM {table} AS t WHERE EXISTS ({Old})", before);
        }

        s.Sql.Execute("UPDATE imports SET state = 'Cancelled', ended_at = $2 WHERE state = 'Waiting' AND created_at < $1", before, s.Now);
        return default(Done);
    }
}
