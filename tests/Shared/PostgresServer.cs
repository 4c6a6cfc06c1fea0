using System.Diagnostics;
using Npgsql;

namespace Halles.Testing;

/// <summary>
/// A PostgreSQL server for the tests: the one that <c>HALLES_TEST_POSTGRES</c> names, or a throw-away cluster started
/// once in this process and stopped with it.
/// </summary>
internal static class PostgresServer
{
    private static readonly Lazy<string> Started = new(Start);

    /// <summary>A connection string with the rights to make databases.</summary>
    public static string ConnectionString => Started.Value;

    /// <summary>The connection string of one of its databases.</summary>
    public static string Database(string name) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, MaxPoolSize = 40 }.ToString();

    /// <summary>Makes a database, as a copy of another where one is named.</summary>
    public static void Create(string name, string template = "template0") => Run($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");

    /// <summary>Removes a database and whoever is still connected to it.</summary>
    public static void Drop(string name) => Run($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");

    /// <summary>Lets nobody into a database, not even who is in, or lets them in again.</summary>
    public static void Refuse(string name, bool refuse)
    {
        Run($"ALTER DATABASE \"{name}\" WITH ALLOW_CONNECTIONS {!refuse}");
        if (refuse)
        {
            Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        }
    }

    private static void Run(string sql)
    {
        using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static string Start()
    {
        if (Environment.GetEnvironmentVariable("HALLES_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = Directory.CreateTempSubdirectory("halles-pg-").FullName;
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order().Last() + "/bin";
        var port = FreePort.Next();
        if (Environment.UserName == "root")
        {
            Shell($"chown postgres {folder}");
        }

        AsPostgres($"{bin}/initdb -D {folder}/data -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8");
        AsPostgres($"{bin}/pg_ctl -D {folder}/data -w -l {folder}/log -o \"-k {folder} -h 127.0.0.1 -p {port} -c fsync=off -c max_connections=300 -c shared_buffers=64MB\" start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            AsPostgres($"{bin}/pg_ctl -D {folder}/data -m immediate stop");
            Directory.Delete(folder, recursive: true);
        };
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    private static void AsPostgres(string command) =>
        Shell(Environment.UserName == "root" ? $"su postgres -c '{command}'" : command);

    private static void Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command + " >/dev/null 2>&1"]) { WorkingDirectory = "/tmp" })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Failed with {process.ExitCode}: {command}");
        }
    }
}
