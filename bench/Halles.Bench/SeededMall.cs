using System.Diagnostics;
using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Bench;

/// <summary>Something that can be bought, for who drives the load.</summary>
internal sealed record Buyable(string Shop, Guid Store, Guid Product, Guid Variant, string Handle, long Price);

/// <summary>A mall of many products, fifty to a shop, written by the load path; and how long that took.</summary>
/// <param name="Seconds">Loading alone.</param>
/// <param name="Goods">What can be bought in it.</param>
internal sealed record SeededMall(string Folder, string? Postgres, int Products, double Seconds, IReadOnlyList<Buyable> Goods)
{
    public string Engine => Postgres is null ? "sqlite" : "postgresql";

    /// <summary>The options of the command line that say where it is.</summary>
    public string[] Place => Postgres is null ? ["--data", Folder] : ["--data", Folder, "--postgres", Postgres];

    private const int ShopSize = 50, Aisles = 8, Leaves = 96, Plenty = 1_000_000;

    public static async Task<SeededMall> Make(string folder, string? postgres, int products)
    {
        using var data = DataFolder.TryLock(folder) ?? throw new InvalidOperationException($"{folder} is in use.");
        using var database = new MallDatabase(data, postgres);
        Migrator.Migrate(database);
        using var writer = new MallWriter(database, new ChangeFeed(database), TimeProvider.System, NullLogger<MallWriter>.Instance);
        await Founding.Found(writer);
        var leaves = (await writer.Write<List<Guid>>(Categories)).Value;
        var shops = await Founding.OpenShops(writer, (products + ShopSize - 1) / ShopSize);
        var goods = new List<Buyable>(products);
        var seeded = new SeededGoods(seed: 1);
        var watch = Stopwatch.StartNew();
        foreach (var shop in shops)
        {
            var inputs = Enumerable.Range(goods.Count, Math.Min(ShopSize, products - goods.Count)).Select(n => seeded.Next(leaves, n)).ToList();
            var written = await writer.Write<List<NewProduct>>(s => Fill(s, shop, inputs), Lane.Office, LockKey.Of(LockKind.Shop, shop.Shop));
            goods.AddRange(written.Value.Select(p => new Buyable(shop.Slug, shop.Store, p.Product.Id, p.Variants[0].Id, p.Product.Handle, p.Variants[0].Price)));
        }

        return new SeededMall(folder, postgres, products, watch.Elapsed.TotalSeconds, goods);
    }

    /// <summary>A mall that an earlier run made and left; null when there is none.</summary>
    public static SeededMall? Kept(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "mall.db")))
        {
            return null;
        }

        using var database = new MallDatabase(DataFolder.ForReading(folder), null);
        var goods = database.Read(sql => sql.List(
            "SELECT s.slug, t.id, p.id, v.id, p.handle, v.price FROM products p JOIN variants v ON v.shop_id = p.shop_id AND v.product_id = p.id JOIN shops s ON s.id = p.shop_id JOIN stores t ON t.shop_id = s.id ORDER BY p.id",
            r => new Buyable(r.Text(0), r.Id(1), r.Id(2), r.Id(3), r.Text(4), r.Long(5))));
        return new SeededMall(folder, null, goods.Count, 0, goods);
    }

    private static List<NewProduct> Fill(WriteSession s, OpenShop shop, List<ProductInput> inputs)
    {
        var goods = new NewProducts(s, shop.Shop, "fr", Currency.Eur);
        return inputs.ConvertAll(input =>
        {
            var added = goods.Add(input, publish: true).Value;
            OpeningStock.Write(s, shop.Shop, added.Variants[0].Id, shop.Store, Plenty, Founding.Actor);
            return added;
        });
    }

    private static Result<List<Guid>> Categories(WriteSession s)
    {
        s.Db.Add(new ProductAttribute { Code = "colour", Name = new LocalText("fr", "Couleur"), Type = AttributeType.Text });
        s.Db.Add(new ProductAttribute { Code = "organic", Name = new LocalText("fr", "Bio"), Type = AttributeType.YesNo });
        var aisles = Enumerable.Range(0, Aisles).Select(i => Add($"aisle-{i}", null)).ToList();
        return Enumerable.Range(0, Leaves).Select(i => Add(string.Create(CultureInfo.InvariantCulture, $"leaf-{i}"), aisles[i % Aisles])).ToList();

        Guid Add(string code, Guid? parent)
        {
            var category = new Category { Id = s.NewId(), Code = code, ParentId = parent, Name = new LocalText("fr", code), Attributes = parent is null ? [] : ["colour", "organic"] };
            s.Db.Add(category);
            s.Changed(Topic.Category, Guid.Empty, category.Id);
            return category.Id;
        }
    }
}
