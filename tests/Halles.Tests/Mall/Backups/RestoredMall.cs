using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Backups;
using Halles.Testing;

namespace Halles.Tests.Mall.Backups;

/// <summary>An empty place that a backup is brought back into: a folder with the mall's secret, and a database on PostgreSQL.</summary>
internal sealed class RestoredMall : IDisposable
{
    private readonly string? _name;

    public RestoredMall(Engine engine)
    {
        Folder = DataFolder.TryLock(Directory.CreateTempSubdirectory("halles-restored-").FullName)!;
        File.WriteAllText(Folder.Within("secret"), Convert.ToBase64String(new byte[32])); // as TestMall's
        _name = engine is Engine.Sqlite ? null : "halles_restored_" + Ids.New(TimeProvider.System).ToString("N");
        if (_name is not null)
        {
            PostgresServer.Create(_name);
        }
    }

    public DataFolder Folder { get; }

    public string? Postgres => _name is null ? null : PostgresServer.Database(_name);

    /// <summary>Restores; <paramref name="dieAt"/> is the number of photos after which it is cut off.</summary>
    public Task<BackupRestored> From(string backup, int dieAt = int.MaxValue) => RestoreBackup.From(backup, Folder, Postgres, new Cut(dieAt), CancellationToken.None);

    /// <summary>Looks into what was restored.</summary>
    public T Read<T>(Func<MallDatabase, T> look)
    {
        using var database = new MallDatabase(Folder, Postgres);
        return look(database);
    }

    public void Dispose()
    {
        Folder.Dispose();
        Directory.Delete(Folder.Path, recursive: true);
        if (_name is not null)
        {
            PostgresServer.Drop(_name);
        }
    }

    /// <summary>Stands for a process that is killed: work ends in the midst, and nothing is tidied.</summary>
    internal sealed class Cut(int at) : IProgress<(int Done, int Of)>
    {
        public void Report((int Done, int Of) value) => _ = value.Done < at ? true : throw new OperationCanceledException();
    }
}
