using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>Puts products on sale, takes them off, and copies them.</summary>
public sealed class ProductLife(MallWriter writer)
{
    /// <summary>Publishes, archives, or takes back to draft.</summary>
    public Task<Result<Done>> Become(Guid shop, Guid product, ProductState state, Guid? actor) =>
        writer.Write(s => Become(s, shop, product, state, actor, null), Lane.Office, EditProduct.Lock(shop));

    /// <summary>The same inside a unit that holds the shop's lock.</summary>
    /// <param name="version">The state that was looked at; another one meanwhile is <see cref="StorageProblems.Stale"/>. Null for any.</param>
    public static Result<Done> Become(WriteSession s, Guid shop, Guid product, ProductState state, Guid? actor, long? version)
    {
        if (s.Db.Find<Product>(shop, product) is not { } found)
        {
            return CatalogueProblems.NoProduct;
        }

        if (version is { } looked && looked != found.Version)
        {
            return StorageProblems.Stale;
        }

        if (found.State == state)
        {
            return CatalogueProblems.NoSuchState;
        }

        if (found.State is ProductState.Withdrawn || state is ProductState.Withdrawn)
        {
            return CatalogueProblems.Withdrawn;
        }

        if (state is ProductState.Published && Unready(s, found) is { } problem)
        {
            return problem;
        }

        if (state is ProductState.Published && found.PublishedAt is null)
        {
            foreach (var variant in Variants(s, found))
            {
                Prices.Begin(s, variant, s.Now);
            }

            found.PublishedAt = s.Now;
        }

        found.State = state;
        return EditProduct.Touch(s, found, actor, state switch { ProductState.Published => "publish-product", ProductState.Archived => "archive-product", _ => "unpublish-product" });
    }

    /// <summary>Copies a product as a draft: texts, photos, options and prices, with numbers of its own and without bar codes and stock.</summary>
    /// <returns>The copy's id.</returns>
    public Task<Result<Guid>> Duplicate(Guid shop, Guid product, Guid? actor) => writer.Write<Guid>(
        s => s.Db.Find<Product>(shop, product) is not { } found ? CatalogueProblems.NoProduct : found.State is ProductState.Withdrawn ? CatalogueProblems.Withdrawn : Copy(s, found, actor), Lane.Office, EditProduct.Lock(shop));

    /// <summary>The mall's office takes a product off sale until it gives it back, in a unit that holds the shop's lock.</summary>
    public static Result<Done> Withdraw(WriteSession s, Guid shop, Guid product, Guid actor)
    {
        if (s.Db.Find<Product>(shop, product) is not { } found)
        {
            return CatalogueProblems.NoProduct;
        }

        if (found.State is ProductState.Withdrawn)
        {
            return default(Done);
        }

        (found.WithdrawnFrom, found.State) = (found.State, ProductState.Withdrawn);
        return EditProduct.Touch(s, found, actor, "withdraw-product");
    }

    /// <summary>Gives a withdrawn product back as it was; a draft where it can no longer be sold so. In a unit that holds the shop's lock.</summary>
    public static Result<Done> Restore(WriteSession s, Guid shop, Guid product, Guid actor)
    {
        if (s.Db.Find<Product>(shop, product) is not { State: ProductState.Withdrawn } found)
        {
            return default(Done);
        }

        var state = found.WithdrawnFrom ?? ProductState.Draft;
        found.State = state is ProductState.Published && Unready(s, found) is not null ? ProductState.Draft : state;
        found.WithdrawnFrom = null;
        return EditProduct.Touch(s, found, actor, "give-product-back");
    }

    /// <summary>What a product lacks to be sold; null when it lacks nothing.</summary>
    internal static Problem? Unready(WriteSession s, Product product)
    {
        s.Db.SaveChanges(); // what this unit has just written counts
        return !s.Db.Set<ProductText>().Any(t => t.ShopId == product.ShopId && t.ProductId == product.Id && t.Field == TextField.Name && t.Language == product.Language) ? CatalogueProblems.NameMissing.On("name." + product.Language)
            : Variants(s, product) is var variants && (variants.Count == 0 || variants.Exists(v => v.Price <= 0)) ? CatalogueProblems.PriceMissing.On("variants")
            : null;
    }

    private static List<Variant> Variants(WriteSession s, Product product) =>
        [.. s.Db.Set<Variant>().Where(v => v.ShopId == product.ShopId && v.ProductId == product.Id && !v.Archived).OrderBy(v => v.Position)];

    private static Result<Guid> Copy(WriteSession s, Product from, Guid? actor)
    {
        var texts = s.Db.Set<ProductText>().AsNoTracking().Where(t => t.ShopId == from.ShopId && t.ProductId == from.Id).ToList();
        var photos = ProductPhotos.Allowed(s, from.ShopId, [.. s.Db.Set<ProductPhoto>().AsNoTracking().Where(p => p.ShopId == from.ShopId && p.ProductId == from.Id)]);
        var copy = new Product
        {
            ShopId = from.ShopId,
            Id = s.NewId(),
            Handle = EditProduct.FreeHandle(s, from.ShopId, from.Handle),
            CategoryId = from.CategoryId,
            TaxCategory = from.TaxCategory,
            Language = from.Language,
            Maker = from.Maker,
            AgeLimit = from.AgeLimit,
            Options = from.Options,
            Attributes = new Dictionary<string, string>(from.Attributes, StringComparer.Ordinal),
            StepUnit = from.StepUnit,
            StepSize = from.StepSize,
            Weighed = from.Weighed,
            Policy = from.Policy,
            PreparationHours = from.PreparationHours,
            CreatedAt = s.Now,
        };
        s.Db.Add(copy);
        s.Db.AddRange(texts.Select(t => new ProductText { ShopId = t.ShopId, ProductId = copy.Id, Language = t.Language, Field = t.Field, Text = t.Text, State = t.State }));
        s.Db.AddRange(photos.Select(p => new ProductPhoto { ShopId = p.ShopId, ProductId = copy.Id, Position = p.Position, Media = p.Media, Alt = p.Alt }));
        var taken = new TakenNumbers(s.Sql, from.ShopId);
        foreach (var v in Variants(s, from))
        {
            s.Db.Add(new Variant
            {
                ShopId = v.ShopId,
                Id = s.NewId(),
                ProductId = copy.Id,
                Position = v.Position,
                Sku = Enumerable.Range(2, int.MaxValue - 2).Select(n => $"{v.Sku}-C{n}").First(taken.Take),
                Choice = v.Choice,
                Price = v.Price,
                Measure = v.Measure,
                Weight = v.Weight,
            });
        }

        EditProduct.Touch(s, copy, actor, "duplicate-product", from.Id.ToString());
        return copy.Id;
    }
}
