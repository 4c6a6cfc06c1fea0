using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Halles.Bench;

/// <summary>What this machine can do at most, measured in the same run as what Halles does with it.</summary>
internal static class Limits
{
    private const int AnswerBytes = 10 * 1024;

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

    /// <summary>
    /// The bare transaction of an order with one line on SQLite, durable: stock taken, one row each for purchase, order, line,
    /// hold and key; a second.
    /// </summary>
    /// <param name="together">Orders in one commit.</param>
    public static double Sqlite(string folder, int together, TimeSpan time)
    {
        var file = Path.Combine(folder, $"limit-{together}.db");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Do("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE stock (id INTEGER PRIMARY KEY, on_hand INTEGER, held INTEGER)");
        Do("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO stock SELECT i, 1000000, 0 FROM n");
        foreach (var table in (string[])["purchases", "orders", "lines", "holds", "keys"])
        {
            Do($"CREATE TABLE {table} (id BLOB PRIMARY KEY, data TEXT) WITHOUT ROWID");
        }

        using var take = Prepared("UPDATE stock SET held = held + 1 WHERE id = $1 AND on_hand - held >= 1");
        var inserts = ((string[])["purchases", "orders", "lines", "holds", "keys"]).Select(t => Prepared($"INSERT INTO {t} VALUES ($1, $2)")).ToList();
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
}
