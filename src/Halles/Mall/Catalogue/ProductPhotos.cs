using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Media;
using Halles.Mall.Shops;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>The photos of a product: added, put in order, described, taken away.</summary>
public sealed class ProductPhotos(MallWriter writer, Photos photos)
{
    /// <summary>The most photos of one product.</summary>
    public const int Most = 12;

    /// <summary>Adds uploaded files after the photos that are there. One that will not do refuses all, and says which.</summary>
    /// <param name="alt">What is to be seen on them, where that is known.</param>
    /// <returns>How many are new.</returns>
    public async Task<Result<int>> Add(Guid shop, Guid product, IReadOnlyList<ReadOnlyMemory<byte>> files, Guid? actor, LocalText? alt = null)
    {
        var originals = new List<Original>();
        foreach (var file in files.Take(Most + 1))
        {
            var original = await photos.Accept(file, PhotoShape.Upright).ConfigureAwait(false);
            if (original.Problem is { } problem)
            {
                return problem.On("photos");
            }

            originals.Add(original.Value);
        }

        return await writer.Write<int>(s => Add(s, shop, product, originals, alt ?? [], actor), Lane.Office, EditProduct.Lock(shop)).ConfigureAwait(false);
    }

    /// <summary>Puts the photos into this order with these alternative texts; those that are not named are taken away.</summary>
    public Task<Result<Done>> Arrange(Guid shop, Guid product, IReadOnlyList<(string Media, LocalText Alt)> order, Guid? actor) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<Product>(shop, product) is not { } found)
            {
                return CatalogueProblems.NoProduct;
            }

            var rows = Rows(s, shop, product);
            var check = new FieldChecks();
            check.Add("photos", order.Any(o => !rows.Exists(r => r.Media == o.Media)) || order.DistinctBy(o => o.Media).Count() != order.Count ? CatalogueProblems.NoPhoto : null);
            var alts = order.Select((o, i) => check.Texts($"alt.{i}", o.Alt, 300)).ToList();
            if (check.Problem is { } problem)
            {
                return problem;
            }

            foreach (var row in rows)
            {
                var position = order.Index().FirstOrDefault(o => o.Item.Media == row.Media, (-1, default)).Index;
                if (position < 0)
                {
                    s.Db.Remove(row);
                }
                else
                {
                    (row.Position, row.Alt) = (position, alts[position]);
                }
            }

            return EditProduct.Touch(s, found, actor, "arrange-photos");
        },
        Lane.Office,
        EditProduct.Lock(shop));

    /// <summary>
    /// The mall's office takes a photo from a product, and from wherever else its shop shows it, which cannot add it again; in a unit
    /// that holds the shop's lock.
    /// </summary>
    public static Result<Done> Withdraw(WriteSession s, Guid shop, Guid product, string media, Guid actor)
    {
        foreach (var id in s.Db.Set<ProductPhoto>().Where(p => p.ShopId == shop && p.Media == media).Select(p => p.ProductId).ToList().Append(product).Distinct())
        {
            WithdrawOne(s, shop, id, media, actor);
        }

        if (s.Db.Find<Shop>(shop) is { } seller && (seller.Logo == media || seller.Cover == media))
        {
            (seller.Logo, seller.Cover, seller.Version) = (seller.Logo == media ? null : seller.Logo, seller.Cover == media ? null : seller.Cover, seller.Version + 1);
            s.Changed(Topic.Shop, shop, shop);
        }

        return default(Done);
    }

    /// <summary>
    /// Gives back what <see cref="Withdraw"/> took from products, where it stood; a shop's logo or cover it chooses again itself. In a unit
    /// that holds the shop's lock.
    /// </summary>
    public static Result<Done> Restore(WriteSession s, Guid shop, string media, Guid actor)
    {
        foreach (var gone in s.Db.Set<WithdrawnPhoto>().Where(p => p.ShopId == shop && p.Media == media).ToList())
        {
            s.Db.Remove(gone);
            if (s.Db.Find<Product>(shop, gone.ProductId) is not { } found)
            {
                continue;
            }

            var rows = Rows(s, shop, found.Id);
            if (rows.Count < Most)
            {
                var position = Math.Min(gone.Position, rows.Count);
                rows.Where(p => p.Position >= position).ToList().ForEach(p => p.Position++);
                s.Db.Add(new ProductPhoto { ShopId = shop, ProductId = found.Id, Media = media, Position = position, Alt = gone.Alt });
            }

            EditProduct.Touch(s, found, actor, "give-photo-back");
        }

        return default(Done);
    }

    private static void WithdrawOne(WriteSession s, Guid shop, Guid product, string media, Guid actor)
    {
        var rows = Rows(s, shop, product);
        if (s.Db.Find<Product>(shop, product) is not { } found || s.Db.Find<WithdrawnPhoto>(shop, product, media) is not null)
        {
            return;
        }

        var gone = rows.Find(p => p.Media == media);
        s.Db.Add(new WithdrawnPhoto { ShopId = shop, ProductId = product, Media = media, Position = gone?.Position ?? rows.Count, Alt = gone?.Alt ?? [] });
        if (gone is not null)
        {
            s.Db.Remove(gone);
            rows.Where(p => p.Position > gone.Position).ToList().ForEach(p => p.Position--);
        }

        EditProduct.Touch(s, found, actor, "remove-photo");
    }

    /// <summary>Takes photos from a product, in a unit that holds the shop's lock and tells of the change; those that it has not are passed over.</summary>
    internal static void TakeAway(WriteSession s, Guid shop, Guid product, IReadOnlyCollection<string> media)
    {
        var rows = media.Count == 0 ? [] : Rows(s, shop, product);
        s.Db.RemoveRange(rows.Where(p => media.Contains(p.Media)));
        foreach (var (position, row) in rows.Where(p => !media.Contains(p.Media)).Index())
        {
            row.Position = position;
        }
    }

    /// <summary>Of photos that are copied into a shop those that the mall's office has not removed there.</summary>
    public static IEnumerable<ProductPhoto> Allowed(WriteSession s, Guid shop, IReadOnlyCollection<ProductPhoto> photos)
    {
        var withdrawn = Withdrawn(s, shop);
        return photos.Where(p => !withdrawn.Contains(p.Media));
    }

    private static Result<int> Add(WriteSession s, Guid shop, Guid product, List<Original> originals, LocalText alt, Guid? actor)
    {
        if (s.Db.Find<Product>(shop, product) is not { } found)
        {
            return CatalogueProblems.NoProduct;
        }

        var rows = Rows(s, shop, product);
        var fresh = originals.DistinctBy(o => o.Hash).Where(o => !rows.Exists(r => r.Media == o.Hash)).ToList();
        if (Withdrawn(s, shop).Overlaps(fresh.Select(o => o.Hash)))
        {
            return CatalogueProblems.PhotoWithdrawn.On("photos");
        }

        if (fresh.Count == 0)
        {
            return 0;
        }

        if (rows.Count + fresh.Count > Most)
        {
            return CatalogueProblems.TooManyPhotos.With(Most).On("photos");
        }

        foreach (var (index, original) in fresh.Index())
        {
            Photos.Keep(s, original, PhotoShape.Upright);
            s.Db.Add(new ProductPhoto { ShopId = shop, ProductId = product, Media = original.Hash, Position = rows.Count + index, Alt = alt });
        }

        EditProduct.Touch(s, found, actor, "add-photos");
        return fresh.Count;
    }

    private static HashSet<string> Withdrawn(WriteSession s, Guid shop) =>
        s.Db.Set<WithdrawnPhoto>().AsNoTracking().Where(p => p.ShopId == shop).Select(p => p.Media).ToHashSet(StringComparer.Ordinal);

    private static List<ProductPhoto> Rows(WriteSession s, Guid shop, Guid product) =>
        [.. s.Db.Set<ProductPhoto>().Where(p => p.ShopId == shop && p.ProductId == product).OrderBy(p => p.Position)];
}
