using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>Makes products and changes them.</summary>
public sealed class EditProduct(MallWriter writer, CurrentSettings settings)
{
    /// <summary>Makes a draft and answers with its id.</summary>
    /// <param name="language">The language in which the shop writes.</param>
    public Task<Result<Guid>> Create(Guid shop, ProductInput input, string language, Guid? actor) =>
        writer.Write(s => Create(s, shop, input, language, actor), Lane.Office, Lock(shop));

    /// <summary>Changes a product.</summary>
    /// <param name="version">The state that was edited; another one meanwhile is <see cref="StorageProblems.Stale"/>. Null for any.</param>
    public Task<Result<Done>> Change(Guid shop, Guid product, ProductInput input, long? version, Guid? actor) =>
        writer.Write(s => Change(s, shop, product, input, version, actor), Lane.Office, Lock(shop));

    /// <summary>Changes the price of one variant, from the list or by program.</summary>
    /// <param name="version">The product's version that was looked at; another one meanwhile is <see cref="StorageProblems.Stale"/>. Null for any.</param>
    public Task<Result<Done>> Price(Guid shop, Guid variant, long price, bool reduced, Guid? actor, long? version = null) =>
        writer.Write(s => Price(s, shop, variant, price, reduced, actor, version), Lane.Office, Lock(shop));

    /// <summary>The same inside a unit that holds the shop's lock.</summary>
    public Result<Done> Price(WriteSession s, Guid shop, Guid variant, long price, bool reduced, Guid? actor, long? version)
    {
        if (s.Db.Find<Variant>(shop, variant) is not { Archived: false } found || s.Db.Find<Product>(shop, found.ProductId) is not { } product)
        {
            return CatalogueProblems.NoVariant;
        }

        if (version is { } looked && looked != product.Version)
        {
            return StorageProblems.Stale;
        }

        var check = new FieldChecks();
        check.Number("price", price, product.PublishedAt is null ? 0 : 1, ProductInput.MostPrice);
        var details = string.Create(CultureInfo.InvariantCulture, $"{found.Sku} {found.Price} -> {price}");
        if ((check.Problem ?? Prices.Set(s, product, found, price, reduced, Currency)?.On("reduced")) is { } problem)
        {
            return problem;
        }

        return Touch(s, product, actor, "change-price", details);
    }

    /// <summary>Puts a product into another category, in a unit that holds the shop's lock; its properties stay.</summary>
    public static Result<Done> Category(WriteSession s, Guid shop, Guid id, Guid category, Guid actor) =>
        NoCategory(s.Sql, category) is { } problem ? problem : Set(s, shop, id, actor, "change-category", product => product.CategoryId = category);

    /// <summary>Gives a product another tax category, in a unit that holds the shop's lock.</summary>
    public static Result<Done> TaxCategory(WriteSession s, Guid shop, Guid id, string tax, Guid actor) =>
        Set(s, shop, id, actor, "change-tax", product => product.TaxCategory = tax);

    /// <summary>Why products cannot be in a category; null when they can.</summary>
    public static Problem? NoCategory(SqlSession sql, Guid category) =>
        sql.Scalar<long>("SELECT count(*) FROM categories WHERE id = $1", category) == 0 ? CatalogueProblems.NoCategory
            : sql.Scalar<long>("SELECT count(*) FROM categories WHERE parent_id = $1", category) > 0 ? CatalogueProblems.NotALeaf : null;

    private static Result<Done> Set(WriteSession s, Guid shop, Guid id, Guid actor, string action, Action<Product> change)
    {
        if (s.Db.Find<Product>(shop, id) is not { } product)
        {
            return CatalogueProblems.NoProduct;
        }

        change(product);
        return Touch(s, product, actor, action);
    }

    /// <summary>What all writes on a shop's goods lock.</summary>
    internal static LockKey Lock(Guid shop) => LockKey.Of(LockKind.Shop, shop);

