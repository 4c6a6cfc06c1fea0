using System.Diagnostics;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Halles.Bench;

/// <summary>Real products in two hundred shops: loaded through the use cases that merchants have, then looked around in over HTTP.</summary>
internal static class RealGoods
{
    public static async Task<int> Run(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(Path.Combine(folder, "mall.db")))
            {
                AnsiConsole.WriteLine($"{folder} holds something else than a mall. Name an empty folder.");
                return 2;
            }

            Directory.Delete(folder, recursive: true);
        }

        using var data = DataFolder.TryLock(folder)!;
        using (var database = new MallDatabase(data, null))
        {
            Migrator.Migrate(database);
        }

        Environment.SetEnvironmentVariable(RateLimits.Variable, ServerProcess.RateLimits); // one address asks for everything
        await using var app = MallHost.Build(new HostOptions(data, null, 5099));
        var services = app.Services;
        var writer = services.GetRequiredService<MallWriter>();
        await Founding.Found(writer);
        await app.StartAsync();
        var goods = RealCatalogue.Read();
        var watch = Stopwatch.StartNew();
        var (products, refused) = await new RealMall(writer).Load(goods);
        var seconds = watch.Elapsed.TotalSeconds;
        var caught = await CatchUp(services);
        var table = new Table().AddColumns("work", "figure");
        table.AddRow("products loaded", $"{products:#,0} in {RealMall.Shops} shops, {refused:#,0} refused");
        table.AddRow("loading", $"{seconds:0.0} s, {products / seconds:#,0} a second");
        table.AddRow("storefront behind the last write", $"{caught.TotalMilliseconds:#,0} ms");
        await Looking.Around(table, "http://localhost:5099", goods, services.GetRequiredService<Storefront>());
        using var process = Process.GetCurrentProcess();
        table.AddRow("memory of server and load together", $"{process.WorkingSet64 >> 20} MB");
        table.AddRow("files", $"{new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length) / products:#,0} bytes a product in both databases");
        AnsiConsole.Write(table);
        await app.StopAsync();
        return 0;
    }

    private static async Task<TimeSpan> CatchUp(IServiceProvider services)
    {
        var watch = Stopwatch.StartNew();
        await services.GetRequiredService<StorefrontProjector>().WaitFor(services.GetRequiredService<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(5));
        return watch.Elapsed;
    }
}
