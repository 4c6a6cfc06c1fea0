using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>A category as it is typed.</summary>
/// <param name="Name">A language that is no key here keeps its name; an empty name takes it away.</param>
/// <param name="ParentId">Where a new one stands; one that is there stays in its place, from which it is moved by itself.</param>
/// <param name="Slugs">The same for its addresses; null keeps them all.</param>
public sealed record CategoryInput(string Code, LocalText Name, Guid? ParentId, int Position, IReadOnlyList<string> Attributes, LocalText? Slugs = null);

/// <summary>An attribute as it is typed.</summary>
public sealed record AttributeInput(string Code, LocalText Name, AttributeType Type, string? Unit, Dictionary<string, LocalText> Values);

/// <summary>Changes the mall's categories and attributes.</summary>
public sealed class EditTaxonomy(MallWriter writer, CurrentSettings settings)
{
    /// <summary>Aisle, group, leaf.</summary>
    public const int Deepest = 3;

    /// <summary>Whoever moves a category must see what others move: the taxonomy is changed by one at a time.</summary>
    public static readonly LockKey Lock = LockKey.Of(LockKind.Shop, "taxonomy", "mall");

    /// <summary>Adds a category (no id) or changes one, and answers with its id.</summary>
    public Task<Result<Guid>> Category(Guid? id, CategoryInput input, Guid actor) => writer.Write<Guid>(
        s =>
        {
            var all = s.Db.Set<Category>().ToList();
            var found = id is null ? null : all.Find(c => c.Id == id);
            if (id is not null && found is null)
            {
                return CatalogueProblems.NoCategory;
            }

            var check = new FieldChecks();
            var name = check.Texts("name", CategoryNames.Over(found?.Name ?? [], input.Name), CategoryNames.Longest);
            check.Add("name", name.Count == 0 ? FieldProblems.Missing : null);
            check.Number("position", input.Position, 0, 10_000);
            var known = s.Db.Set<ProductAttribute>().Select(a => a.Code).ToList();
            check.Add("attributes", input.Attributes.All(known.Contains) ? null : CatalogueProblems.NoAttribute);
            var addresses = new CategoryAddresses(all);
            CheckSlugs(check, addresses, input.Slugs ?? [], id);
            if ((check.Problem ?? Misplaced(s.Sql, all, id, input)) is { } problem)
            {
                return problem;
            }

            if (found is null)
            {
                found = new Category { Id = s.NewId(), Code = input.Code, Name = [], ParentId = input.ParentId };
                s.Db.Add(found);
            }

            var before = CategoryAddresses.Of(found).ToList();
            CategoryNames.Write(found, name, settings.Value.Languages[0]);
            (found.Code, found.Position, found.Attributes) = (input.Code, input.Position, [.. input.Attributes.Distinct()]);
            found.Slugs = addresses.Slugs(found, input.Slugs ?? []);
            CategoryAlias.KeepAddresses(s, found, id is null ? [] : before);
            Told(s, actor, id is null ? "add-category" : "edit-category", found.Id, input.Code);
            return found.Id;
        },
        Lane.Office,
        Lock);

