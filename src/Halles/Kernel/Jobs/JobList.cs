using Halles.Kernel.Storage;

namespace Halles.Kernel.Jobs;

/// <summary>How a piece of work stands.</summary>
public enum JobState
{
    /// <summary>It has not been tried since it last went well; it waits for its moment, or runs.</summary>
    Waiting,

    /// <summary>It failed and is tried again.</summary>
    Failing,

    /// <summary>It failed so often that it is tried no more.</summary>
    GivenUp,
}

/// <summary>Which work is looked at; null is any.</summary>
public sealed record JobFilter(string? Kind = null, JobState? State = null)
{
    internal string Sql => "($1 = '' OR kind = $1) AND " + State switch
    {
        JobState.Waiting => "gave_up <> $2 AND attempts = 0",
        JobState.Failing => "gave_up <> $2 AND attempts > 0",
        JobState.GivenUp => "gave_up = $2",
        _ => "gave_up IN ($2, NOT $2)",
    };
}

/// <summary>The background work as operators see it.</summary>
public static class JobList
{
    public const int PageSize = 50;

    // Whoever works on it now is let finish, else it would be done twice.
    private const string NotRunning = "(leased_until IS NULL OR leased_until < $3)";

    /// <summary>A page of it, given up first, then by time, and how many there are.</summary>
    /// <param name="page">From 1.</param>
    public static (List<JobRow> Rows, int Total) Page(MallDatabase database, JobFilter filter, int page) => database.Read(sql => (
        sql.List(
            $"SELECT id, kind, payload, run_at, attempts, gave_up, last_error, created_at, unique_key FROM jobs WHERE {filter.Sql} ORDER BY gave_up DESC, run_at, id LIMIT $3 OFFSET $4",
            JobQueue.Row, filter.Kind ?? "", true, PageSize, (page - 1L) * PageSize),
        (int)sql.Scalar<long>($"SELECT count(*) FROM jobs WHERE {filter.Sql}", filter.Kind ?? "", true)));

    /// <summary>The kinds of work that there are now.</summary>
    public static List<string> Kinds(MallDatabase database) => database.Read(sql => sql.List("SELECT DISTINCT kind FROM jobs ORDER BY kind", r => r.Text(0)));

    /// <summary>Has work that failed or was given up tried again now; false when there is none of this id, or it runs.</summary>
    public static bool Retry(WriteSession session, Guid id) => session.Sql.Execute(
        $"UPDATE jobs SET gave_up = $2, attempts = 0, run_at = $3, leased_until = NULL WHERE id = $1 AND {NotRunning}", id, false, session.Now) == 1;

    /// <summary>The same of all that the filter finds, and answers with how many.</summary>
    public static int Retry(WriteSession session, JobFilter filter) => session.Sql.Execute(
        $"UPDATE jobs SET gave_up = $4, attempts = 0, run_at = $3, leased_until = NULL WHERE {filter.Sql} AND (gave_up = $2 OR attempts > 0) AND {NotRunning}", filter.Kind ?? "", true, session.Now, false);

    /// <summary>
    /// Forgets a piece of work; false when there is none of this id, it runs, or it comes back by itself: that would be gone until a
    /// server starts again.
    /// </summary>
    public static bool Drop(WriteSession session, Guid id) => session.Sql.Execute(
        $"DELETE FROM jobs WHERE id = $1 AND (unique_key IS NULL OR unique_key NOT LIKE $2) AND {NotRunning}", id, JobQueue.Recurring + "%", session.Now) == 1;
}
