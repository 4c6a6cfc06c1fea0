using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Bulk;

/// <summary>Registers changes of many products at once.</summary>
public static class BulkModule
{
    public static IServiceCollection AddBulk(this IServiceCollection services) => services
        .AddSingleton<PlanBulkEdit>()
        .AddSingleton<PlanStockFile>()
        .AddSingleton<WriteStockFile>()
        .AddSingleton<RunBulkEdit>()
        .AddSingleton<ReadBulkEdits>()
        .AddSingleton<IJob>(s => s.GetRequiredService<RunBulkEdit>())
        .AddSingleton<IJob, ForgetBulkEdits>();
}

/// <summary>Forgets changes that can no longer be undone.</summary>
internal sealed class ForgetBulkEdits(MallWriter writer) : IJob
{
    public string Kind => "forget-bulk-edits";

    public TimeSpan? Every => TimeSpan.FromHours(12);

    public async Task Run(string payload, CancellationToken stop) => await writer.Write(RunBulkEdit.Forget).ConfigureAwait(false);
}
