using System.Net;
using System.Net.Sockets;
using System.Text;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Outgoing;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Imports;
using Halles.Mall.Media;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Imports;

/// <summary>Takes files into a shop of a test.</summary>
internal static class ImportKit
{
    public const string Header = "Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src\n";

    public const string Two = Header + """
        loaf,Loaf,<p>Dark</p>,Martin,Pains,true,Size,S,L-S,shopify,4,3.20,https://example.org/1.jpg
        loaf,,,,,,,L,L-L,shopify,6,5.40,
        roll,Roll,,Martin,Sweets,true,Title,Default Title,R-1,shopify,9,0.80,

        """;

    public static (int Rows, int Created, int Updated, int Unchanged, int Refused) Counts(Import import) =>
        (import.Counts.Rows, import.Counts.Created, import.Counts.Updated, import.Counts.Unchanged, import.Counts.Refused);

    public static Task<Import> Import(TestTrader trader, string file) => Import(trader, Encoding.UTF8.GetBytes(file));

    public static async Task<Import> Import(TestTrader trader, byte[] file, Guid? into = null, ImportTerms? terms = null)
    {
        var (run, service, shop) = (Run(trader), Service(trader), into ?? trader.Shop);
        var id = TestTrader.Ok(await service.Lay(shop, "file.csv", file, terms ?? new ImportTerms(), trader.Actor));
        using (var opened = service.Open(service.Find(shop, id)!).Value)
        {
            var look = TestTrader.Ok(new LookAtFile(trader.Mall.Database, trader.Settings).Run(opened, shop, terms ?? new ImportTerms()));
            TestTrader.Ok(await service.Begin(shop, id, look.System, background: false));
            var ended = TestTrader.Ok(await run.Run(shop, id, () => service.Open(service.Find(shop, id)!), TimeSpan.FromHours(1), new Progress<(int, int)>(), CancellationToken.None));
            (ended.Counts with { Notes = look.Counts.Notes }).ShouldBe(look.Counts, "the dry run said so");
            return ended;
        }
    }

    public static async Task Undo(TestTrader trader, Import import)
    {
        TestTrader.Ok(await Service(trader).Undo(trader.Shop, import.Id, trader.Actor));
        await new UndoImport(trader.Mall.Writer, trader.Products, new AdjustStock(trader.Mall.Database, trader.Mall.Writer, [])).Run(trader.Mall.Scalar<string>("SELECT payload FROM jobs WHERE kind = 'undo-import' AND payload LIKE $1", $"%{import.Id}%")!, CancellationToken.None);
    }

    public static RunImport Run(TestTrader trader) =>
        new(trader.Mall.Database, trader.Mall.Writer, Service(trader), trader.Settings, trader.Products, new AdjustStock(trader.Mall.Database, trader.Mall.Writer, []), trader.Mall.Clock);

    public static Halles.Mall.Imports.Imports Service(TestTrader trader) => new(trader.Mall.Database, trader.Mall.Writer, trader.Mall.Clock);

    public static async Task<byte[]> Exported(TestTrader trader, Guid shop, string format = "halles")
    {
        var file = new MemoryStream();
        await new ExportProducts(trader.Mall.Database, trader.Settings).Write(shop, file, format);
        return file.ToArray();
    }

    public static Product Product(TestTrader trader, string handle)
    {
        using var db = trader.Mall.Database.Read();
        return db.Set<Product>().Single(p => p.ShopId == trader.Shop && p.Handle == handle);
    }

    public static long OnHand(TestTrader trader, Guid variant) => trader.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1", variant);

    public static long OnHand(TestTrader trader, Guid variant, Guid store) => trader.Mall.Scalar<long>("SELECT on_hand FROM stock WHERE variant_id = $1 AND store_id = $2", variant, store);

    public static async Task<Guid> Store(TestTrader trader, Guid? shop = null, string slug = "first")
    {
        var store = Ids.New(trader.Mall.Clock);
        await trader.Mall.Write<Done>(s =>
        {
            s.Db.Add(Town.Store(shop ?? trader.Shop, store, slug, Town.Hours, slug == "first" ? 0 : 1));
            return default(Done);
        });
        return store;
    }
}
