using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Halles.Kernel.Tables;

namespace Halles.Bench;

/// <summary>
/// The whole import of a file: written as Shopify writes one, taken in by <c>halles import</c> beside the server that shows the
/// shop, from the start of that command to its end, and then until the last product is seen.
/// </summary>
internal static class FileImport
{
    private const string Shop = "shop-0";
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Columns =
    [
        "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price", "Variant Barcode", "Image Src", "Status",
    ];

    /// <summary>Takes a file of so many products in.</summary>
    /// <returns>How quickly the command was through, and in how many milliseconds after its end shoppers saw all.</returns>
    public static async Task<(Load Taken, double ShownMs)> Run(SeededMall mall, string origin, int products)
    {
        var file = Path.Combine(mall.Folder, "import.csv");
        await Write(file, products);
        var began = Stopwatch.GetTimestamp();
        var answer = JsonSerializer.Deserialize<JsonElement>(await Command(mall, file));
        var (took, created) = (Stopwatch.GetElapsedTime(began), answer.GetProperty("productsCreated").GetInt32());
        var ended = Stopwatch.GetTimestamp();
        using var http = new HttpClient();
        await Shown(http, $"{origin}/fr/shops/{Shop}/{Handle(products - 1)}");
        File.Delete(file);
        return (new Load(created / took.TotalSeconds, 0, 0, products - created), Stopwatch.GetElapsedTime(ended).TotalMilliseconds);
    }

    private static string Handle(int number) => string.Create(CultureInfo.InvariantCulture, $"imported-{number}");

    private static async Task Write(string path, int products)
    {
        var goods = new SeededGoods(seed: 3);
        await using var file = File.Create(path);
        await using var table = new DelimitedWriter(file);
        await table.Row(Columns);
        for (var number = 0; number < products; number++)
        {
            var product = goods.Next([default], number);
            var variant = product.Variants[0];
            await table.Row(
                Handle(number), product.Name["fr"], $"<p>{product.Description["fr"]}</p><ul><li>{goods.Frequent()}</li><li>{goods.Frequent()}</li></ul>", "Moulin", $"leaf-{number % 96}", "", "true", "Title", "Default Title",
                $"IMP-{number}", variant.Weight.ToString(CultureInfo.InvariantCulture), "20", (variant.Price / 100m).ToString(CultureInfo.InvariantCulture), "", "", "active");
        }
    }

    private static async Task<string> Command(SeededMall mall, string file)
    {
        using var command = Process.Start(new ProcessStartInfo("dotnet", [ServerProcess.Program, "import", file, "--shop", Shop, "--json", .. mall.Place]) { RedirectStandardOutput = true })!;
        var said = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return command.ExitCode == 0 ? said : throw new InvalidOperationException($"halles import ended with {command.ExitCode}. {said}");
    }

    private static async Task Shown(HttpClient http, string address)
    {
        using var looks = new PeriodicTimer(Breath);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await looks.WaitForNextTickAsync(patience.Token))
        {
            using var answer = await http.GetAsync(new Uri(address), patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }
        }
    }
}
