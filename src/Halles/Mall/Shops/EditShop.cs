using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>Changes what a shop says about itself, its pictures and its holiday.</summary>
public sealed class EditShop(MallWriter writer)
{
    private const int LongestWord = 200;

    /// <summary>Changes the profile.</summary>
    /// <param name="version">The state that was edited; another one meanwhile is <see cref="StorageProblems.Stale"/>.</param>
    /// <param name="country">Of the mall: how numbers of firms and phones are read.</param>
    public Task<Result<Done>> Profile(Guid shop, ShopProfile profile, long version, Country country, Guid actor)
    {
        var check = new FieldChecks();
        var kept = profile.Checked(check, country);
        return check.Problem is { } problem
            ? Task.FromResult<Result<Done>>(problem)
            : Write(shop, version, actor, "edit-shop", kept.Into);
    }

    /// <summary>Sends the shop on holiday from one day to another, both included; null ends it.</summary>
    public Task<Result<Done>> Holiday(Guid shop, Holiday? holiday, Guid actor)
    {
        var check = new FieldChecks();
        var word = check.Texts("word", holiday?.Word ?? [], LongestWord);
        var problem = check.Problem
            ?? (holiday is null ? null
                : holiday.To < holiday.From ? ShopProblems.HolidayBackwards
                : holiday.To > holiday.From.AddDays(366) ? ShopProblems.HolidayLong
                : null);
        return problem is not null
            ? Task.FromResult<Result<Done>>(problem)
            : Write(shop, null, actor, holiday is null ? "end-holiday" : "set-holiday", found => found.Holiday = holiday is null ? null : holiday with { Word = word });
    }

    /// <summary>Puts the logo or the cover in place; null takes it away. The original is kept already, or is given to keep.</summary>
    public Task<Result<Done>> Pictures(Guid shop, string? logo, string? cover, Guid actor, Action<WriteSession>? keep = null) => writer.Write<Done>(
        s =>
        {
            keep?.Invoke(s);
            if (s.Db.Find<Shop>(shop) is not { } found)
            {
                return ShopProblems.None;
            }

            foreach (var hash in new[] { logo, cover }.OfType<string>())
            {
                if (s.Sql.Scalar<long>("SELECT count(*) FROM media.originals WHERE hash = $1", Convert.FromHexString(hash)) == 0)
                {
                    return ShopProblems.NoSuchPicture;
                }

                if (s.Sql.Scalar<long>("SELECT count(*) FROM withdrawn_photos WHERE shop_id = $1 AND media = $2", shop, hash) > 0)
                {
                    return ShopProblems.PictureRemoved;
                }
            }

            (found.Logo, found.Cover) = (logo, cover);
            Done(s, found, actor, "edit-shop-pictures");
            return default(Done);
        },
        Lane.Office,
        LockKey.Of(LockKind.Shop, shop));

    /// <summary>Lets other shops that sell the same articles show this one's photos of them, or no longer; copies made until then stay.</summary>
    public Task<Result<Done>> SharePhotos(Guid shop, bool shares, Guid actor) =>
        Write(shop, null, actor, shares ? "share-photos" : "keep-photos", found => found.SharesPhotos = shares);

    private Task<Result<Done>> Write(Guid shop, long? version, Guid actor, string action, Action<Shop> change) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<Shop>(shop) is not { } found)
            {
                return ShopProblems.None;
            }

            if (version is { } edited && edited != found.Version)
            {
                return StorageProblems.Stale;
            }

            change(found);
            Done(s, found, actor, action);
            return default(Done);
        },
        Lane.Office,
        LockKey.Of(LockKind.Shop, shop));

    private static void Done(WriteSession s, Shop shop, Guid actor, string action)
    {
        shop.Version++;
        s.Audit(new AuditEntry(actor, action, shop.Id, shop.Id));
        s.Changed(Topic.Shop, shop.Id, shop.Id);
    }
}
