using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Stores;

/// <summary>A place as it is typed.</summary>
public sealed record StoreInput
{
    public required string Name { get; init; }

    public required Address Address { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    public required string TimeZone { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    public LocalText Access { get; init; } = [];

    public string? Phone { get; init; }

    internal StoreInput Checked(FieldChecks check)
    {
        var address = Address.Tidied();
        AddressFields.Check(check, "address", address);
        check.Add("latitude", GeoPoint.IsValid(Latitude, Longitude) ? null : StoreProblems.Point);
        check.Add("time-zone", TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? null : StoreProblems.TimeZone);
        foreach (var service in Services)
        {
            check.OneOf("services", service, StoreServices.All);
        }

        var phone = check.TextOrNull("phone", Phone, 30);
        if (phone is not null)
        {
            check.Add("phone", PhoneNumber.TryParse(phone, address.Country, out var parsed, out var wrong) ? null : wrong);
            phone = wrong is null ? parsed.Value : phone;
        }

        return this with { Name = check.Text("name", Name, 80), Address = address, Access = check.Texts("access", Access, 1_000), Phone = phone, Services = [.. Services.Distinct()] };
    }

    internal void Into(Store store)
    {
        (store.Name, store.Address, store.TimeZone) = (Name, Address, TimeZone);
        (store.Latitude, store.Longitude) = (Latitude, Longitude);
        (store.Services, store.Access, store.Phone) = (Services, Access, Phone);
    }
}

/// <summary>Adds, changes and gives up the places of a shop.</summary>
public sealed class EditStore(MallWriter writer)
{
    /// <summary>The most places of one shop.</summary>
    public const int Most = 50;

    /// <summary>Adds a place, closed until its hours are set, and answers with its id.</summary>
    public Task<Result<Guid>> Add(Guid shop, StoreInput input, Guid actor)
    {
        var check = new FieldChecks();
        var kept = input.Checked(check);
        return check.Problem is { } problem ? Task.FromResult<Result<Guid>>(problem) : writer.Write<Guid>(s => Add(s, shop, kept, actor), Lane.Office, StoreLocks.Of(shop));
    }

    /// <summary>Adds the first place of a shop in the running transaction, for who applies; null when it was added.</summary>
    public static Problem? AddFirst(WriteSession session, Guid shop, StoreInput input, Guid actor)
    {
        var check = new FieldChecks();
        var kept = input.Checked(check);
        return check.Problem ?? Add(session, shop, kept, actor).Problem;
    }

    /// <summary>What is wrong with a place; null when nothing is.</summary>
    public static Problem? Check(StoreInput input)
    {
        var check = new FieldChecks();
        input.Checked(check);
        return check.Problem;
    }

    /// <summary>Changes a place.</summary>
    /// <param name="version">The state that was edited.</param>
    public Task<Result<Done>> Change(Guid shop, Guid store, StoreInput input, long version, Guid actor)
    {
        var check = new FieldChecks();
        var kept = input.Checked(check);
        return check.Problem is { } problem
            ? Task.FromResult<Result<Done>>(problem)
            : writer.Write<Done>(s => StoreLocks.Change(s, shop, store, version, actor, "edit-store", kept.Into), Lane.Office, StoreLocks.Of(shop));
    }

    /// <summary>Gives a place up; past orders keep it. The last one stays.</summary>
    public Task<Result<Done>> Remove(Guid shop, Guid store, Guid actor) => writer.Write<Done>(
        s => s.Db.Set<Store>().Count(other => other.ShopId == shop && !other.Gone && other.Id != store) == 0
            ? StoreProblems.Last
            : StoreLocks.Change(s, shop, store, null, actor, "remove-store", found => found.Gone = true),
        Lane.Office,
        StoreLocks.Of(shop));

    /// <summary>Takes back that a place was given up.</summary>
    public Task<Result<Done>> BringBack(Guid shop, Guid store, Guid actor) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<Store>(shop, store) is not { Gone: true } found)
            {
                return StoreProblems.None;
            }

            if (s.Db.Set<Store>().Count(other => other.ShopId == shop && !other.Gone) >= Most)
            {
                return StoreProblems.TooMany.With(Most);
            }

            found.Gone = false;
            found.Version++;
            s.Audit(new AuditEntry(actor, "bring-back-store", shop, store));
            s.Changed(Topic.Store, shop, store);
            return default(Done);
        },
        Lane.Office,
        StoreLocks.Of(shop));

    private static Result<Guid> Add(WriteSession s, Guid shop, StoreInput input, Guid actor)
    {
        var others = s.Db.Set<Store>().AsNoTracking().Where(other => other.ShopId == shop).Select(other => new { other.Slug, other.Gone }).ToList();
        if (others.Count(o => !o.Gone) >= Most)
        {
            return StoreProblems.TooMany.With(Most);
        }

        var store = new Store
        {
            ShopId = shop,
            Id = s.NewId(),
            Slug = Slug.Unique(input.Name, slug => others.Any(o => o.Slug == slug), "store"),
            Name = input.Name,
            Address = input.Address,
            TimeZone = input.TimeZone,
            Position = others.Count,
        };
        input.Into(store);
        s.Db.Add(store);
        s.Audit(new AuditEntry(actor, "add-store", shop, store.Id));
        s.Changed(Topic.Store, shop, store.Id);
        return store.Id;
    }
}

/// <summary>What the use cases on stores share: one lock per shop, and one way to change a row.</summary>
internal static class StoreLocks
{
    public static LockKey Of(Guid shop) => LockKey.Of(LockKind.Shop, shop);

    public static Result<Done> Change(WriteSession s, Guid shop, Guid store, long? version, Guid actor, string action, Action<Store> change)
    {
        if (s.Db.Find<Store>(shop, store) is not { Gone: false } found)
        {
            return StoreProblems.None;
        }

        if (version is { } edited && edited != found.Version)
        {
            return StorageProblems.Stale;
        }

        change(found);
        found.Version++;
        s.Audit(new AuditEntry(actor, action, shop, store));
        s.Changed(Topic.Store, shop, store);
        return default(Done);
    }
}
