using System.Collections.Concurrent;
using Halles.Kernel.Storage;

namespace Halles.Testing;

/// <summary>A mall at rest, to be copied for each test.</summary>
/// <param name="Folder">Its data folder.</param>
/// <param name="Database">Its database on PostgreSQL; null on SQLite.</param>
internal sealed record MallTemplate(string Folder, string? Database)
{
    private static readonly ConcurrentDictionary<Engine, Lazy<MallTemplate>> Migrated = new();

    /// <summary>An empty mall, migrated once per process.</summary>
    public static MallTemplate Empty(Engine engine) => Migrated.GetOrAdd(engine, e => new Lazy<MallTemplate>(() => Make(e))).Value;

    /// <summary>Copies it into an empty folder and, on PostgreSQL, into a new database.</summary>
    public void CopyTo(string folder, string? database)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        if (database is not null)
        {
            PostgresServer.Create(database, Database!);
        }
    }

    /// <summary>Removes it when the process ends.</summary>
    public MallTemplate UntilTheEnd()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Directory.Delete(Folder, recursive: true);
            if (Database is not null)
            {
                PostgresServer.Drop(Database);
            }
        };
        return this;
    }

    private static MallTemplate Make(Engine engine)
    {
        var template = new MallTemplate(Directory.CreateTempSubdirectory("halles-template-").FullName, engine is Engine.Sqlite ? null : $"halles_template_{Environment.ProcessId}");
        if (template.Database is { } name)
        {
            PostgresServer.Drop(name);
            PostgresServer.Create(name);
        }

        using var database = new MallDatabase(DataFolder.TryLock(template.Folder)!, template.Database is null ? null : PostgresServer.Database(template.Database));
        Migrator.Migrate(database);
        database.Folder.Dispose();
        return template.UntilTheEnd();
    }
}
