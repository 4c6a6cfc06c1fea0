using System.Globalization;
using Npgsql;

namespace Halles.Bench.Faults;

/// <summary>Three machines, each a network namespace with Debian's etcd, Patroni and PostgreSQL: one writes, the others follow.</summary>
internal sealed class PatroniCluster : IAsyncDisposable
{
    private const int Nodes = 3;
    private static readonly IReadOnlyList<int> All = [.. Enumerable.Range(0, Nodes)];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly HttpClient _patient = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly string _folder;
    private readonly bool _synchronous;
    private readonly Network _network;

    private PatroniCluster(string folder, bool synchronous, Network network) => (_folder, _synchronous, _network) = (folder, synchronous, network);

    /// <summary>What a machine lacks to have one.</summary>
    public static string? Lacks() => Network.Lacks() ?? (Shell.Has("patroni", "etcd") ? null : "patroni and etcd are missing (Debian: patroni, etcd-server)");

    /// <summary>The connection string of one of its databases, at whichever host writes.</summary>
    public static string Database(string name) => $"Host={string.Join(',', All.Select(Network.Address))};{Credentials(name)};Maximum Pool Size=60";

    /// <summary>Makes one, and waits until all stand.</summary>
    /// <param name="synchronous">Whether a commit waits until a standby has it.</param>
    public static async Task<PatroniCluster> Make(string folder, bool synchronous)
    {
        var cluster = new PatroniCluster(folder, synchronous, await Network.Make(Nodes));
        foreach (var node in All)
        {
            await File.WriteAllTextAsync(cluster.SettingsFile(node), cluster.Settings(node));
        }

        await Shell.Run($"chown -R postgres {folder}");
        await Task.WhenAll(All.Select(cluster.Start));
        await cluster.Whole();
        return cluster;
    }

    /// <summary>Makes a database.</summary>
    public async Task Create(string name)
    {
        await using var source = At(await Primary());
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts the programs of a machine.</summary>
    public async Task Start(int node)
    {
        var (name, address) = (Name(node), Network.Address(node));
        var etcd = $"etcd --name {name} --data-dir {_folder}/etcd-{name} --listen-client-urls http://{address}:2379 --advertise-client-urls http://{address}:2379"
            + $" --listen-peer-urls http://{address}:2380 --initial-advertise-peer-urls http://{address}:2380 --initial-cluster {string.Join(',', All.Select(n => $"{Name(n)}=http://{Network.Address(n)}:2380"))}";
        foreach (var (program, line) in new[] { ("etcd", etcd), ("patroni", $"patroni {SettingsFile(node)}") })
        {
            await Shell.Run($"{_network.Inside(node)} setsid su postgres -c \"{line} >>{_folder}/{program}-{name}.log 2>&1\" &");
        }
    }

    /// <summary>Kills all programs of a machine at once.</summary>
    public Task Kill(int node) => _network.Kill(node);

    /// <summary>Cuts the line of a machine.</summary>
    public Task Cut(int node) => _network.Cut(node);

    /// <summary>Joins it again.</summary>
    public Task Join(int node) => _network.Join(node);

    /// <summary>Has the machine that writes hand over in good order.</summary>
    public async Task SwitchOver(int primary)
    {
        using var order = new StringContent($$"""{"leader":"{{Name(primary)}}"}"""); // it wants to know the length beforehand
        using var answer = await _patient.PostAsync(Patroni(primary, "switchover"), order);
        _ = answer.IsSuccessStatusCode ? true : throw new InvalidOperationException($"Patroni did not hand over: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Those that do not write.</summary>
    public static IEnumerable<int> Standbys(int primary) => All.Where(n => n != primary);

    /// <summary>Waits for a machine that writes, another one than <paramref name="before"/>.</summary>
    public async Task<int> Primary(int? before = null)
    {
        int? found = null;
        await Until("a primary", async () => (found = await First(All.Where(n => n != before), "primary")) is not null);
        return found!.Value;
    }

    /// <summary>Waits until one writes and both others follow, and one of them may take over.</summary>
    public Task Whole() => Until("a primary and two standbys", async () =>
        await First(All, "primary") is { } primary && await Following(primary) == Nodes - 1 && (!_synchronous || await First(All, "synchronous") is not null));

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _http.Dispose();
        _patient.Dispose();
    }

    private static string Name(int node) => string.Create(CultureInfo.InvariantCulture, $"n{node}");

    private static string Credentials(string database) => $"Username=postgres;Database={database}";

    private static NpgsqlDataSource At(int node) => NpgsqlDataSource.Create($"Host={Network.Address(node)};{Credentials("postgres")};Pooling=false;Timeout=2");

    private static Uri Patroni(int node, string path) => new($"http://{Network.Address(node)}:8008/{path}");

    private static async Task<long> Following(int primary)
    {
        try
        {
            await using var source = At(primary);
            await using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name LIKE 'n%'");
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException)
        {
            return 0; // it does not answer yet
        }
    }

    private static async Task Until(string what, Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await holds())
        {
            _ = !patience.IsCancellationRequested && await looks.WaitForNextTickAsync() ? true : throw new TrialFailed($"Patroni did not come to {what} within three minutes.");
        }
    }

    // The first whose Patroni answers that it is what is asked for.
    private async Task<int?> First(IEnumerable<int> nodes, string what)
    {
        foreach (var node in nodes)
        {
            try
            {
                using var answer = await _http.GetAsync(Patroni(node, what));
                if (answer.IsSuccessStatusCode)
                {
                    return node;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // That one is down or cannot be reached.
            }
        }

        return null;
    }

    private string SettingsFile(int node) => $"{_folder}/{Name(node)}.yml";

    private string Settings(int node) => $$"""
        scope: halles
        name: {{Name(node)}}
        restapi: { listen: "{{Network.Address(node)}}:8008", connect_address: "{{Network.Address(node)}}:8008" }
        etcd3: { hosts: [{{string.Join(", ", All.Select(n => $"\"{Network.Address(n)}:2379\""))}}] }
        watchdog: { mode: "off" }
        bootstrap:
          dcs:
            ttl: 20
            loop_wait: 2
            retry_timeout: 5
            synchronous_mode: {{(_synchronous ? "true" : "false")}}
            synchronous_mode_strict: {{(_synchronous ? "true" : "false")}}
            postgresql:
              use_pg_rewind: true
              parameters: { max_connections: 200, shared_buffers: 128MB }
          initdb: [ encoding: UTF8, locale: C.UTF-8 ]
        postgresql:
          listen: "{{Network.Address(node)}}:5432"
          connect_address: "{{Network.Address(node)}}:5432"
          bin_dir: {{Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last()}}/bin
          data_dir: {{_folder}}/data-{{Name(node)}}
          pgpass: {{_folder}}/pgpass-{{Name(node)}}
          remove_data_directory_on_rewind_failure: true
          basebackup: [ checkpoint: fast ]
          parameters: { unix_socket_directories: "" }
          authentication: { superuser: { username: postgres, password: postgres }, replication: { username: follower, password: follower } }
          pg_hba: [ "local all all trust", "host all all {{Network.Addresses}} trust", "host replication follower {{Network.Addresses}} trust" ]
        """;
}
