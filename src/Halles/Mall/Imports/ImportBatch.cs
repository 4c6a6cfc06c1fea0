using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Media;
using Halles.Mall.Stock;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Imports;

/// <summary>What became of a product of a file.</summary>
internal enum Outcome
{
    Created,
    Updated,
    Unchanged,
    Refused,
}

/// <summary>A product before an import changed it.</summary>
internal sealed record ProductBefore(ProductInput Input, ProductState State);

/// <summary>To whom an import goes, and as whom.</summary>
/// <param name="System">The word of the system that the file is of.</param>
/// <param name="Store">Whose stock the counts are; null where the shop has no store.</param>
/// <param name="Origin">Of the mall: photos that stand there need no fetching.</param>
internal sealed record ImportTarget(Guid Shop, Guid Import, string System, string Language, Currency Currency, Guid? Store, string Origin, Guid? Actor);

/// <summary>Writes products of a file, some hundreds in a unit of work that holds the shop's lock.</summary>
internal sealed class ImportBatch(WriteSession s, ImportTarget target, EditProduct edit, AdjustStock stock)
{
    private NewProducts? _new; // reads the taxonomy, so only where something is new

    /// <summary>Writes them; what cannot be taken is said in its source.</summary>
    /// <returns>What became of each, in order.</returns>
    public List<Outcome> Write(IReadOnlyList<Fitted> fitted)
    {
        var there = Recognise.Among(s.Sql, target.Shop, target.System, fitted);
        var numbers = fitted.SelectMany(f => f.Input.Variants).Select(v => v.Sku).OfType<string>();
        var taken = s.Sql.List($"SELECT sku, product_id FROM variants WHERE shop_id = $1 AND sku {s.Sql.AmongTexts(2)}", r => (Sku: r.Text(0), Product: r.Id(1)), target.Shop, s.Sql.Texts(numbers))
            .ToDictionary(v => v.Sku, v => v.Product, StringComparer.OrdinalIgnoreCase);
        return [.. fitted.Select((f, i) => there[i] is not { } known ? Create(WithoutTaken(f, null, taken)) : known.Print == f.Print ? Outcome.Unchanged : Update(WithoutTaken(f, known.Product, taken), known, f.Print))];
    }

    /// <summary>A number that another product of the shop has is not taken over.</summary>
    private static Fitted WithoutTaken(Fitted fitted, Guid? own, Dictionary<string, Guid> taken)
    {
        if (!fitted.Input.Variants.Any(v => IsTaken(v.Sku)))
        {
            return fitted;
        }

        foreach (var (index, _) in fitted.Input.Variants.Index().Where(v => IsTaken(v.Item.Sku)))
        {
            fitted.Source.Note(fitted.Source.Variants[index].Row, "", ImportProblems.SkuTwice);
        }

        return fitted with { Input = fitted.Input with { Variants = [.. fitted.Input.Variants.Select(v => IsTaken(v.Sku) ? v with { Sku = null } : v)] } };

        bool IsTaken(string? sku) => sku is not null && taken.TryGetValue(sku, out var product) && product != own;
    }

    private Outcome Create(Fitted fitted)
    {
        var source = fitted.Source;
        var added = (_new ??= new NewProducts(s, target.Shop, target.Language, target.Currency)).Add(fitted.Input, fitted.Publish, target.System is "shopify" or "halles" ? source.Key : null);
        if (added.Problem is { } problem)
        {
            return Refused(source, problem);
        }

        var product = added.Value.Product.Id;
        foreach (var (index, count) in fitted.Counts.Index())
        {
            if (count is { } pieces and > 0 && target.Store is { } store && VariantOf(added.Value.Variants, fitted.Input.Variants[index]) is { } variant)
            {
                OpeningStock.Write(s, target.Shop, variant.Id, store, pieces, target.Actor);
            }
        }

        Fetch(product, source.Photos);
        s.Insert(new ImportMark { ShopId = target.Shop, Key = Recognise.KeyOf(target.System, source.Key), ProductId = product, Print = fitted.Print });
        s.Insert(new ImportedProduct { ShopId = target.Shop, ImportId = target.Import, ProductId = product, Version = added.Value.Product.Version });
        return Outcome.Created;
    }

    private Outcome Update(Fitted fitted, Recognised known, Guid print)
    {
        s.LetGo();
        var before = Before(known.Product);
        if (s.Whole(() => edit.Change(s, target.Shop, known.Product, Merged(before.Input, fitted), null, target.Actor)).Problem is { } problem)
        {
            return Refused(fitted.Source, problem);
        }

        var product = s.Db.Find<Product>(target.Shop, known.Product)!;
        if (fitted.Publish && (product.State is ProductState.Archived || product is { State: ProductState.Draft, PublishedAt: null }))
        {
            ProductLife.Become(s, target.Shop, product.Id, ProductState.Published, target.Actor, null);
        }

        var now = s.Db.Set<Variant>().Where(v => v.ShopId == target.Shop && v.ProductId == product.Id && !v.Archived).ToList();
        foreach (var (index, count) in fitted.Counts.Index())
        {
            if (count is { } pieces && target.Store is { } store && VariantOf(now, fitted.Input.Variants[index]) is { } variant)
            {
                Count(variant.Id, store, pieces);
            }
        }

        Fetch(product.Id, fitted.Source.Photos);
        s.Sql.Execute(
            "INSERT INTO import_marks (shop_id, source_key, product_id, print) VALUES ($1, $2, $3, $4) ON CONFLICT (shop_id, source_key) DO UPDATE SET product_id = excluded.product_id, print = excluded.print",
            target.Shop, Recognise.KeyOf(target.System, fitted.Source.Key), product.Id, print);
        s.Insert(new ImportedProduct { ShopId = target.Shop, ImportId = target.Import, ProductId = product.Id, Before = JsonSerializer.Serialize(before, Json.Stored), Version = product.Version });
        return Outcome.Updated;
    }

