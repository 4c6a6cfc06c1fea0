using Halles.Kernel.Storage;
using Halles.Testing;
using Microsoft.Data.Sqlite;

namespace Halles.Tests.Kernel.Storage;

public sealed class SqlSessionTests
{
    [Theory, OnBothEngines]
    public void Values_go_where_their_number_says_wherever_it_stands(Engine engine) => Read(engine, sql =>
    {
        foreach (var (first, second) in ((string, string)[])[("a", "b"), ("c", "")])
        {
            sql.List("SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)", r => (r.Text(0), r.Text(1), r.Text(2)), first, second).ShouldBe([(second, first, second)]);
        }
    });

    [Theory, OnBothEngines]
    public void An_empty_text_is_a_text_and_null_is_none(Engine engine) => Read(engine, sql =>
    {
        sql.List("SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)", r => (r.IsNull(0), r.IsNull(1), r.Text(0), r.TextOrNull(1)), "", null).ShouldBe([(false, true, "", (string?)null)]);
        Should.Throw<Exception>(() => sql.List("SELECT CAST(NULL AS BIGINT)", r => r.Long(0)), "null is no number");
    });

    [Theory, OnBothEngines]
    public void Long_texts_and_signs_of_other_scripts_come_back_whole(Engine engine) => Read(engine, sql =>
    {
        foreach (var text in (string[])[new string('é', 300), new string('長', 3_000), "👩‍🌾 l'huile", "x"])
        {
            sql.Scalar<string>("SELECT CAST($1 AS TEXT)", text).ShouldBe(text);
        }
    });

    [Fact]
    public void Two_statements_in_one_text_and_missing_values_are_refused() => Read(Engine.Sqlite, sql =>
    {
        Should.Throw<ArgumentException>(() => sql.Execute("SELECT 1; SELECT 2"));
        Should.Throw<ArgumentException>(() => sql.Scalar<long>("SELECT $1 + $2", 1L));
        sql.Scalar<long>("SELECT $1", 1L).ShouldBe(1);
        Should.Throw<ArgumentException>(() => sql.Scalar<long>("SELECT $1"), "what was given before is not taken again");
    });

    [Fact]
    public void Rows_that_are_read_cannot_be_asked_for_again_meanwhile_and_can_be_after() => Read(Engine.Sqlite, sql =>
    {
        const string Query = "SELECT 1 UNION SELECT 2";
        using (var rows = sql.Query(Query))
        {
            rows.Read().ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => sql.Query(Query));
        }

        sql.List(Query, r => r.Long(0)).ShouldBe([1, 2]);
    });

    [Theory, OnBothEngines]
    public void A_number_is_read_as_a_number_and_bytes_as_bytes(Engine engine) => Read(engine, sql =>
    {
        sql.List("SELECT CAST($1 AS BIGINT), CAST($2 AS DOUBLE PRECISION)", r => (r.Long(0), r.Int(0), r.Get<double>(1)), 42L, 1.5).ShouldBe([(42L, 42, 1.5)]);
        sql.Scalar<byte[]>(engine is Engine.Sqlite ? "SELECT $1" : "SELECT CAST($1 AS bytea)", (object)new byte[] { 0, 1, 255 }).ShouldBe([0, 1, 255]);
    });

    [Fact]
    public void After_an_error_the_statement_runs_again() => Read(Engine.Sqlite, sql =>
    {
        const string Query = "SELECT json_extract($1, '$')";
        Should.Throw<SqliteException>(() => sql.Scalar<long>(Query, "{")).SqliteErrorCode.ShouldBe(1);
        sql.Scalar<long>(Query, "7").ShouldBe(7);
    });

    private static void Read(Engine engine, Action<SqlSession> work)
    {
        using var mall = TestMall.On(engine);
        mall.Database.Read(sql =>
        {
            work(sql);
            return 0;
        });
    }
}
