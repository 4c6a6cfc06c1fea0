using System.Data.Common;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Tests.Kernel.Storage;

public sealed class MigratorTests
{
    [Theory, OnBothEngines]
    public void A_migrated_database_lacks_nothing_and_its_history_is_the_programs(Engine engine)
    {
        using var mall = TestMall.On(engine);
        Migrator.Pending(mall.Database).ShouldBeEmpty();
        Migrator.Applied(mall.Database).ShouldBe(Migrator.Known);
        Migrator.Known.ShouldBe(Migrator.Known.Order(StringComparer.Ordinal));
    }

    [Theory, OnBothEngines]
    public async Task A_database_of_a_newer_program_is_refused_in_one_line(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await mall.Write<int>(s => s.Sql.Execute("INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('9999_Tomorrow', '11.0.0')"));
        var refused = Should.Throw<CannotStart>(() => Migrator.Migrate(mall.Database));
        refused.Message.ShouldContain("9999_Tomorrow");
        refused.Message.ShouldNotContain("\n");
    }

    /// <summary>Databases as each earlier state of the program left them; a released version names its last migration here.</summary>
    public static TheoryData<Engine, string> Earlier()
    {
        var data = new TheoryData<Engine, string>();
        foreach (var engine in (Engine[])[Engine.Sqlite, Engine.PostgreSql])
        {
            data.Add(engine, Migrator.Known[0]);
            data.Add(engine, Migrator.Known[Migrator.Known.Count / 2]);
            data.Add(engine, Migrator.Known[^2]);
        }

        return data;
    }

    // A process that is killed while it migrates leaves such a database too, and EF's lock row in it.
    [Theory, MemberData(nameof(Earlier))]
    public async Task An_earlier_or_half_migrated_database_is_brought_up_even_with_a_lock_left_behind(Engine engine, string until)
    {
        using var empty = new EmptyDatabase(engine);
        using (var connection = empty.Database.OpenWrite())
        using (var sql = new SqlSession(connection, engine))
        {
            MigrateUntil(connection, until);
            if (engine is Engine.Sqlite)
            {
                sql.Execute("CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)");
                sql.Execute("INSERT INTO \"__EFMigrationsLock\" (\"Id\", \"Timestamp\") VALUES (1, '2026-01-01')");
            }
        }

        Migrator.Pending(empty.Database).ShouldBe(Migrator.Known.SkipWhile(m => m != until).Skip(1));
        await Task.Run(() => Migrator.Migrate(empty.Database)).WaitAsync(TimeSpan.FromSeconds(60));
        Migrator.Pending(empty.Database).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_without_a_database_lacks_all()
    {
        var path = Directory.CreateTempSubdirectory("halles-none-").FullName;
        using (var folder = DataFolder.TryLock(path)!)
        using (var database = new MallDatabase(folder, null))
        {
            Migrator.Pending(database).ShouldBe(Migrator.Known);
            File.Exists(folder.Within("mall.db")).ShouldBeFalse("asking makes nothing");
        }

        Directory.Delete(path, recursive: true);
    }

    // EF stops at a named migration only where names begin with a time, which ours do not: so by its own parts.
    private static void MigrateUntil(DbConnection connection, string until)
    {
        using var db = new MallDb(MallDatabase.Over(connection));
        var (history, assembly) = (db.GetService<IHistoryRepository>(), db.GetService<IMigrationsAssembly>());
        db.Database.ExecuteSqlRaw(history.GetCreateIfNotExistsScript());
        foreach (var (id, type) in assembly.Migrations.TakeWhile(m => string.CompareOrdinal(m.Key, until) <= 0))
        {
            foreach (var command in db.GetService<IMigrationsSqlGenerator>().Generate(assembly.CreateMigration(type, db.Database.ProviderName!).UpOperations))
            {
                db.Database.ExecuteSqlRaw(command.CommandText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)); // its braces are no places
            }

            db.Database.ExecuteSqlRaw(history.GetInsertScript(new HistoryRow(id, "10.0.0")));
        }
    }

    private sealed class EmptyDatabase : IDisposable
    {
        private readonly DataFolder _folder = DataFolder.TryLock(Directory.CreateTempSubdirectory("halles-empty-").FullName)!;
        private readonly string? _name;

        public EmptyDatabase(Engine engine)
        {
            if (engine is Engine.PostgreSql)
            {
                PostgresServer.Create(_name = "halles_empty_" + Ids.New(TimeProvider.System).ToString("N"));
            }

            Database = new MallDatabase(_folder, _name is null ? null : PostgresServer.Database(_name));
        }

        public MallDatabase Database { get; }

        public void Dispose()
        {
            Database.Dispose();
            _folder.Dispose();
            if (_name is not null)
            {
                PostgresServer.Drop(_name);
            }

            Directory.Delete(_folder.Path, recursive: true);
        }
    }
}
