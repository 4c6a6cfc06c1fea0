using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Halles.Testing;
using Microsoft.Data.Sqlite;

namespace Halles.Web.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private const string Origin = "https://halles.example";
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("halles-line-").FullName, "mall");

    [Fact]
    public async Task A_mall_is_made_with_a_link_that_is_made_again_while_nobody_administers_it()
    {
        var made = await Init();
        made.Code.ShouldBe(0, made.Error);
        made.Out.ShouldContain($"{Origin}/fr/link/");
        var again = await Init();
        again.Code.ShouldBe(0, again.Error);
        again.Out.ShouldContain("stood already");
        var settings = Sql("SELECT data FROM settings");
        settings.ShouldContain("\"currency\":\"EUR\"");
        settings.ShouldContain("\"timeZone\":\"Europe/Paris\"");
    }

    [Fact]
    public async Task A_check_says_each_figure_and_ends_with_1_when_something_is_broken()
    {
        await Init();
        var whole = await Program.Run("check", "--data", _folder, "--json");
        whole.Code.ShouldBe(0, whole.Error);
        JsonDocument.Parse(whole.Out).RootElement.GetProperty("invariants").GetArrayLength().ShouldBeGreaterThan(7);

        Sql("DROP TRIGGER audit_no_update");
        var broken = await Program.Run("check", "--data", _folder, "--json");
        broken.Code.ShouldBe(1);
        JsonDocument.Parse(broken.Out).RootElement.GetProperty("holds").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Errands_reach_the_server_and_it_closes_quickly_and_cleanly()
    {
        await Init("http://localhost:8080");
        using var server = Program.Start("serve", "--data", _folder, "--port", "0");
        try
        {
            await Program.Open(server);
            var reindex = await Program.Run("reindex", "--data", _folder);
            reindex.Code.ShouldBe(0, reindex.Error);
            (await Program.Run("migrate", "--data", _folder, "--json")).Out.ShouldContain("\"applied\": []");
            await BackUpAndRestore();
            OneLine(await Program.Run("demo", "--data", _folder), "There is a mall here already");
            OneLine(await Program.Run("serve", "--data", _folder), "is served from there already");

            var began = Stopwatch.GetTimestamp();
            using (Process.Start("kill", ["-TERM", $"{server.Id}"]))
            {
                await server.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
            }

            server.ExitCode.ShouldBe(0);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
        finally
        {
            server.Kill();
        }

        File.Exists(Path.Combine(_folder, "halles.sock")).ShouldBeFalse();
        File.Exists(Path.Combine(_folder, "mall.db-wal")).ShouldBeFalse("the log was written back");
        (await Program.Run("check", "--data", _folder)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_mall_is_said_and_nothing_is_made()
    {
        foreach (var verb in (string[])["serve", "check", "migrate", "reindex"])
        {
            OneLine(await Program.Run(verb, "--data", _folder), "There is no mall in");
        }

        Directory.Exists(_folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_taken_port_is_said()
    {
        await Init();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        OneLine(await Program.Run("serve", "--data", _folder, "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}"), "The port is taken");
    }

    [Fact]
    public async Task A_newer_schema_is_said()
    {
        await Init();
        Sql("INSERT INTO \"__EFMigrationsHistory\" VALUES ('9999_Tomorrow', '11.0.0')");
        OneLine(await Program.Run("serve", "--data", _folder), "newer Halles");
    }

    [Fact]
    public async Task A_damaged_database_is_said()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mall.db"), new string('x', 5000));
        OneLine(await Program.Run("serve", "--data", _folder), "damaged, or is none");
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_said()
    {
        await File.WriteAllTextAsync(_folder, "");
        OneLine(await Program.Run("serve", "--demo", "--data", _folder), "cannot be used");
    }

    [Theory]
    [InlineData("nonsense", "--postgres is not understood")]
    [InlineData("Database=halles", "--postgres is not understood")]
    [InlineData("Host=127.0.0.1;Port=1;Database=halles;Username=halles", "PostgreSQL does not answer")]
    public async Task A_postgres_that_cannot_be_used_is_said(string connection, string line) =>
        OneLine(await Program.Run("serve", "--data", _folder, "--postgres", connection), line);

    [Fact]
    public async Task A_postgres_database_that_is_not_there_is_said() =>
        OneLine(await Program.Run("serve", "--data", _folder, "--postgres", PostgresServer.Database("halles_nowhere")), "no such database");

    [Theory]
    [InlineData("http://halles.example", "needs https")]
    [InlineData("halles.example", "is not the origin of a mall")]
    [InlineData("https://halles.example/mall", "is not the origin of a mall")]
    public async Task An_origin_that_does_not_do_is_said(string origin, string line)
    {
        OneLine(await Init(origin), line);
        File.Exists(Path.Combine(_folder, "mall.db")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("de", "It speaks: fr, en, nl, es, zh-Hant, ar.")]
    [InlineData("fr-CA", "'fr-CA' is not a language")]
    [InlineData("?", "'?' is not a language")]
    public async Task A_mall_speaks_only_languages_that_its_pages_are_written_in(string language, string line)
    {
        OneLine(await Program.Run("init", "--data", _folder, "--name", "Markthalle", "--country", "DE", "--language", language, "--origin", Origin), line);
        File.Exists(Path.Combine(_folder, "mall.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_origin_that_was_altered_to_http_elsewhere_does_not_start()
    {
        await Init();
        Sql($"UPDATE settings SET data = replace(data, '{Origin}', 'http://halles.example')");
        OneLine(await Program.Run("serve", "--data", _folder), "needs https");
    }

    // Beside the server that is open; the restore brings the same mall into another folder.
    private async Task BackUpAndRestore()
    {
        var (backups, elsewhere) = (_folder + "-backups", _folder + "-elsewhere");
        var taken = await Program.Run("backup", backups, "--data", _folder, "--json");
        taken.Code.ShouldBe(0, taken.Error);
        OneLine(await Program.Run("restore", backups, "--data", _folder), "Another process is writing");
        OneLine(await Program.Run("restore", backups, "--data", elsewhere), "secret is missing");
        File.Copy(Path.Combine(_folder, "secret"), Path.Combine(elsewhere, "secret"));
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "restore.unfinished"), "/mnt/backups/one");
        OneLine(await Program.Run("serve", "--data", elsewhere, "--demo", "--port", "0"), "was not finished. Run it again");
        File.Delete(Path.Combine(elsewhere, "restore.unfinished"));
        var restored = await Program.Run("restore", backups, "--data", elsewhere, "--json");
        restored.Code.ShouldBe(0, restored.Error + restored.Out);
        JsonDocument.Parse(restored.Out).RootElement.GetProperty("holds").GetBoolean().ShouldBeTrue();
        OneLine(await Program.Run("restore", backups, "--data", elsewhere), "is not empty");
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private Task<Said> Init(string origin = Origin) => Program.Run("init", "--data", _folder, "--name", "Halles d’essai", "--country", "FR", "--language", "fr", "--origin", origin);

    internal static void OneLine(Said said, string words)
    {
        said.Code.ShouldBe(1, said.Out + said.Error);
        said.Error.Trim().ShouldContain(words);
        said.Error.Trim().Split('\n').ShouldHaveSingleItem();
    }

    // Nobody serves the folder when this is called.
    private string Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "mall.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string ?? "";
    }
}
