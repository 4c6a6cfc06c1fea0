using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Districts;

/// <summary>A district as it is typed.</summary>
/// <param name="Slug">Made of the name when empty.</param>
/// <param name="Name">A language that is no key keeps what it has; so for the text.</param>
public sealed record DistrictInput(string Slug, LocalText Name, LocalText Text, Boundary Boundary);

/// <summary>What becomes of a shop in a district.</summary>
public enum ShopInDistrict
{
    /// <summary>By where its stores are.</summary>
    ByStores,
    Added,
    LeftOut,
}

/// <summary>Keeps the mall's districts.</summary>
public sealed class EditDistricts(MallWriter writer, CurrentSettings settings)
{
    /// <summary>All of them stand on the home page and in the foot.</summary>
    public const int Most = 40;

    /// <summary>Postcodes of one.</summary>
    public const int MostPostcodes = 100;

    /// <summary>The widest radius.</summary>
    public const int MostMetres = 100_000;

    private static readonly LockKey Lock = LockKey.Of(LockKind.Shop, "districts", "mall");

    /// <summary>Adds one (no id) or changes one, and answers with its id.</summary>
    public Task<Result<Guid>> Save(Guid? id, DistrictInput input, Guid actor) => writer.Write<Guid>(
        s =>
        {
            var all = s.Db.Set<District>().ToList();
            var found = id is null ? null : all.Find(d => d.Id == id);
            if (id is not null && found is null)
            {
                return DistrictProblems.None;
            }

            var (check, own) = (new FieldChecks(), settings.Value.Languages[0]);
            var name = check.Texts("name", Over(found?.Name, input.Name), 80, own);
            var text = check.Texts("text", Over(found?.Text, input.Text));
            var postcodes = input.Boundary.Postcodes.Select(Boundary.Plain).Where(p => p.Length is > 0 and <= 12).Distinct(StringComparer.Ordinal).ToList();
            check.Add("postcodes", postcodes.Count > MostPostcodes ? DistrictProblems.TooManyPostcodes.With(MostPostcodes) : null);
            check.Number("metres", input.Boundary.Metres, 0, MostMetres);
            check.Add("middle", input.Boundary is { Metres: > 0, Middle: null or { Latitude: 0, Longitude: 0 } } ? DistrictProblems.NoMiddle : null);
            check.Add("slug", input.Slug.Length > 0 && !Slug.IsValid(input.Slug) ? DistrictProblems.Slug : all.Exists(d => d.Slug == input.Slug && d.Id != id) ? DistrictProblems.SlugTaken : null);
            check.Add("name", found is null && all.Count >= Most ? DistrictProblems.TooMany.With(Most) : null);
            if (check.Problem is { } problem)
            {
                return problem;
            }

            if (found is null)
            {
                found = new District { Id = s.NewId(), Slug = "", Name = name, Position = all.Select(d => d.Position + 1).DefaultIfEmpty(0).Max() };
                s.Db.Add(found);
            }

            (found.Name, found.Text, found.Boundary) = (name, text, input.Boundary with { Postcodes = postcodes });
            found.Slug = input.Slug.Length > 0 ? input.Slug : found.Slug.Length > 0 ? found.Slug : Slug.Unique(name[own], slug => all.Exists(d => d.Slug == slug), "place");
            Told(s, actor, id is null ? "add-district" : "edit-district", found);
            return found.Id;
        },
        Lane.Office,
        Lock);

    /// <summary>Adds a shop by hand, leaves it out, or goes by its stores again.</summary>
    public Task<Result<Done>> Shop(Guid id, Guid shop, ShopInDistrict how, Guid actor) => Change(id, "edit-district", actor, (s, district) =>
    {
        if (s.Db.Find<Shop>(shop) is null)
        {
            return DistrictProblems.NoShop;
        }

        district.Added = [.. district.Added.Where(a => a != shop), .. how is ShopInDistrict.Added ? [shop] : Array.Empty<Guid>()];
        district.LeftOut = [.. district.LeftOut.Where(a => a != shop), .. how is ShopInDistrict.LeftOut ? [shop] : Array.Empty<Guid>()];
        return default(Done);
    });

    /// <summary>Moves one a place up or down; at the end it stays.</summary>
    public Task<Result<Done>> Move(Guid id, bool up, Guid actor) => Change(id, "edit-district", actor, (s, district) =>
    {
        var all = s.Db.Set<District>().AsEnumerable().OrderBy(d => d.Position).ThenBy(d => d.Id).ToList();
        var to = all.IndexOf(district) + (up ? -1 : 1);
        if (to >= 0 && to < all.Count)
        {
            all.Remove(district);
            all.Insert(to, district);
        }

        foreach (var (position, other) in all.Index())
        {
            other.Position = position;
        }

        return default(Done);
    });

    /// <summary>Removes one; its shops stay what they are.</summary>
    public Task<Result<Done>> Remove(Guid id, Guid actor) => Change(id, "remove-district", actor, (s, district) =>
    {
        s.Db.Remove(district);
        return default(Done);
    });

    private Task<Result<Done>> Change(Guid id, string action, Guid actor, Func<WriteSession, District, Result<Done>> change) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<District>(id) is not { } found)
            {
                return DistrictProblems.None;
            }

            var done = change(s, found);
            if (done.Ok)
            {
                Told(s, actor, action, found);
            }

            return done;
        },
        Lane.Office,
        Lock);

    private static LocalText Over(LocalText? there, LocalText typed)
    {
        var texts = new LocalText();
        foreach (var (language, text) in (there ?? []).Where(t => !typed.ContainsKey(t.Key)).Concat(typed))
        {
            texts[language] = text;
        }

        return texts;
    }

    private static void Told(WriteSession s, Guid actor, string action, District district)
    {
        s.Audit(new AuditEntry(actor, action, Guid.Empty, district.Id, district.Slug));
        s.Changed(Topic.District, Guid.Empty, district.Id);
    }
}
