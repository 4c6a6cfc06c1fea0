using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Shops;

/// <summary>A firm asks to come into the mall; who asks is its owner from then on.</summary>
public sealed class ApplyForShop(MallWriter writer)
{
    private const int LongestSells = 500;

    /// <summary>How many applications of one person may wait.</summary>
    public const int MostWaiting = 5;

    // Slugs are unique over the mall: one application at a time chooses its own.
    private static readonly LockKey Slugs = LockKey.Of(LockKind.Shop, "slugs", "mall");

    /// <summary>What is wrong with an application, field by field; null when nothing is.</summary>
    public static Problem? Check(ShopProfile profile, Country country, string sells)
    {
        var check = new FieldChecks();
        Checked(check, profile, country, sells);
        return check.Problem;
    }

    /// <summary>
    /// Writes the application down and answers with the new shop's id; sent again while it waits, it is the same one.
    /// </summary>
    /// <param name="country">Of the mall: how phones are read, and whose numbers firms have where they say no other.</param>
    /// <param name="owner">Who applies.</param>
    /// <param name="sells">What the shop means to sell.</param>
    /// <param name="with">What is written with it, such as its first place; its refusal refuses all.</param>
    public Task<Result<Guid>> Run(ShopProfile profile, Country country, Guid owner, string sells = "", Func<WriteSession, Guid, Problem?>? with = null)
    {
        var check = new FieldChecks();
        var (kept, goods) = Checked(check, profile, country, sells);
        return check.Problem is { } problem
            ? Task.FromResult<Result<Guid>>(problem)
            : writer.Write<Guid>(
                s =>
                {
                    var waiting = s.Db.Set<Shop>().AsNoTracking().Where(w => w.State == ShopState.Applied && s.Db.Set<Membership>().Any(m => m.ShopId == w.Id && m.PersonId == owner && m.Role == ShopRole.Owner)).ToList();
                    if (waiting.Find(w => w.Name == kept.Name && w.Legal.Number == kept.Legal.Number) is { } same)
                    {
                        return same.Id;
                    }

                    if (waiting.Count >= MostWaiting)
                    {
                        return ShopProblems.ManyApplications.With(MostWaiting);
                    }

                    var shop = Apply(s, kept, goods, owner);
                    return with?.Invoke(s, shop) is { } refused ? refused : shop;
                },
                Lane.Office,
                Slugs);
    }

    private static (ShopProfile Profile, string Sells) Checked(FieldChecks check, ShopProfile profile, Country country, string sells) =>
        (profile.Checked(check, country), check.TextOrNull("sells", sells, LongestSells) ?? "");

    private static Guid Apply(WriteSession s, ShopProfile profile, string sells, Guid owner)
    {
        var id = s.NewId();
        var shop = new Shop
        {
            Id = id,
            Slug = Slug.Unique(profile.Name, slug => s.Db.Set<Shop>().AsNoTracking().Any(other => other.Slug == slug), "shop"),
            Name = profile.Name,
            Kind = profile.Kind,
            Sells = sells,
            Legal = profile.Legal,
            Language = profile.Language,
            Email = profile.Email,
            CreatedAt = s.Now,
        };
        profile.Into(shop);
        s.Db.Add(shop);
        s.Db.Add(new Membership { ShopId = id, PersonId = owner, Role = ShopRole.Owner, Since = s.Now });
        s.Audit(new AuditEntry(owner, "apply-for-shop", id, id));
        s.Changed(Topic.Shop, id, id);
        s.Changed(Topic.Person, Guid.Empty, owner);
        return id;
    }
}
