using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Halles.Tests.Architecture;

public sealed class ForeignKeyTests
{
    [Fact]
    public void The_model_has_no_foreign_key_from_one_module_to_another()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        using var db = mall.Database.Read();
        Rule.Holds(Crossing(db.Model), "Other modules are referred to by id.");
    }

    [Theory, OnBothEngines]
    public void The_tables_have_no_foreign_key_from_one_module_to_another(Engine engine)
    {
        using var mall = TestMall.On(engine);
        using var db = mall.Database.Read();
        var modules = db.Model.GetEntityTypes().ToLookup(e => e.GetTableName()!, e => e.ClrType.Namespace!);
        Rule.Holds(
            from key in Keys(mall.Database)
            where !modules[key.From].Intersect(modules[key.To]).Any()
            select $"{key.From} → {key.To}", "Other modules are referred to by id.");
    }

    [Theory, OnBothEngines]
    public async Task A_crossing_foreign_key_of_a_table_is_found(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await mall.Write<int>(s => s.Sql.Execute($"CREATE TABLE crossing (shop_id {(engine is Engine.Sqlite ? "BLOB" : "uuid")} REFERENCES shops (id))"));
        Keys(mall.Database).ShouldContain(("crossing", "shops"));
    }

    [Fact]
    public void A_crossing_foreign_key_of_the_model_is_found()
    {
        using var db = new Crossed();
        Crossing(db.Model).ShouldBe(["Owner → Person"]);
    }

    private static List<string> Crossing(IModel model) =>
    [
        .. from entity in model.GetEntityTypes()
           from key in entity.GetForeignKeys()
           where key.PrincipalEntityType.ClrType.Namespace != entity.ClrType.Namespace
           select $"{entity.ClrType.Name} → {key.PrincipalEntityType.ClrType.Name}",
    ];

    private static List<(string From, string To)> Keys(MallDatabase database) => database.Read(sql => sql.List(
        sql.Engine is Engine.Sqlite
            ? "SELECT m.name, k.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"
            : "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'",
        r => (r.Text(0), r.Text(1))));

    private sealed class Owner
    {
        public int Id { get; init; }

        public Halles.Mall.Identity.Person? Person { get; init; }
    }

    private sealed class Crossed : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite("Data Source=:memory:");

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Owner>();
    }
}
