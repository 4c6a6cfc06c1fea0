using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Settings;

/// <summary>The mall's settings as they stand now: in memory, read again when the change feed tells of them.</summary>
public sealed class CurrentSettings
{
    private readonly MallDatabase _database;
    private MallSettings? _value;

    public CurrentSettings(MallDatabase database, ChangeFollower follower)
        : this(database) => follower.Tell(change => _ = change.Topic is Topic.Settings ? _value = Load() : null);

    /// <summary>The settings as they stand at the first reading; <see cref="Refresh"/> reads them again.</summary>
    public CurrentSettings(MallDatabase database) => _database = database;

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

    /// <summary>Changes settings as they stand in the database, whatever is in memory: nobody's change is lost to another's.</summary>
    public static Result<Done> Change(WriteSession session, Func<MallSettings, Result<MallSettings>> change, Guid? by)
    {
        var now = session.Sql.List("SELECT data FROM settings WHERE id = 1" + (session.Engine is Engine.PostgreSql ? " FOR UPDATE" : ""), r => r.Json<MallSettings>(0)).Single();
        var changed = change(now);
        return changed.Ok ? Save(session, changed.Value, by) : changed.Problem!;
    }

    /// <summary>Reads them again now.</summary>
    public void Refresh() => _value = Load();

    private MallSettings? Load() => _database.Read(sql => sql.List("SELECT data FROM settings WHERE id = 1", r => r.Json<MallSettings>(0)).FirstOrDefault());
}
