using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Content;

/// <summary>The pages that visitors read at one time, in their order. The same object as long as they are the same.</summary>
/// <param name="Until">When another appears by itself; null when none is scheduled.</param>
public sealed record VisiblePages(IReadOnlyList<WrittenPage> All, DateTimeOffset? Until)
{
    /// <summary>The page of this name in addresses; null when the operator wrote none.</summary>
    public WrittenPage? Find(string slug) => All.FirstOrDefault(p => p.Slug == slug);
}

/// <summary>The operator's pages as they stand now: in memory, read again when the change feed tells of them; pages are shown while the database is down.</summary>
public sealed class CurrentPages
{
    private readonly MallDatabase _database;
    private readonly TimeProvider _clock;
    private Kept? _kept;

    public CurrentPages(MallDatabase database, ChangeFollower follower, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        follower.Tell(change =>
        {
            if (change.Topic is Topic.Page)
            {
                Refresh();
            }
        });
    }

    /// <summary>They were read again: what shows them must be made anew.</summary>
    public event Action? Changed;

    /// <summary>What visitors read at this moment.</summary>
    public VisiblePages Now
    {
        get
        {
            var (kept, now) = (_kept ??= new Kept(Load()), _clock.GetUtcNow());
            return kept.Visible is { } seen && !(seen.Until <= now) ? seen : kept.Visible = At(kept.All, now);
        }
    }

    /// <summary>Reads them again now.</summary>
    public void Refresh()
    {
        _kept = new Kept(Load());
        Changed?.Invoke();
    }

    private static VisiblePages At(IReadOnlyList<WrittenPage> all, DateTimeOffset now) => new(
        [.. all.Where(p => p.Content.From <= now).GroupBy(p => p.Id).Select(g => g.MaxBy(p => p.Version)!).OrderBy(p => p.Content.Position).ThenBy(p => p.Slug, StringComparer.Ordinal)],
        all.Where(p => p.Content.From > now).Min(p => p.Content.From));

    // What was last worked out stays beside what it was worked out from, whoever reads them anew meanwhile.
    private sealed class Kept(IReadOnlyList<WrittenPage> all)
    {
        public IReadOnlyList<WrittenPage> All => all;

        public VisiblePages? Visible { get; set; }
    }

    // By plain SQL: who only looks around never needs EF, and the first answer comes without it.
    private List<WrittenPage> Load() => _database.Read(sql => ShownPages.Of(sql, _clock.GetUtcNow()));
}
