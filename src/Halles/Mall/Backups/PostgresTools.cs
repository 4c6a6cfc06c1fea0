using System.Diagnostics;
using System.Globalization;
using Halles.Kernel.Storage;
using Npgsql;

namespace Halles.Mall.Backups;

/// <summary>PostgreSQL's own <c>pg_dump</c> and <c>pg_restore</c> as child processes; the password goes by the environment.</summary>
internal static class PostgresTools
{
    /// <summary>Dumps a snapshot of the records, without the bytes of photos, and reads the dump once to its end.</summary>
    public static async Task Dump(string postgres, string file, CancellationToken stop)
    {
        await Run(postgres, "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=media.originals", $"--file={file}"], stop).ConfigureAwait(false);
        await Run(postgres, "pg_restore", ["--file=/dev/null", file], stop).ConfigureAwait(false);
    }

    /// <summary>Puts a dump into an empty database, all or nothing.</summary>
    public static Task Restore(string postgres, string file, CancellationToken stop) => Run(
        postgres, "pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={new NpgsqlConnectionStringBuilder(postgres).Database}", file], stop);

    private static async Task Run(string postgres, string program, string[] arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Find(program), arguments) { RedirectStandardError = true };
        var place = new NpgsqlConnectionStringBuilder(postgres);
        var (hosts, ports) = Hosts(place);
        foreach (var (variable, value) in (IEnumerable<(string, string?)>)
            [
                ("PGHOST", hosts), ("PGPORT", ports), ("PGTARGETSESSIONATTRS", hosts.Contains(',', StringComparison.Ordinal) ? "primary" : ""), ("PGUSER", place.Username), ("PGPASSWORD", place.Password), ("PGDATABASE", place.Database),
                ("PGPASSFILE", place.Passfile), ("PGSSLMODE", SslMode(place.SslMode)), ("PGSSLROOTCERT", place.RootCertificate), ("PGSSLCERT", place.SslCertificate), ("PGSSLKEY", place.SslKey),
            ])
        {
            if (value is { Length: > 0 })
            {
                start.Environment[variable] = value;
            }
        }

        using var child = Process.Start(start)!;
        try
        {
            var said = await child.StandardError.ReadToEndAsync(stop).ConfigureAwait(false);
            await child.WaitForExitAsync(stop).ConfigureAwait(false);
            _ = child.ExitCode == 0 ? true : throw new CannotStart($"{program} failed: {said.Trim()}");
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Hosts and ports as these programs take them: of several hosts each may name its own port, as in <c>a:5432,b:5433</c>.</summary>
    internal static (string Hosts, string Ports) Hosts(NpgsqlConnectionStringBuilder place)
    {
        var each = place.Host!.Split(',', StringSplitOptions.TrimEntries).Select(h => h.Split(':') is [var host, var port] ? (Host: host, Port: port) : (Host: h, Port: place.Port.ToString(CultureInfo.InvariantCulture))).ToList();
        return (string.Join(',', each.Select(e => e.Host)), string.Join(',', each.Select(e => e.Port)));
    }

    private static string SslMode(SslMode mode) => mode switch { Npgsql.SslMode.VerifyCA => "verify-ca", Npgsql.SslMode.VerifyFull => "verify-full", _ => mode.ToString().ToLowerInvariant() };

    // Debian keeps those of each version in a folder of its own; the newest understands all servers before it.
    private static string Find(string program) =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0) : Enumerable.Empty<string>())
            .Select(f => Path.Combine(f, "bin", program))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, program)))
            .FirstOrDefault(File.Exists)
        ?? throw new CannotStart($"{program} is not installed. Install PostgreSQL's client programs (Debian: postgresql-client).");
}
