using System.Globalization;
using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Commands;

public sealed class KilledImportTests : IDisposable
{
    private const int Products = 6_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("halles-import-").FullName;
    private readonly string _name = "halles_import_" + Ids.New(TimeProvider.System).ToString("N");

    [Theory, OnBothEngines]
    public async Task An_import_whose_process_was_killed_is_made_whole_by_the_same_command(Engine engine)
    {
        var place = Place(engine);
        (await Program.Run(["demo", .. place])).Code.ShouldBe(0);
        var (before, file) = (Count(engine), Path.Combine(_folder, "many.csv"));
        await File.WriteAllTextAsync(file, Table());
        string[] import = ["import", file, "--shop", "primeur-du-mail", "--category", "vegetables", "--json", .. place];
        using (var killed = Program.Start(import))
        {
            await Task.Run(() => SpinWait.SpinUntil(() => killed.HasExited || Count(engine) > before, TimeSpan.FromMinutes(1)));
            killed.Kill();
            await killed.WaitForExitAsync();
            killed.ExitCode.ShouldNotBe(0, "it was killed in the midst");
        }

        var done = Count(engine) - before;
        done.ShouldBeInRange(1, Products - 1);
        var again = await Program.Run(import);
        again.Code.ShouldBe(0, again.Out + again.Error);
        var counts = JsonDocument.Parse(again.Out).RootElement;
        (Of("rows"), Of("unchanged"), Of("created"), Of("refusedRows")).ShouldBe((Products, done, Products - done, 0));
        Count(engine).ShouldBe(before + Products);

        var check = await Program.Run(["check", "--json", .. place]);
        check.Code.ShouldBe(0, check.Out);

        long Of(string figure) => counts.GetProperty(figure).GetInt64();
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

    private static string Table()
    {
        var rows = new StringBuilder("Handle,Title,Vendor,Variant SKU,Variant Price\n");
        for (var i = 0; i < Products; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"many-{i},Many {i},Martin,MANY-{i},1.{i % 90 + 10}\n");
        }

        return rows.ToString();
    }

    private long Count(Engine engine)
    {
        using var database = new MallDatabase(DataFolder.ForReading(_folder), engine is Engine.Sqlite ? null : PostgresServer.Database(_name));
        return database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM products"));
    }
}
