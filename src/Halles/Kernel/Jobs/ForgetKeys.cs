using Halles.Kernel.Storage;

namespace Halles.Kernel.Jobs;

/// <summary>Forgets idempotency keys after sixty days: nobody repeats a request for longer than that.</summary>
internal sealed class ForgetKeys(MallWriter writer) : IJob
{
    /// <summary>How long a key binds.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    public string Kind => "forget-keys";

    public TimeSpan? Every => TimeSpan.FromHours(12);

    public async Task Run(string payload, CancellationToken stop) =>
        await writer.Write<int>(s => s.Sql.Execute("DELETE FROM idempotency_keys WHERE at < $1", s.Now - Kept)).ConfigureAwait(false);
}
