using System.Diagnostics;
using System.Text.Json;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Commands;

public sealed class KilledDemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("halles-killed-").FullName;
    private readonly string _name = "halles_killed_" + Ids.New(TimeProvider.System).ToString("N");

    /// <summary>The pictures come first: once they are there, the mall itself is being written.</summary>
    [Theory, OnBothEngines]
    public async Task A_demo_that_was_killed_while_it_was_made_is_made_anew_and_whole(Engine engine)
    {
        var place = Place(engine);
        using (var making = Program.Start(["demo", .. place]))
        {
            await Task.Run(() => SpinWait.SpinUntil(() => making.HasExited || Pictures(engine) > 0, TimeSpan.FromMinutes(1)));
            making.Kill();
            await making.WaitForExitAsync();
        }

        Count(engine, "settings").ShouldBe(0, "it was killed in the midst");
        Count(engine, "products").ShouldBe(0);
        using (var server = Program.Start(["serve", "--demo", "--port", "0", .. place]))
        {
            await Program.Open(server);
            server.Kill();
            await server.WaitForExitAsync();
        }

        Count(engine, "orders").ShouldBe(DemoOrderPlan.Orders);
        var check = await Program.Run(["check", "--json", .. place]);
        check.Code.ShouldBe(0, check.Out);
        JsonDocument.Parse(check.Out).RootElement.GetProperty("holds").GetBoolean().ShouldBeTrue();
    }

    public void Dispose()
    {
        PostgresServer.Drop(_name);
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Place(Engine engine)
    {
        if (engine is Engine.Sqlite)
        {
            return ["--data", _folder];
        }

        PostgresServer.Create(_name);
        return ["--data", _folder, "--postgres", PostgresServer.Database(_name)];
    }

    private long Pictures(Engine engine)
    {
        try
        {
            return Count(engine, "media.originals");
        }
        catch (System.Data.Common.DbException)
        {
            return 0; // there is no database yet, or no table
        }
    }

    private long Count(Engine engine, string table)
    {
        using var database = new MallDatabase(DataFolder.ForReading(_folder), engine is Engine.Sqlite ? null : PostgresServer.Database(_name));
        return database.Read(sql => sql.Scalar<long>($"SELECT count(*) FROM {table}"));
    }
}
