using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Halles.Bench;

/// <summary>What this machine can do at most, measured in the same run as what Halles does with it.</summary>
internal static partial class Limits
{
    private const int AnswerBytes = 10 * 1024;
    private static readonly string[] Tables = ["purchases", "orders", "lines", "holds", "keys"];

    /// <summary>Answers every request with the same ten kilobytes until it is stopped.</summary>
    public static async Task Answer(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var body = new byte[AnswerBytes];
        Array.Fill(body, (byte)'a');
        app.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await app.RunAsync();
    }

    /// <summary>The same transaction on PostgreSQL, by <c>pgbench</c> with prepared statements; a second.</summary>
    /// <param name="database">Where its tables are made, and taken away again.</param>
    public static async Task<double> Postgres(string database, int seconds, int clients)
    {
        var place = new NpgsqlConnectionStringBuilder(database);
        await using var source = NpgsqlDataSource.Create(database);
        await Do("CREATE SCHEMA bench_limit; CREATE TABLE bench_limit.stock (id int PRIMARY KEY, on_hand int, held int); INSERT INTO bench_limit.stock SELECT i, 1000000, 0 FROM generate_series(1, 10000) i");
        await Do(string.Join(';', Tables.Select(t => $"CREATE TABLE bench_limit.{t} (id uuid PRIMARY KEY, data text)")));
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $"""
            \set id random(1, 10000)
            BEGIN;
            UPDATE bench_limit.stock SET held = held + 1 WHERE id = :id AND on_hand - held >= 1;
            {string.Join('\n', Tables.Select(t => $"INSERT INTO bench_limit.{t} VALUES (gen_random_uuid(), repeat('x', 300));"))}
            COMMIT;
            """);
        var program = Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order().Last();
        using var bench = Process.Start(new ProcessStartInfo(program, ["-n", "-M", "prepared", "-f", script, "-c", $"{clients}", "-j", "1", "-T", $"{seconds}", "-h", place.Host!, "-p", $"{place.Port}", "-U", place.Username!, place.Database!])
        {
            RedirectStandardOutput = true,
            Environment = { ["PGPASSWORD"] = place.Password ?? "" },
        })!;
        var said = await bench.StandardOutput.ReadToEndAsync();
        await bench.WaitForExitAsync();
        File.Delete(script);
        await Do("DROP SCHEMA bench_limit CASCADE");
        return double.Parse(Transactions().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);

        async Task Do(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>
    /// The bare transaction of an order with one line on SQLite, durable: stock taken, one row each for purchase, order, line,
    /// hold and key; a second.
    /// </summary>
    /// <param name="together">Orders in one commit.</param>
    public static double Sqlite(string folder, int together, TimeSpan time)
    {
        var file = Path.Combine(folder, $"limit-{together}.db");
        File.Delete(file); // of an earlier run
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Do("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE stock (id INTEGER PRIMARY KEY, on_hand INTEGER, held INTEGER)");
        Do("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO stock SELECT i, 1000000, 0 FROM n");
        foreach (var table in Tables)
        {
            Do($"CREATE TABLE {table} (id BLOB PRIMARY KEY, data TEXT) WITHOUT ROWID");
        }

        using var take = Prepared("UPDATE stock SET held = held + 1 WHERE id = $1 AND on_hand - held >= 1");
        var inserts = Tables.Select(t => Prepared($"INSERT INTO {t} VALUES ($1, $2)")).ToList();
        using var begin = Prepared("BEGIN IMMEDIATE");
        using var commit = Prepared("COMMIT");
        var data = new string('x', 300);
        var (orders, watch) = (0L, Stopwatch.StartNew());
        while (watch.Elapsed < time)
        {
            begin.ExecuteNonQuery();
            for (var i = 0; i < together; i++, orders++)
            {
                take.Parameters["$1"].Value = 1 + (orders * 7919 % 10_000);
                take.ExecuteNonQuery();
                foreach (var insert in inserts)
                {
                    insert.Parameters["$1"].Value = Halles.Kernel.Ids.New(TimeProvider.System).ToByteArray(bigEndian: true);
                    insert.Parameters["$2"].Value = data;
                    insert.ExecuteNonQuery();
                }
            }

            commit.ExecuteNonQuery();
        }

        inserts.ForEach(i => i.Dispose());
        return orders / watch.Elapsed.TotalSeconds;

        void Do(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        SqliteCommand Prepared(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; sql.Contains(string.Create(CultureInfo.InvariantCulture, $"${i}"), StringComparison.Ordinal); i++)
            {
                command.Parameters.Add(string.Create(CultureInfo.InvariantCulture, $"${i}"), i == 1 && sql.StartsWith("UPDATE", StringComparison.Ordinal) ? SqliteType.Integer : i == 1 ? SqliteType.Blob : SqliteType.Text);
            }

            return command;
        }
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Transactions();
}
