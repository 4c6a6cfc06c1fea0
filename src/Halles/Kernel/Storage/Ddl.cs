using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Kernel.Storage;

/// <summary>
/// Lets a migration be written once, as SQL, for both engines: the words in braces become the engine's own column types
/// (<c>{id} {int} {long} {bool} {text} {bytes} {instant}</c>, and <c>{by-key}</c> after a table), and a few lines may be given per engine.
/// </summary>
public static class Ddl
{
    private static readonly (string Word, string Sqlite, string PostgreSql)[] Types =
    [
        ("{id}", "BLOB", "uuid"),
        ("{int}", "INTEGER", "integer"),
        ("{real}", "REAL", "double precision"),
        ("{long}", "INTEGER", "bigint"),
        ("{bool}", "INTEGER", "boolean"),
        ("{false}", "0", "false"),
        ("{true}", "1", "true"),
        ("{text}", "TEXT", "text"),
        ("{bytes}", "BLOB", "bytea"),
        ("{instant}", "INTEGER", "bigint"),
        ("{by-key}", "WITHOUT ROWID", ""), // after a table whose rows are to lie in the order of its key, where the engine can
    ];

    /// <summary>The engine that a migration is running on.</summary>
    public static Engine Engine(this MigrationBuilder migration) =>
        migration.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal) ? Storage.Engine.Sqlite : Storage.Engine.PostgreSql;

    /// <summary>Runs DDL after putting the engine's types for the words in braces.</summary>
    public static void Tables(this MigrationBuilder migration, string sql) => migration.Sql(For(migration.Engine(), sql));

    /// <summary>DDL with an engine's types for the words in braces.</summary>
    public static string For(Engine engine, string sql) =>
        Types.Aggregate(sql, (text, type) => text.Replace(type.Word, engine is Storage.Engine.Sqlite ? type.Sqlite : type.PostgreSql, StringComparison.Ordinal));

    /// <summary>Makes a table refuse UPDATE and DELETE: audit and ledger are append-only (rules.md, invariant 12).</summary>
    public static void AppendOnly(this MigrationBuilder migration, string table)
    {
        foreach (var verb in (string[])["UPDATE", "DELETE"])
        {
            migration.Sql(migration.Engine() is Storage.Engine.Sqlite
                ? $"CREATE TRIGGER {table}_no_{verb.ToLowerInvariant()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
                : $"CREATE TRIGGER {table}_no_{verb.ToLowerInvariant()} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();");
        }
    }
}
