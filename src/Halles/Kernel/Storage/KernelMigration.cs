using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Kernel.Storage;

/// <summary>The kernel's own tables: change feed, jobs, idempotency keys, audit, persons' keys, originals of photos.</summary>
[DbContext(typeof(MallDb))]
[Migration("0001_Kernel")]
internal sealed class KernelMigration : Migration
{
    /// <summary>On SQLite a file of its own, which a restore makes anew.</summary>
    public const string Originals = "CREATE TABLE IF NOT EXISTS media.originals (hash {bytes} NOT NULL PRIMARY KEY, content_type {text} NOT NULL, width {int} NOT NULL, height {int} NOT NULL, content {bytes} NOT NULL, at {instant} NOT NULL)";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var sqlite = migrationBuilder.Engine() is Storage.Engine.Sqlite;
        migrationBuilder.Tables($$"""
            CREATE TABLE changes (
                seq {{(sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")}},
                epoch {int} NOT NULL, tx {long} NOT NULL, topic {text} NOT NULL,
                shop_id {id} NOT NULL, subject {id} NOT NULL, at {instant} NOT NULL);
            CREATE INDEX changes_order ON changes (epoch, tx, seq);
            CREATE TABLE feed_epoch (epoch {int} NOT NULL PRIMARY KEY, cluster {text} NOT NULL);
            INSERT INTO feed_epoch (epoch, cluster) VALUES (0, '');
            CREATE TABLE jobs (
                id {id} NOT NULL PRIMARY KEY, kind {text} NOT NULL, payload {text} NOT NULL, unique_key {text} UNIQUE,
                run_at {instant} NOT NULL, leased_until {instant}, attempts {int} NOT NULL, gave_up {bool} NOT NULL,
                last_error {text}, created_at {instant} NOT NULL);
            CREATE INDEX jobs_due ON jobs (gave_up, run_at);
            CREATE TABLE idempotency_keys (
                scope {text} NOT NULL, idempotency_key {text} NOT NULL, body {text} NOT NULL, outcome {text} NOT NULL, at {instant} NOT NULL,
                PRIMARY KEY (scope, idempotency_key));
            CREATE INDEX idempotency_keys_at ON idempotency_keys (at);
            CREATE TABLE audit (
                number {long} NOT NULL PRIMARY KEY, at {instant} NOT NULL, actor {id}, action {text} NOT NULL,
                shop_id {id} NOT NULL, subject {id} NOT NULL, details {text} NOT NULL, hash {bytes} NOT NULL);
            CREATE INDEX audit_shop ON audit (shop_id, number);
            CREATE TABLE person_keys (person_id {id} NOT NULL PRIMARY KEY, wrapped {bytes} NOT NULL);
            """);
        if (sqlite)
        {
            migrationBuilder.Tables(Originals);
        }
        else
        {
            migrationBuilder.Tables($$"""
                CREATE SCHEMA media;
                {{Originals}};
                CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $f$;
                """);
        }

        migrationBuilder.AppendOnly("audit");
    }
}
