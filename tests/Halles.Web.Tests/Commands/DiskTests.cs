using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using Halles.Client;
using Halles.Testing;

namespace Halles.Web.Tests.Commands;

/// <summary>
/// The program on a disk that may not be written to and on one that is full. The disk is a file system in memory that only
/// the program sees (a mount namespace of its own: as root, or in a user namespace).
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class DiskTests : IDisposable
{
    private static readonly string[] AsRoot = Environment.UserName == "root" ? [] : ["--user", "--map-root-user"];
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("halles-disk-").FullName, "mall");

    [Fact]
    public async Task A_folder_that_may_not_be_written_to_is_said()
    {
        (await Program.Run(Init())).Code.ShouldBe(0);
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            // Root may write anywhere unless it gives that right away.
            using var serve = Program.Start(AsRoot.Length == 0 ? ["setpriv", "--bounding-set=-all"] : [], "serve", "--data", _folder, "--port", "0");
            CommandLineTests.OneLine(await Program.End(serve), "Give this user the right");
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData("100k", "init", "No room is left on the disk")]
    [InlineData("2m", "demo", "run out of storage")]
    public async Task A_disk_without_room_is_said(string size, string verb, string words)
    {
        using var made = On(size, "true", verb is "init" ? Init() : [verb, "--data", _folder]);
        CommandLineTests.OneLine(await Program.End(made), words);
    }

    [Fact]
    public async Task A_mall_on_a_full_disk_says_so_at_its_start()
    {
        (await Program.Run(Init())).Code.ShouldBe(0);
        using var served = On("24m", "head -c 100m /dev/zero 2>/dev/null >\"$2/filler\" || true", "serve", "--data", _folder, "--port", "0");
        CommandLineTests.OneLine(await Program.End(served), "No room is left on the disk");
    }

    [Fact]
    public async Task A_disk_that_gets_full_refuses_writes_at_once_reads_go_on_and_it_heals_by_itself()
    {
        (await Program.Run(Init())).Code.ShouldBe(0);
        using var server = On("24m", "true", "serve", "--data", _folder, "--port", "0");
        try
        {
            using var http = new HttpClient { BaseAddress = await Program.Open(server) };
            var acknowledged = new List<Guid> { await NewBasket(http) };

            // The program's own view of its disk.
            var filler = $"/proc/{server.Id}/root{_folder}/filler";
            Fill(filler);
            acknowledged.AddRange(await UntilRefused(http));
            foreach (var page in (string[])["/fr/", "/fr/shops", "/api/v1/search?q=pain", $"/api/v1/baskets/{acknowledged[0]}"])
            {
                using var read = await http.GetAsync(new Uri(page, UriKind.Relative));
                read.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            }

            File.Delete(filler);
            acknowledged.Add(await NewBasket(http));
            foreach (var basket in acknowledged)
            {
                using var read = await http.GetAsync(new Uri($"/api/v1/baskets/{basket}", UriKind.Relative));
                read.StatusCode.ShouldBe(HttpStatusCode.OK, "what was acknowledged is there");
            }

            using (Process.Start("kill", ["-TERM", $"{server.Id}"]))
            {
                (await Program.End(server)).Code.ShouldBe(0);
            }
        }
        finally
        {
            server.Kill();
        }
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private string[] Init() => ["init", "--data", _folder, "--name", "Halles d’essai", "--country", "FR", "--language", "fr", "--origin", "http://localhost:8080"];

    /// <summary>Runs a verb with the data folder, and what is in it already, on a small disk of its own.</summary>
    /// <param name="first">A command of the shell that comes before.</param>
    private Process On(string size, string first, params string[] arguments)
    {
        Directory.CreateDirectory(_folder);
        var script = "cp -a \"$2\" \"$2.kept\" && mount -t tmpfs -o size=$1 none \"$2\" && cp -a \"$2.kept/.\" \"$2\" && { " + first + "; } && shift 2 && exec \"$@\"";
        return Program.Start(["unshare", .. AsRoot, "--mount", "sh", "-c", script, "sh", size, _folder], arguments);
    }

    private static async Task<Guid> NewBasket(HttpClient http)
    {
        using var answer = await http.PostAsync(new Uri("/api/v1/baskets", UriKind.Relative), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<BasketAnswer>())!.Id;
    }

    // The database's log has room left of earlier; then each write is refused, fast and with its name.
    private static async Task<List<Guid>> UntilRefused(HttpClient http)
    {
        var made = new List<Guid>();
        for (var refused = 0; refused < 5;)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync(new Uri("/api/v1/baskets", UriKind.Relative), null);
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(1));
            if (answer.StatusCode is HttpStatusCode.Created)
            {
                made.Add((await answer.Content.ReadFromJsonAsync<BasketAnswer>())!.Id);
                made.Count.ShouldBeLessThan(10_000, "the disk never was full");
                continue;
            }

            answer.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("\"no-space\"");
            refused++;
        }

        return made;
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Should.Throw<IOException>(() =>
        {
            for (var size = 1 << 16; ;)
            {
                file.Write(new byte[size]);
            }
        });
        Should.Throw<IOException>(() =>
        {
            while (true)
            {
                file.WriteByte(0);
            }
        });
    }
}
