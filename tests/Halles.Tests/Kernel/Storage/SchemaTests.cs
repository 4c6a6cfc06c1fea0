using Microsoft.EntityFrameworkCore.Infrastructure;
using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Halles.Tests.Kernel.Storage;

public sealed class SchemaTests
{
    /// <summary>Tables that plain SQL alone uses, and EF's own.</summary>
    private static readonly string[] Unmapped =
        ["__EFMigrationsHistory", "__EFMigrationsLock", "changes", "feed_epoch", "jobs", "idempotency_keys", "audit", "person_keys", "data_protection_keys", "pickup_attempts"];

    [Theory, OnBothEngines]
    public void The_migrated_schema_is_the_model(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var db = mall.Database.Read();
        var model = db.GetService<IDesignTimeModel>().Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()} {p.GetColumnType()!.ToLowerInvariant()} {(p.IsNullable ? "null" : "not null")}{(p.IsPrimaryKey() ? " key" : "")}"))
            .ToList();
        var there = Columns(mall.Database).ToList();
        there.Except(model).ShouldBeEmpty("columns that no record maps");
        model.Except(there).ShouldBeEmpty("columns that no migration makes");
    }

    [Theory, OnBothEngines]
    public void Every_index_of_the_model_is_there(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var db = mall.Database.Read();
        var model = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetIndexes()).Select(i => i.GetDatabaseName()!).ToHashSet(StringComparer.Ordinal);
        var there = mall.Database.Read(sql => sql.List(
            engine is Engine.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'index'" : "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public'", r => r.Text(0)));
        model.Except(there).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task Audit_rows_can_be_neither_changed_nor_deleted(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await mall.Write<Halles.Kernel.Done>(s =>
        {
            s.Audit(new Halles.Kernel.Auditing.AuditEntry(null, "open-mall", Guid.Empty, Guid.Empty));
            return default(Halles.Kernel.Done);
        });
        foreach (var sql in (string[])["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
        {
            var refused = await Should.ThrowAsync<Exception>(mall.Write<int>(s => s.Sql.Execute(sql)));
            refused.ToString().ShouldContain("append-only");
        }

        mall.Scalar<long>("SELECT count(*) FROM audit").ShouldBe(1);
    }

    private static IEnumerable<string> Columns(MallDatabase database) => database.Read(sql => sql.Engine is Engine.Sqlite
        ? sql.List(
            """
            SELECT m.name || '.' || c.name || ' ' || lower(c.type) || CASE WHEN c."notnull" THEN ' not null' ELSE ' null' END || CASE WHEN c.pk > 0 THEN ' key' ELSE '' END, m.name
            FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """, r => (Line: r.Text(0), Table: r.Text(1)))
        : sql.List(
            """
            SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || CASE WHEN c.is_nullable = 'NO' THEN ' not null' ELSE ' null' END
              || CASE WHEN EXISTS (SELECT 1 FROM information_schema.key_column_usage k JOIN information_schema.table_constraints t USING (constraint_name)
                 WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name AND k.column_name = c.column_name) THEN ' key' ELSE '' END, c.table_name::text
            FROM information_schema.columns c WHERE c.table_schema = 'public'
            """, r => (Line: r.Text(0), Table: r.Text(1))))
        .Where(c => !Unmapped.Contains(c.Table)).Select(c => c.Line).Order(StringComparer.Ordinal);
}
