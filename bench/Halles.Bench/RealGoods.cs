using System.Diagnostics;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Mall.Storefront;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Halles.Bench;

/// <summary>Real products in two hundred shops: loaded through the use cases that merchants have, then looked around in over HTTP.</summary>
internal static class RealGoods
{
    private const int Shops = 200;

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

        await using var app = MallHost.Build(new HostOptions(data, null, 5099));
        var services = app.Services;
        var writer = services.GetRequiredService<MallWriter>();
        await Founding.Found(writer);
        await app.StartAsync();
        var shops = await Founding.OpenShops(writer, Shops);
        var (products, refused, seconds) = await Load(writer, shops);
        var caught = await CatchUp(services);
        var table = new Table().AddColumns("work", "figure");
        table.AddRow("products loaded", $"{products:#,0} in {Shops} shops, {refused:#,0} refused");
        table.AddRow("loading", $"{seconds:0.0} s, {products / seconds:#,0} a second");
        table.AddRow("storefront behind the last write", $"{caught.TotalMilliseconds:#,0} ms");
        await Looking.Around(table, "http://localhost:5099", services.GetRequiredService<Storefront>());
        using var process = Process.GetCurrentProcess();
        table.AddRow("memory of server and load together", $"{process.WorkingSet64 >> 20} MB");
        table.AddRow("files", $"{new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length) / products:#,0} bytes a product in both databases");
        AnsiConsole.Write(table);
        await app.StopAsync();
        return 0;
    }

    private static async Task<(int Products, int Refused, double Seconds)> Load(MallWriter writer, IReadOnlyList<OpenShop> shops)
    {
        var (products, refused) = (0, 0);
        var watch = Stopwatch.StartNew();
        foreach (var rows in RealCsv.Read().Index().GroupBy(row => shops[row.Index % shops.Count]))
        {
            var place = rows.Key;
            var kept = await writer.Write<int>(
                s =>
                {
                    var goods = new NewProducts(s, place.Shop, "fr", Currency.Eur);
                    return rows.Count(row => Add(s, goods, place, row.Index, row.Item));
                }, Lane.Office, LockKey.Of(LockKind.Shop, place.Shop));
            products += kept.Value;
            refused += rows.Count() - kept.Value;
        }

        return (products, refused, watch.Elapsed.TotalSeconds);
    }

    private static bool Add(WriteSession s, NewProducts goods, OpenShop place, int index, RealProduct row)
    {
        var added = goods.Add(
            new ProductInput
            {
                Name = new LocalText("fr", row.Name.Length > 150 ? row.Name[..150] : row.Name),
                Description = new LocalText("fr", row.Ingredients.Length > 2000 ? row.Ingredients[..2000] : row.Ingredients),
                CategoryId = Founding.Category,
                TaxCategory = "food",
                Variants = [new VariantInput(null, [], row.Barcode, Gtin.TryParse(row.Barcode, out var gtin, out Problem? _) ? gtin.Value : null, 100 + (index * 37 % 2900), false, null, 500)],
            }, publish: true);
        if (added.Ok)
        {
            OpeningStock.Write(s, place.Shop, added.Value.Variants[0].Id, place.Store, 1 + (index % 40), Founding.Actor);
        }

        return added.Ok;
    }

    private static async Task<TimeSpan> CatchUp(IServiceProvider services)
    {
        var watch = Stopwatch.StartNew();
        await services.GetRequiredService<StorefrontProjector>().WaitFor(services.GetRequiredService<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(5));
        return watch.Elapsed;
    }
}
