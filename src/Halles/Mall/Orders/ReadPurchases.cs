using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Orders;

/// <summary>Purchases for the shoppers who placed them: by account, or by the key of a guest's link.</summary>
public sealed class ReadPurchases(MallDatabase database)
{
    /// <summary>A purchase that belongs to the person, or that the key opens; null for anybody else, the same as for none.</summary>
    public PurchaseDetail? Find(Guid id, Guid? person, string? key)
    {
        using var db = database.Read();
        var purchase = db.Set<Purchase>().FirstOrDefault(p => p.Id == id);
        return purchase is null || !MayOpen(purchase, person, key) ? null : Detail(db, purchase);
    }

    /// <summary>The purchase that an order of this code is a part of, under the same rule.</summary>
    public PurchaseDetail? FindByOrder(string code, Guid? person, string? key)
    {
        using var db = database.Read();
        return db.Set<Order>().Where(o => o.Code == code).Select(o => (Guid?)o.PurchaseId).FirstOrDefault() is { } id ? Find(id, person, key) : null;
    }

    /// <summary>For e-mails, which go to whoever placed it.</summary>
    public PurchaseDetail? FindForMail(Guid id)
    {
        using var db = database.Read();
        return db.Set<Purchase>().FirstOrDefault(p => p.Id == id) is { } purchase ? Detail(db, purchase) : null;
    }

    /// <summary>A person's purchases, newest first.</summary>
    public List<PurchaseRow> Of(Guid person, int most = 50)
    {
        using var db = database.Read();
        var purchases = db.Set<Purchase>().Where(p => p.PersonId == person).OrderByDescending(p => p.PlacedAt).Take(most).ToList();
        var ids = purchases.Select(p => p.Id).ToList();
        var orders = db.Set<Order>().Where(o => ids.Contains(o.PurchaseId))
            .Join(db.Set<Shops.Shop>(), o => o.ShopId, s => s.Id, (o, s) => new { Order = o, Shop = s.Name }).ToLookup(o => o.Order.PurchaseId);
        return [.. purchases.Select(p => new PurchaseRow(p, [.. orders[p.Id].Select(o => (o.Order, o.Shop))]))];
    }

    private static PurchaseDetail Detail(MallDb db, Purchase purchase) =>
        new(purchase, OrderDetails.Of(db, [.. db.Set<Order>().Where(o => o.PurchaseId == purchase.Id).OrderBy(o => o.Id)]));

    private static bool MayOpen(Purchase purchase, Guid? person, string? key) =>
        (person is not null && purchase.PersonId == person)
        || (key is { Length: > 0 and < 200 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), purchase.LinkHash));
}
