using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Halles.Bench.Faults;

/// <summary>A throw-away PostgreSQL on the loopback address that waits for its disk, and can be made to fail.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _bin;
    private readonly int _port;
    private readonly Network? _network;

    private PostgresCluster(string folder, string bin, int port, Network? network) => (_folder, _bin, _port, _network) = (folder, bin, port, network);

    /// <summary>The number of its first process.</summary>
    public int Id => int.Parse(File.ReadLines(Path.Combine(_folder, "data/postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Makes one and starts it, on this machine or at the other end of a line.</summary>
    public static async Task<PostgresCluster> Make(string folder, int port, Network? network = null)
    {
        Directory.CreateDirectory(folder);
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";
        var cluster = new PostgresCluster(folder, bin, port, network);
        if (Environment.UserName == "root")
        {
            await Shell.Run($"chown postgres {folder}");
        }

        await cluster.As($"{bin}/initdb -D {folder}/data -A trust -U postgres -E UTF8 --locale=C.UTF-8");
        await File.AppendAllTextAsync(Path.Combine(folder, "data/pg_hba.conf"), $"host all all {Network.Addresses} trust\n");
        await cluster.Start();
        return cluster;
    }

    /// <summary>The connection string of one of its databases.</summary>
    public string Database(string name) => $"Host={Address};Port={_port};Username=postgres;Database={name};Maximum Pool Size=60";

    /// <summary>Makes a database, as a copy of another.</summary>
    public async Task Create(string name, string template = "template0")
    {
        await using var source = NpgsqlDataSource.Create(Database("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE {template}");
        await command.ExecuteNonQueryAsync();
    }

    public Task Start() => As($"{_bin}/pg_ctl -D {_folder}/data -w -t 60 -l {_folder}/log -o \"-k {_folder} -h {Address} -p {_port} -c max_connections=200 -c shared_buffers=128MB\" start");

    /// <summary>Stops it: <c>fast</c> in good order, <c>immediate</c> as it falls.</summary>
    public Task Stop(string how) => As($"{_bin}/pg_ctl -D {_folder}/data -w -m {how} stop");

    /// <summary>Sends a signal to all of its processes.</summary>
    public Task Signal(string signal) => Shell.Run($"kill -{signal} {Id} $(pgrep -P {Id})", mayFail: true);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_folder, "data/postmaster.pid")))
        {
            await Signal("CONT");
            await Stop("immediate");
        }
    }

    private string Address => _network is null ? "127.0.0.1" : Network.Address(0);

    private Task As(string command) => Shell.Run(_network?.Inside(0) + (Environment.UserName == "root" ? $"su postgres -c '{command}'" : command));
}