    /// <summary>The end of every change of a product: its version, the audit, the feed.</summary>
    internal static Done Touch(WriteSession s, Product product, Guid? actor, string action, string details = "")
    {
        product.Version++;
        product.UpdatedAt = s.Now;
        s.Audit(new AuditEntry(actor, action, product.ShopId, product.Id, details));
        s.Changed(Topic.Product, product.ShopId, product.Id);
        return default;
    }

    private Currency Currency => Currency.Parse(settings.Value.Currency);

    /// <summary>The same inside a unit that holds the shop's lock.</summary>
    internal Result<Guid> Create(WriteSession s, Guid shop, ProductInput input, string language, Guid? actor)
    {
        var added = new NewProducts(s, shop, language, Currency).Add(input, publish: false);
        if (added.Problem is { } problem)
        {
            return problem;
        }

        s.Audit(new AuditEntry(actor, "create-product", shop, added.Value.Product.Id));
        return added.Value.Product.Id;
    }

    /// <summary>The same inside a unit that holds the shop's lock.</summary>
    internal Result<Done> Change(WriteSession s, Guid shop, Guid id, ProductInput input, long? version, Guid? actor)
    {
        if (s.Db.Find<Product>(shop, id) is not { } product)
        {
            return CatalogueProblems.NoProduct;
        }

        var check = new FieldChecks();
        var kept = input.Checked(check, product.Language);
        return check.Problem is { } wrong ? wrong
            : version is { } edited && edited != product.Version ? StorageProblems.Stale
            : Fill(s, product, kept) is { } problem ? problem
            : Touch(s, product, actor, "edit-product");
    }

    /// <summary>The first address of this name that no other product of the shop has.</summary>
    internal static string FreeHandle(WriteSession s, Guid shop, string name) =>
        Slug.Unique(name, handle => s.Db.Set<Product>().AsNoTracking().Any(p => p.ShopId == shop && p.Handle == handle), "product");

    private Problem? Fill(WriteSession s, Product product, ProductInput input)
    {
        var check = new FieldChecks();
        var rules = CatalogueRules.Read(s.Saved());
        var attributes = rules.Attributes(check, input.Attributes);
        check.Add("category", rules.Category(input.CategoryId));
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var before = product.Options;
        product.Fill(input, attributes);
        product.TranslatedFrom = OptionTranslations.After(product, before);
        foreach (var (field, text) in input.Fields)
        {
            WriteTexts(s, product, field, text, input.StillRight.Where(r => r.Field == field).Select(r => r.Language));
        }

        var own = s.Db.Set<Variant>().Where(v => v.ShopId == product.ShopId && v.ProductId == product.Id).ToList();
        var rows = new VariantRows(s, product, Currency, own, new TakenNumbers(s.Sql, product.ShopId, product.Id));
        var wrong = rows.Write(before, input, product.Language);
        s.Db.AddRange(rows.Added);
        return wrong ?? (product.State is ProductState.Published ? ProductLife.Unready(s, product) : null);
    }

    private static void WriteTexts(WriteSession s, Product product, TextField field, LocalText text, IEnumerable<string> stillRight)
    {
        var rows = s.Db.Set<ProductText>().Where(t => t.ShopId == product.ShopId && t.ProductId == product.Id && t.Field == field).ToDictionary(t => t.Language, StringComparer.Ordinal);
        var kept = TextChanges.Of(rows.ToDictionary(r => r.Key, r => (r.Value.Text, r.Value.State), StringComparer.Ordinal), text, product.Language, stillRight);
        s.Db.RemoveRange(rows.Values.Where(r => !kept.ContainsKey(r.Language)));
        foreach (var (language, (words, state)) in kept)
        {
            if (rows.TryGetValue(language, out var row))
            {
                (row.Text, row.State) = (words, state);
            }
            else
            {
                s.Db.Add(new ProductText { ShopId = product.ShopId, ProductId = product.Id, Language = language, Field = field, Text = words, State = state });
            }
        }
    }
}
