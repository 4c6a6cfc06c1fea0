using System.Text.Json;
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
    /// <param name="key">Of the form: sent twice, it makes one product; with something else in it, it is <see cref="StorageProblems.KeyReused"/>.</param>
    public Task<Result<Guid>> Create(Guid shop, ProductInput input, string language, Guid? actor, string? key = null) =>
        writer.WriteOnce(key is null ? null : IdempotencyKey.For($"shop:{shop:N} create-product", key, JsonSerializer.Serialize(input, Json.Stored)), s => Create(s, shop, input, language, actor), Lane.Office, [Lock(shop)]);

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
        if (s.Sql.List(
            """
            SELECT v.product_id, v.sku, v.price, p.version, p.published_at FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
            WHERE v.shop_id = $1 AND v.id = $2 AND v.archived = $3
            """,
            r => new { Product = r.Id(0), Sku = r.Text(1), Price = r.Long(2), Version = r.Long(3), Published = !r.IsNull(4) }, shop, variant, false) is not [var found])
        {
            return CatalogueProblems.NoVariant;
        }

        if (version is { } looked && looked != found.Version)
        {
            return StorageProblems.Stale;
        }

        var check = new FieldChecks();
        check.Number("price", price, found.Published ? 1 : 0, ProductInput.MostPrice);
        var step = check.Problem is { } wrong ? wrong : Prices.Next(found.Published, price == found.Price, price, reduced, found.Published ? Prices.History(s.Sql, shop, variant, Currency) : [], s.Now, Currency);
        if (step.Problem is { } problem)
        {
            return check.Problem is null ? problem.On("reduced") : problem;
        }

        s.Later.Add("UPDATE variants SET price = $3, reduced_since = $4 WHERE shop_id = $1 AND id = $2", shop, variant, price, step.Value.ReducedSince);
        s.Later.Add("UPDATE products SET version = version + 1, updated_at = $3 WHERE shop_id = $1 AND id = $2", shop, found.Product, s.Now);
        if (step.Value.Begins is { } at)
        {
            s.Insert(new PriceChange { ShopId = shop, VariantId = variant, At = at, Price = price });
        }

        Tell(s, shop, found.Product, actor, "change-price", string.Create(CultureInfo.InvariantCulture, $"{found.Sku} {found.Price} -> {price}"));
        return default(Done);
    }

    /// <summary>Puts a product into another category, in a unit that holds the shop's lock; its properties stay.</summary>
    public static Result<Done> Category(WriteSession s, Guid shop, Guid id, Guid category, Guid actor) =>
        NoCategory(s.Sql, category) is { } problem ? problem : Set(s, shop, id, actor, "change-category", product => Leaves(s, product, category).CategoryId = category);

    /// <summary>Gives a product another tax category, in a unit that holds the shop's lock.</summary>
    public static Result<Done> TaxCategory(WriteSession s, Guid shop, Guid id, string tax, Guid actor) =>
        Set(s, shop, id, actor, "change-tax", product => product.TaxCategory = tax);

    /// <summary>Why products cannot be in a category; null when they can.</summary>
    public static Problem? NoCategory(SqlSession sql, Guid category) =>
        sql.Scalar<long>("SELECT count(*) FROM categories WHERE id = $1", category) == 0 ? CatalogueProblems.NoCategory
            : sql.Scalar<long>("SELECT count(*) FROM categories WHERE parent_id = $1", category) > 0 ? CatalogueProblems.NotALeaf : null;

    // Of what nobody was asked a price for there is no past to tell.
    private static Product Leaves(WriteSession s, Product product, Guid to)
    {
        if (product.CategoryId != to && product.PublishedAt is not null)
        {
            FormerCategory.Keep(s, product.ShopId, product.Id, product.CategoryId);
        }

        return product;
    }

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
        Tell(s, product.ShopId, product.Id, actor, action, details);
        return default;
    }

    private static void Tell(WriteSession s, Guid shop, Guid product, Guid? actor, string action, string details)
    {
        s.Audit(new AuditEntry(actor, action, shop, product, details));
        s.Changed(Topic.Product, shop, product);
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
    internal Result<Done> Change(WriteSession s, Guid shop, Guid id, ProductInput input, long? version, Guid? actor) => Change(s, shop, id, input, version, actor, restore: false);

    /// <summary>Gives a product back as <see cref="ProductInput.Of"/> read it once, in a unit that holds the shop's lock: variants that were put away since come back.</summary>
    internal Result<Done> Restore(WriteSession s, Guid shop, Guid id, ProductInput before) => Change(s, shop, id, before, null, null, restore: true);

    private Result<Done> Change(WriteSession s, Guid shop, Guid id, ProductInput input, long? version, Guid? actor, bool restore)
    {
        if (s.Db.Find<Product>(shop, id) is not { } product)
        {
            return CatalogueProblems.NoProduct;
        }

        var check = new FieldChecks();
        var kept = input.Checked(check, product.Language);
        return check.Problem is { } wrong ? wrong
            : version is { } edited && edited != product.Version ? StorageProblems.Stale
            : Fill(s, product, kept, restore) is { } problem ? problem
            : Touch(s, product, actor, "edit-product");
    }

    /// <summary>The first address of this name that no other product of the shop has.</summary>
    internal static string FreeHandle(WriteSession s, Guid shop, string name) =>
        Slug.Unique(name, handle => s.Db.Set<Product>().AsNoTracking().Any(p => p.ShopId == shop && p.Handle == handle), "product");

    private Problem? Fill(WriteSession s, Product product, ProductInput input, bool restore)
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
        Leaves(s, product, input.CategoryId).Fill(input, attributes);
        product.TranslatedFrom = OptionTranslations.After(product, before);
        foreach (var (field, text) in input.Fields)
        {
            WriteTexts(s, product, field, text, input.StillRight.Where(r => r.Field == field).Select(r => r.Language));
        }

        var own = s.Db.Set<Variant>().Where(v => v.ShopId == product.ShopId && v.ProductId == product.Id).ToList();
        var rows = new VariantRows(s, product, Currency, own, new TakenNumbers(s.Sql, product.ShopId, product.Id));
        var wrong = restore ? rows.Restore(input) : rows.Write(before, input, product.Language);
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