    /// <summary>Removes a category that nothing is in.</summary>
    public Task<Result<Done>> RemoveCategory(Guid id, Guid actor) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<Category>(id) is not { } found)
            {
                return CatalogueProblems.NoCategory;
            }

            if (s.Db.Set<Category>().Any(c => c.ParentId == id) || s.Db.Set<Product>().Any(p => p.CategoryId == id))
            {
                return CatalogueProblems.CategoryInUse;
            }

            FormerParent.Keep(s, id, found.ParentId);
            s.Db.Remove(found);
            s.Sql.Execute("DELETE FROM category_aliases WHERE category_id = $1", id);
            Told(s, actor, "remove-category", id, found.Code);
            return default(Done);
        },
        Lane.Office,
        Lock);

    /// <summary>Moves a category one place up or down among those beside it; at the end it stays.</summary>
    public Task<Result<Done>> Move(Guid id, bool up, Guid actor) => writer.Write<Done>(
        s =>
        {
            var all = s.Db.Set<Category>().ToList();
            if (all.Find(c => c.Id == id) is not { } found)
            {
                return CatalogueProblems.NoCategory;
            }

            var beside = all.Where(c => c.ParentId == found.ParentId).InOrder().ToList();
            var to = beside.IndexOf(found) + (up ? -1 : 1);
            if (to >= 0 && to < beside.Count)
            {
                beside.Remove(found);
                beside.Insert(to, found);
                for (var i = 0; i < beside.Count; i++)
                {
                    beside[i].Position = i;
                }

                Told(s, actor, "move-category", id, found.Code);
            }

            return default(Done);
        },
        Lane.Office,
        Lock);

    /// <summary>Adds an attribute or changes the one of this code.</summary>
    public Task<Result<Done>> Attribute(AttributeInput input, Guid actor) => writer.Write<Done>(
        s =>
        {
            var check = new FieldChecks();
            check.Add("code", Slug.IsValid(input.Code) && input.Code.Length <= 40 ? null : CatalogueProblems.CategoryCode);
            var name = check.Texts("name", input.Name, 80);
            check.Add("name", name.Count == 0 ? FieldProblems.Missing : null);
            var unit = check.TextOrNull("unit", input.Unit, 10);
            var values = input.Values.ToDictionary(v => check.Text("values", v.Key, 60), v => check.Texts("values." + v.Key, v.Value, 80), StringComparer.Ordinal);
            if (check.Problem is { } problem)
            {
                return problem;
            }

            var found = s.Db.Find<ProductAttribute>(input.Code);
            if (found is not null && found.Type != input.Type && HasValues(s, input.Code))
            {
                return CatalogueProblems.AttributeTypeKept.On("type");
            }

            if (found is null)
            {
                found = new ProductAttribute { Code = input.Code, Name = name, Type = input.Type };
                s.Db.Add(found);
            }

            (found.Name, found.Type, found.Unit, found.Values) = (name, input.Type, unit, values);
            Told(s, actor, "edit-attribute", Guid.Empty, input.Code);
            return default(Done);
        },
        Lane.Office,
        Lock);

    /// <summary>Removes an attribute that no category asks for and no product has.</summary>
    public Task<Result<Done>> RemoveAttribute(string code, Guid actor) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<ProductAttribute>(code) is not { } found)
            {
                return CatalogueProblems.NoAttribute;
            }

            if (HasValues(s, code) || s.Db.Set<Category>().AsEnumerable().Any(c => c.Attributes.Contains(code)))
            {
                return CatalogueProblems.AttributeInUse;
            }

            s.Db.Remove(found);
            Told(s, actor, "remove-attribute", Guid.Empty, code);
            return default(Done);
        },
        Lane.Office,
        Lock);

    // Values are kept as JSON by code; a quote inside a text is escaped, so a key cannot be feigned.
    private static bool HasValues(WriteSession s, string code) =>
        s.Sql.Scalar<long>("SELECT count(*) FROM products WHERE attributes LIKE $1", $"%\"{code}\":%") > 0;

    private static void CheckSlugs(FieldChecks check, CategoryAddresses addresses, LocalText slugs, Guid? id)
    {
        foreach (var (language, slug) in slugs.Where(s => s.Value.Length > 0))
        {
            check.Add($"slug.{language}", !Slug.IsValid(slug) ? CatalogueProblems.CategoryCode : addresses.IsTaken(language, slug, id ?? Guid.Empty) ? CatalogueProblems.CategoryCodeTaken : null);
        }
    }

    /// <summary>What is wrong with where it would stand.</summary>
    private static Problem? Misplaced(SqlSession sql, List<Category> all, Guid? id, CategoryInput input)
    {
        if (!Slug.IsValid(input.Code))
        {
            return CatalogueProblems.CategoryCode;
        }

        if (all.Exists(c => c.Code == input.Code && c.Id != id))
        {
            return CatalogueProblems.CategoryCodeTaken;
        }

        return id is null ? CategoryPlace.Wrong(sql, all, null, input.ParentId) : null;
    }

    private static void Told(WriteSession s, Guid actor, string action, Guid subject, string code)
    {
        s.Audit(new AuditEntry(actor, action, Guid.Empty, subject, code));
        s.Changed(Topic.Category, Guid.Empty, subject);
    }
}
