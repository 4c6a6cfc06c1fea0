using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Bulk;
using Halles.Mall.Imports;
using Halles.Mall.Catalogue;
using Halles.Mall.Checkout;
using Halles.Mall.Identity;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Mall.Reports;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Statistics;
using Halles.Mall.Stock;
using Halles.Mall.Taxonomy;
using Halles.Tests.Mall.Checkout;
using Halles.Tests.Mall.Promotions;
using Microsoft.Extensions.Logging.Abstractions;
using PriceChange = Halles.Mall.Catalogue.PriceChange;

namespace Halles.Tests.Mall.Invariants;

/// <summary>A town in which something was bought, prepared, handed over, and somebody was erased: every table has its rows.</summary>
internal static class UsedTown
{
    public static async Task<Town> On(Engine engine)
    {
        var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Roux"));
        var (bread, cheese) = (await shop.Sells("Pain", 480), await other.Sells("Tomme", 900));
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1)); // orders are asked of the feed only after its oldest change
        await town.Mall.Write(s => CurrentSettings.Save(s, town.Get<CurrentSettings>().Value, null));
        var request = town.Request(Buying.Guest(), [shop.Collect(), other.Deliver()], [new WantedLine(bread, 2), new WantedLine(cheese, 2)], "k1");
        (await town.Get<PlaceOrder>().Run(request)).Problem.ShouldBeNull();
        (await town.Get<PlaceOrder>().Run(request)).Problem.ShouldBeNull();
        var collected = (await town.BuysAs(Buying.Nadia, shop.Collect(), (bread, 1))).Orders[0];
        (await town.Get<PlaceOrder>().Run(town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(bread, 3)], "k2"))).Problem.ShouldBeNull();
        (await town.Get<PrepareOrders>().Ready(shop.Id, collected.OrderId, shop.Clerk)).Problem.ShouldBeNull();
        var code = town.Mall.Scalar<string>("SELECT pickup_code FROM orders WHERE id = $1", collected.OrderId)!;
        (await town.Get<HandOverOrders>().Collect(shop.Id, collected.OrderId, code, new HandOverChecks(Paid: true), shop.Clerk)).Problem.ShouldBeNull();
        await Erase(town, Buying.Nadia.Id);
        var loaf = town.Mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", bread);
        await town.Give(shop, new PromotionInput("Fournée", PromotionKind.AmountOrder, PromotionScope.Shop, [], Amount: 50, LimitAll: 5));
        await town.Give(shop, new PromotionInput("Pain", PromotionKind.Percent, PromotionScope.Products, [loaf], Percent: 1000, Code: "PAIN"));
        var key = await town.Get<PlaceOrder>().Run(town.Request(Buying.Guest(), [shop.Collect()], [new WantedLine(bread, 1)], "k3"));
        (await town.Get<PrepareOrders>().Ready(shop.Id, key.Value.Orders[0].OrderId, shop.Clerk)).Problem.ShouldBeNull();
        await town.Mall.Write<Done>(s =>
        {
            Fill(s, shop, bread, key.Value.Orders[0].OrderId);
            s.Audit(new AuditEntry(null, "second", Guid.Empty, Guid.Empty));
            return default(Done);
        });
        return town;
    }

    // A row in each of the tables that buying alone leaves empty.
    private static void Fill(WriteSession s, TownShop shop, Guid variant, Guid order)
    {
        var product = s.Sql.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", variant);
        var person = People.Add(s, EmailAddress.Parse("claire@example.org"), "Claire Martin", "fr", null, confirmed: true).Id;
        Team.Grant(s, shop.Id, person, ShopRole.Owner, null);
        Staff.Grant(s, person, MallRole.Administrator, null);
        s.Insert(new ApiKey { Id = s.NewId(), Hash = [1], Prefix = "hk_", Name = "till", ShopId = shop.Id, PersonId = person, CreatedAt = s.Now });
        s.Insert(new EmailLink { TokenHash = [1], Purpose = LinkPurpose.Join, Email = "paul@example.org", ShopId = shop.Id, Role = "Clerk", CreatedAt = s.Now, ExpiresAt = s.Now });
        s.Insert(new SavedOrderView { ShopId = shop.Id, Id = s.NewId(), PersonId = person, Name = "Demain", Query = "?view=all" });
        AddCounts.Of(s, shop.Id, product, 1, 1, 1);
        s.Insert(new PriceChange { ShopId = shop.Id, VariantId = variant, At = s.Now, Price = 480 });
        s.Insert(new ProductPhoto { ShopId = shop.Id, ProductId = product, Media = "none", Position = 0, Alt = new LocalText("fr", "") });
        s.Insert(new StockWish { ShopId = shop.Id, Id = s.NewId(), VariantId = variant, Email = "paul@example.org", Language = "fr", At = s.Now });
        s.Insert(new StockCount { ShopId = shop.Id, StoreId = shop.StoreId, VariantId = variant, Expected = 100, Counted = 99, Actor = person, At = s.Now });
        s.Insert(new StockWarning { ShopId = shop.Id, VariantId = variant, StoreId = shop.StoreId, At = s.Now });
        s.Insert(new SentLetter { ShopId = shop.Id, Letter = TeamLetter.LowStock, At = s.Now });
        var edit = s.NewId();
        var import = s.NewId();
        s.Insert(new Import { ShopId = shop.Id, Id = import, FileName = "goods.csv", System = "shopify", State = ImportState.Done, Actor = person, CreatedAt = s.Now, EndedAt = s.Now });
        s.Insert(new ImportPart { ShopId = shop.Id, ImportId = import, Number = 0, Content = [1] });
        s.Insert(new ImportRemark { ShopId = shop.Id, ImportId = import, Number = 1, Row = 2, Field = "", Code = "note-gtin", Message = "Told.", Refused = false, ProductId = product });
        s.Insert(new ImportedProduct { ShopId = shop.Id, ImportId = import, ProductId = product, Version = 1 });
        s.Insert(new ImportMark { ShopId = shop.Id, Key = s.NewId(), ProductId = product, Print = s.NewId() });
        s.Insert(new PhotoFetch { ShopId = shop.Id, Id = s.NewId(), ProductId = product, Address = "https://example.org/1.jpg", Alt = "", ImportId = import });
        s.Insert(new BulkEdit { ShopId = shop.Id, Id = edit, Change = new BulkChange(BulkKind.Tax, TaxCategory: "food"), State = BulkState.Planned, Actor = person, CreatedAt = s.Now });
        s.Insert(new BulkLine { ShopId = shop.Id, EditId = edit, Position = 0, ProductId = product, VariantId = variant, Before = "standard", After = "food", State = BulkLineState.Planned });
        s.Insert(new CategoryChangeProduct { ShopId = shop.Id, ChangeId = s.NewId(), ProductId = product });
        var (report, decision) = (s.NewId(), s.NewId());
        s.Insert(new Report
        {
            ShopId = shop.Id, Id = report, Code = "7K2MQ4XB", Subject = ReportedThing.Product, ProductId = product, Reason = ReportReason.Other, Words = "", Name = "Paul", Email = "paul@example.org", Language = "fr", Evidence = null, At = s.Now,
        });
        s.Insert(new ReportDecision { ShopId = shop.Id, Id = decision, ReportId = report, Measure = ReportMeasure.None, Before = ReportMeasure.None, Ground = Ground.None, Rule = "", Facts = "", Actor = person, At = s.Now });
        s.Insert(new ReportAppeal { ShopId = shop.Id, Id = s.NewId(), ReportId = report, DecisionId = decision, Side = ReportSide.Reporter, Words = "", At = s.Now });
        s.Insert(new FormerCategory { ShopId = shop.Id, ProductId = product, CategoryId = s.NewId(), Until = s.Now });
        s.Insert(new FormerTarget { ShopId = shop.Id, PromotionId = s.Sql.Scalar<Guid>("SELECT id FROM promotions WHERE code = 'PAIN'"), TargetId = product, Until = s.Now });
        s.Insert(new WithdrawnPhoto { ShopId = shop.Id, ProductId = product, Media = "gone", Position = 0, Alt = [] });
        s.Insert(new BasketLine { BasketId = s.NewId(), ShopId = shop.Id, ProductId = product, VariantId = variant, Quantity = 1, PriceSeen = 480, AddedAt = s.Now });
        s.Sql.Execute("INSERT INTO pickup_attempts (shop_id, store_id, id, at) VALUES ($1, $2, $3, $4)", shop.Id, shop.StoreId, s.NewId(), s.Now);
        s.Insert(new Message { ShopId = shop.Id, Id = s.NewId(), OrderId = order, FromShop = true, Text = "Bonjour", At = s.Now });
        s.Changed(Topic.Message, shop.Id, order);
        s.Changed(Topic.Product, shop.Id, product);
        s.Changed(Topic.Store, shop.Id, shop.StoreId);
    }

    private static async Task Erase(Town town, Guid person)
    {
        await town.Mall.Write<Done>(s =>
        {
            s.Insert(new Person { Id = person, Email = "nadia@example.org", Name = "Nadia Benali", Language = "fr", CreatedAt = s.Now });
            return default(Done);
        });
        var callers = new Callers(town.Mall.Database, town.Mall.Writer, new ChangeFollower(town.Mall.Feed, NullLogger<ChangeFollower>.Instance), town.Mall.Clock);
        var data = new MyData(town.Mall.Database, town.Mall.Writer, town.Get<IEnumerable<IPersonalDataHolder>>(), callers, town.Mall.Clock);
        (await data.Erase(new Caller { PersonId = person, Name = "", Email = "", Language = "fr", ProvedAt = town.Now })).Problem.ShouldBeNull();
    }
}
