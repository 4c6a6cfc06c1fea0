using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>
/// Where trials take place: a mall of some products on each engine, made once and copied for each run, with its storefront;
/// a folder and ports of this run's own.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    private const int Products = 2_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("halles-faults-").FullName;
    private readonly Dictionary<Engine, SeededMall> _templates = [];
    private PostgresCluster? _postgres;
    private int _runs;

    public Ground(int port)
    {
        Port = port;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101); // clusters belong to another user
        }
    }

    /// <summary>The first of this run's ports; a second server takes the next one.</summary>
    public int Port { get; }

    /// <summary>The cluster of the malls on PostgreSQL.</summary>
    public PostgresCluster Postgres => _postgres!;

    /// <summary>A fresh copy of the mall.</summary>
    /// <param name="folder">Where it is to be, when not in a folder of its own.</param>
    public async Task<SeededMall> Mall(Engine engine, string? folder = null)
    {
        var template = _templates.TryGetValue(engine, out var made) ? made : _templates[engine] = await Make(engine);
        var name = $"run_{Interlocked.Increment(ref _runs)}";
        folder ??= Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(template.Folder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await Shell.Run($"sync -f {folder}"); // what was there long before the fault
        if (engine is Engine.Sqlite)
        {
            return template with { Folder = folder };
        }

        await Postgres.Create(name, "template_mall");
        return template with { Folder = folder, Postgres = Postgres.Database(name) };
    }

    /// <summary>A mall in an empty database of a cluster of its own.</summary>
    public Task<SeededMall> Mall(string postgres) => SeededMall.Make(Empty("node"), postgres, Products);

    /// <summary>An empty folder of this run's.</summary>
    public string Empty(string name)
    {
        var folder = Path.Combine(_folder, $"{name}-{Interlocked.Increment(ref _runs)}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A journal for this run.</summary>
    public Journal Journal() => new(Path.Combine(Empty("journal"), "journal.txt"));

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<SeededMall> Make(Engine engine)
    {
        string? postgres = null;
        if (engine is Engine.PostgreSql)
        {
            _postgres = await PostgresCluster.Make(Path.Combine(_folder, "cluster"), Port + 9);
            await _postgres.Create("template_mall");
            postgres = _postgres.Database("template_mall");
        }

        var mall = await SeededMall.Make(Empty("template"), postgres, Products);
        await using (await ServerProcess.Mall(mall, Port))
        {
            // It leaves its storefront behind, so that the copies open at once.
        }

        Npgsql.NpgsqlConnection.ClearAllPools();
        return mall;
    }
}
