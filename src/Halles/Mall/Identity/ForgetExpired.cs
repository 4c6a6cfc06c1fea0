using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Identity;

/// <summary>Removes sessions, links and accounts that were never confirmed, once they are of no use.</summary>
internal sealed class ForgetExpired(MallWriter writer) : IJob
{
    public string Kind => "forget-expired-sign-ins";

    public TimeSpan? Every => TimeSpan.FromHours(1);

    public async Task Run(string payload, CancellationToken stop) => await writer.Write<int>(s =>
        s.Sql.Execute("DELETE FROM sessions WHERE expires_at < $1", s.Now)
        + s.Sql.Execute("DELETE FROM email_links WHERE expires_at < $1", s.Now.AddDays(-1)) // kept a day to count how many an address was sent
        + s.Sql.Execute("DELETE FROM people WHERE email_confirmed_at IS NULL AND erased_at IS NULL AND created_at < $1", s.Now.AddDays(-7))).ConfigureAwait(false);
}
