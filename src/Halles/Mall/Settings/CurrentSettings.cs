using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.Extensions.Hosting;

namespace Halles.Mall.Settings;

/// <summary>The mall's settings as they stand now: in memory, read again when the change feed tells of them.</summary>
public sealed class CurrentSettings(MallDatabase database, ChangeFeed feed) : BackgroundService
{
    private MallSettings? _value;

    /// <summary>The present settings.</summary>
    /// <exception cref="CannotStart">The database holds no mall yet.</exception>
    public MallSettings Value => _value ??= Load() ?? throw new CannotStart("There is no mall here yet. Make one with: halles init");

    /// <summary>True when the database holds a mall.</summary>
    public bool Exist => _value is not null || (_value = Load()) is not null;

    /// <summary>Writes settings; the first time, this makes the mall.</summary>
    public static Result<Done> Save(WriteSession session, MallSettings settings, Guid? by)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(settings, Json.Stored);
        session.Sql.Execute(
            "INSERT INTO settings (id, data, version) VALUES (1, $1, 1) ON CONFLICT (id) DO UPDATE SET data = excluded.data, version = settings.version + 1", json);
        session.Changed(Topic.Settings, Guid.Empty, Guid.Empty);
        session.Audit(new Kernel.Auditing.AuditEntry(by, "change-settings", Guid.Empty, Guid.Empty));
        return default(Done);
    }

    /// <summary>Reads them again now.</summary>
    public void Refresh() => _value = Load();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        FeedPosition? seen = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                seen ??= feed.Newest();
                foreach (var change in feed.After(seen.Value))
                {
                    seen = change.Position;
                    if (change.Topic is Topic.Settings)
                    {
                        Refresh();
                    }
                }

                await feed.WaitForMore(stoppingToken).ConfigureAwait(false);
            }
            catch (System.Data.Common.DbException)
            {
                await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the database is down; the settings in memory hold
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private MallSettings? Load() => database.Read(sql => sql.List("SELECT data FROM settings WHERE id = 1", r => r.Json<MallSettings>(0)).FirstOrDefault());
}