    private ProductBefore Before(Guid id)
    {
        var product = s.Db.Set<Product>().AsNoTracking().Single(p => p.ShopId == target.Shop && p.Id == id);
        var texts = s.Db.Set<ProductText>().AsNoTracking().Where(t => t.ShopId == target.Shop && t.ProductId == id).ToList();
        var variants = s.Db.Set<Variant>().AsNoTracking().Where(v => v.ShopId == target.Shop && v.ProductId == id && !v.Archived).OrderBy(v => v.Position).ToList();
        return new ProductBefore(ProductInput.Of(product, texts, variants), product.State);
    }

    /// <summary>What the file says over what is there; what a file never says stays.</summary>
    private ProductInput Merged(ProductInput there, Fitted fitted)
    {
        var file = fitted.Input;
        var prices = there.Variants.ToDictionary(v => Key(v.Choice), v => v.Price, StringComparer.Ordinal);
        var selling = fitted.Source.Terms is null ? there : file;
        return there with
        {
            Policy = selling.Policy,
            PreparationHours = selling.PreparationHours,
            AgeLimit = selling.AgeLimit,
            StepUnit = selling.StepUnit,
            StepSize = selling.StepSize,
            Weighed = selling.Weighed,
            Name = Over(there.Name, file.Name),
            Description = Over(there.Description, file.Description),
            Safety = Over(there.Safety, file.Safety),
            Maker = file.Maker ?? there.Maker,
            TaxCategory = fitted.Source.Tax is null ? there.TaxCategory : file.TaxCategory,
            Attributes = file.Attributes.Concat(there.Attributes.Where(a => !file.Attributes.ContainsKey(a.Key))).ToDictionary(StringComparer.Ordinal),
            Options = [.. file.Options.Select((o, i) => i < there.Options.Count ? Translated(o, there.Options[i]) : o)],
            Variants = [.. file.Variants.Select(v => v.Price > 0 ? v : v with { Price = prices.GetValueOrDefault(Key(v.Choice)) })],
        };

        static string Key(IReadOnlyList<int> choice) => string.Join(',', choice);

        static LocalText Over(LocalText there, LocalText file)
        {
            var texts = new LocalText();
            foreach (var (language, text) in there.Concat(file.Where(t => t.Value.Length > 0)))
            {
                texts[language] = text;
            }

            return texts;
        }
    }

    /// <summary>An option of the file with the translations that its name and values have here.</summary>
    private ProductOption Translated(ProductOption file, ProductOption there) => new(
        Same(file.Name, [there.Name]), [.. file.Values.Select(v => Same(v, there.Values))]);

    private LocalText Same(LocalText file, IEnumerable<LocalText> there) =>
        there.FirstOrDefault(t => string.Equals(t.GetValueOrDefault(target.Language), file[target.Language], StringComparison.OrdinalIgnoreCase)) ?? file;

    private void Count(Guid variant, Guid store, long pieces)
    {
        var change = new StockChange(target.Shop, variant, store, MovementReason.Count, pieces, target.Actor);
        foreach (var key in stock.Locks(change).OrderBy(k => k.Number))
        {
            s.Lock(key);
        }

        var there = s.Sql.Scalar<long?>("SELECT on_hand FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", target.Shop, variant, store);
        if (there != pieces && (there is not null || pieces > 0))
        {
            stock.Apply(s, change);
        }
    }

    private void Fetch(Guid product, List<SourcePhoto> photos)
    {
        var own = photos.ToDictionary(p => p, p => PhotoSizes.HashOf(p.Address, target.Origin));
        var there = own.Values.All(h => h is null) ? [] : s.Sql.List("SELECT media FROM product_photos WHERE shop_id = $1 AND product_id = $2", r => r.Text(0), target.Shop, product);
        foreach (var photo in photos.Where(p => own[p] is not { } hash || !there.Contains(hash)))
        {
            s.Later.Add(
                "INSERT INTO photo_fetches (shop_id, id, product_id, address, alt, actor, attempts) VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (shop_id, product_id, address) DO NOTHING",
                target.Shop, s.NewId(), product, photo.Address, photo.Alt.Length > 300 ? photo.Alt[..300] : photo.Alt, target.Actor);
        }
    }

    private static Variant? VariantOf(IEnumerable<Variant> variants, VariantInput input) => variants.FirstOrDefault(v => v.Choice.SequenceEqual(input.Choice));

    private static Outcome Refused(SourceProduct source, Problem problem)
    {
        foreach (var part in problem.Single)
        {
            source.Refuse(source.Row, part.Field ?? "", part);
        }

        return Outcome.Refused;
    }
}
