using System.Text.Json;
using Halles.Kernel.Storage;

namespace Halles.Kernel.Jobs;

/// <summary>Does the background work of one kind. It may run twice (a node can die after the work and before saying so).</summary>
public interface IJob
{
    /// <summary>The kind of work, kebab-case.</summary>
    string Kind { get; }

    /// <summary>How often it comes back by itself; null for work that is asked for.</summary>
    TimeSpan? Every => null;

    /// <summary>Does the work; an exception has it tried again later.</summary>
    /// <param name="payload">What <see cref="JobQueue"/> was given, as JSON.</param>
    Task Run(string payload, CancellationToken stop);
}

/// <summary>One row of the job table.</summary>
/// <param name="Recurs">It comes back by itself, so that it is there as long as the mall.</param>
public sealed record JobRow(Guid Id, string Kind, string Payload, DateTimeOffset RunAt, int Attempts, bool GaveUp, string? LastError, DateTimeOffset CreatedAt, bool Recurs);

/// <summary>How much work goes wrong.</summary>
/// <param name="GivenUp">Given up after the last try, e-mails apart.</param>
/// <param name="MailsGivenUp">E-mails that no server took.</param>
/// <param name="Failing">Failed and to be tried again.</param>
public sealed record JobTroubles(int GivenUp, int MailsGivenUp, int Failing);

/// <summary>Background work kept in a table, so that it is asked for in the transaction of its cause and survives a restart.</summary>
public static class JobQueue
{
    /// <summary>How the key of work begins that comes back by itself.</summary>
    internal const string Recurring = "recurring:";

    private const string Mails = "send-mail";

    /// <summary>Asks for work once this transaction commits. With a key, the same work waits only once.</summary>
    public static void Enqueue<T>(WriteSession session, string kind, T payload, DateTimeOffset? at = null, string? key = null) =>
        session.Later.Add(
            "INSERT INTO jobs (id, kind, payload, unique_key, run_at, attempts, gave_up, created_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7) ON CONFLICT (unique_key) DO NOTHING",
            session.NewId(), kind, JsonSerializer.Serialize(payload, Json.Stored), key, at ?? session.Now, false, session.Now);

    /// <summary>What goes wrong, for operators: work that was given up, and work that failed and will be tried again.</summary>
    public static JobTroubles Troubles(MallDatabase database) => database.Read(sql => new JobTroubles(
        (int)sql.Scalar<long>("SELECT count(*) FROM jobs WHERE gave_up = $1 AND kind <> $2", true, Mails),
        (int)sql.Scalar<long>("SELECT count(*) FROM jobs WHERE gave_up = $1 AND kind = $2", true, Mails),
        (int)sql.Scalar<long>("SELECT count(*) FROM jobs WHERE gave_up = $1 AND attempts > 0", false)));

    internal static JobRow Row(SqlRows r) =>
        new(r.Id(0), r.Text(1), r.Text(2), r.Instant(3), r.Int(4), r.Bool(5), r.TextOrNull(6), r.Instant(7), r.TextOrNull(8)?.StartsWith(Recurring, StringComparison.Ordinal) == true);
}
