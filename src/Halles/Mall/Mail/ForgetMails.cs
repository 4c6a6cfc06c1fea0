using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Mail;

/// <summary>Removes e-mails after thirty days: they hold names, orders and codes, and their readers have them.</summary>
internal sealed class ForgetMails(MallWriter writer) : IJob
{
    public string Kind => "forget-mails";

    public TimeSpan? Every => TimeSpan.FromHours(6);

    public async Task Run(string payload, CancellationToken stop) =>
        await writer.Write<int>(s => s.Sql.Execute("DELETE FROM mails WHERE created_at < $1", s.Now.AddDays(-30))).ConfigureAwait(false);
}
