using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Shops;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Reports;

/// <summary>Copies what shoppers are shown, so that what is changed afterwards can still be judged as it was.</summary>
internal static class TakeEvidence
{
    /// <summary>Of a shop, or of one of its products; null when shoppers are not shown it.</summary>
    public static Evidence? Of(MallDb db, Guid shop, Guid? product) =>
        db.Set<Shop>().AsNoTracking().SingleOrDefault(s => s.Id == shop) is not { State: ShopState.Open or ShopState.Paused } seller ? null
        : product is { } id ? Of(db, seller, id)
        : new Evidence
        {
            Path = $"/shops/{seller.Slug}",
            Shop = seller.Name,
            Title = seller.Strap,
            Text = seller.Story,
            More = seller.Returns,
            Photos = [.. new[] { seller.Cover, seller.Logo }.OfType<string>()],
            Trader = seller.Legal,
        };

    private static Evidence? Of(MallDb db, Shop seller, Guid id)
    {
        if (db.Set<Product>().AsNoTracking().SingleOrDefault(p => p.ShopId == seller.Id && p.Id == id) is not { State: ProductState.Published } product)
        {
            return null;
        }

        var texts = db.Set<ProductText>().AsNoTracking().Where(t => t.ShopId == seller.Id && t.ProductId == id).ToList();
        return new Evidence
        {
            Path = $"/shops/{seller.Slug}/{product.Handle}",
            Shop = seller.Name,
            Title = In(texts, TextField.Name),
            Text = In(texts, TextField.Description),
            More = In(texts, TextField.Safety),
            Maker = product.Maker,
            Offers = [.. db.Set<Variant>().AsNoTracking().Where(v => v.ShopId == seller.Id && v.ProductId == id && !v.Archived).OrderBy(v => v.Position).Select(v => new EvidenceOffer(v.Sku, v.Gtin, v.Price))],
            Photos = [.. db.Set<ProductPhoto>().AsNoTracking().Where(p => p.ShopId == seller.Id && p.ProductId == id).OrderBy(p => p.Position).Select(p => p.Media)],
            Trader = seller.Legal,
        };
    }

    private static LocalText In(List<ProductText> texts, TextField field)
    {
        var said = new LocalText();
        foreach (var text in texts.Where(t => t.Field == field))
        {
            said[text.Language] = text.Text;
        }

        return said;
    }
}
