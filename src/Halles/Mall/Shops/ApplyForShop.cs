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
    // Slugs are unique over the mall: one application at a time chooses its own.
    private static readonly LockKey Slugs = LockKey.Of(LockKind.Shop, "slugs", "mall");

    /// <summary>Writes the application down and answers with the new shop's id.</summary>
    /// <param name="country">Of the mall: how numbers of firms and phones are read.</param>
    /// <param name="owner">Who applies.</param>
    public Task<Result<Guid>> Run(ShopProfile profile, Country country, Guid owner)
    {
        var check = new FieldChecks();
        var kept = profile.Checked(check, country);
        return check.Problem is { } problem ? Task.FromResult<Result<Guid>>(problem) : writer.Write<Guid>(s => Apply(s, kept, owner), Lane.Office, Slugs);
    }

    private static Result<Guid> Apply(WriteSession s, ShopProfile profile, Guid owner)
    {
        var id = s.NewId();
        var shop = new Shop
        {
            Id = id,
            Slug = Slug.Unique(profile.Name, slug => s.Db.Set<Shop>().AsNoTracking().Any(other => other.Slug == slug), "shop"),
            Name = profile.Name,
            Kind = profile.Kind,
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
