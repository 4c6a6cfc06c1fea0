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

/// <summary>A product before an import changed it, and the mark that stood for it.</summary>
/// <param name="Key">Of the import's mark.</param>
/// <param name="Print">Of the mark as it was; null where there was none.</param>
/// <param name="Said">Of the mark as it was.</param>
/// <param name="Version">Of the product as it was; null where that was not kept.</param>
internal sealed record ProductBefore(ProductInput Input, ProductState State, Guid? Key = null, Guid? Print = null, string? Said = null, long? Version = null);

/// <summary>To whom an import goes, and as whom.</summary>
/// <param name="System">The word of the system that the file is of.</param>
/// <param name="Origin">Of the mall: photos that stand there need no fetching.</param>
/// <param name="File">The name of the file: what its movements of stock refer to; null where it cannot be written.</param>
/// <param name="Terms">What holds for it from its beginning, as it is stored.</param>
internal sealed record ImportTarget(Guid Shop, Guid Import, string System, string Language, Currency Currency, string Origin, Guid? Actor, string? File, string Terms);

/// <summary>Writes products of a file, some hundreds in a unit of work that holds the shop's lock.</summary>
internal sealed class ImportBatch(WriteSession s, ImportTarget target, EditProduct edit, AdjustStock stock)
{
    private NewProducts? _new; // reads the taxonomy, so only where something is new

    /// <summary>Writes them; what cannot be taken is said in its source.</summary>
    /// <param name="there">Those that the shop has, in the same order.</param>
    /// <returns>What became of each, in order.</returns>
    public List<Outcome> Write(IReadOnlyList<Fitted> fitted, IReadOnlyList<Recognised?> there)
    {
        var numbers = fitted.SelectMany(f => f.Input.Variants).Select(v => v.Sku).OfType<string>();
        var taken = s.Sql.List($"SELECT sku, product_id FROM variants WHERE shop_id = $1 AND sku {s.Sql.AmongTexts(2)}", r => (Sku: r.Text(0), Product: r.Id(1)), target.Shop, s.Sql.Texts(numbers))
            .ToDictionary(v => v.Sku, v => v.Product, StringComparer.OrdinalIgnoreCase);
        return [.. fitted.Select((f, i) => there[i] is not { } known ? Create(WithoutTaken(f, null, taken))
            : known.SameAs is { } row ? Refused(f.Source, ImportProblems.SameProduct.With(row))
            : known.IsUnchanged(f) ? Outcome.Unchanged
            : Update(WithoutTaken(f, known.Product, taken), known, f.Print))];
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
        List<StockStep> counted = [];
        Guid?[] here = [.. fitted.Input.Variants.Select(v => VariantOf(added.Value.Variants, v)?.Id)];
        foreach (var (index, counts) in fitted.Counts.Index())
        {
            foreach (var (store, pieces) in counts.Where(c => c.Value > 0))
            {
                if (here[index] is { } variant)
                {
                    OpeningStock.Write(s, target.Shop, variant, store, pieces, target.Actor);
                    counted.Add(new StockStep(variant, store, pieces));
                }
            }
        }

        if (fitted.Reductions.Any(r => r is not null))
        {
            Reduce(fitted, added.Value);
        }

        Fetch(product, source.Photos);
        s.Insert(new ImportMark { ShopId = target.Shop, Key = Recognise.KeyOf(target.System, source.Key), ProductId = product, Print = fitted.Print, Said = Said.Of(fitted, here, target.Language, null).ToText() });
        s.Insert(new ImportedProduct { ShopId = target.Shop, ImportId = target.Import, ProductId = product, Version = added.Value.Product.Version, Row = source.Row, Stock = StockStep.ToText(counted) });
        return Outcome.Created;
    }

    /// <summary>Goes on with the reductions that a table of this kind of mall tells of, with the prices from which they were worked out.</summary>
    private void Reduce(Fitted fitted, NewProduct added)
    {
        foreach (var (index, reduction) in fitted.Reductions.Index().Where(r => r.Item is not null))
        {
            if (!fitted.Publish || reduction!.Since >= s.Now || VariantOf(added.Variants, fitted.Input.Variants[index]) is not { } variant)
            {
                fitted.Source.Note(fitted.Source.Variants[index].Row, HallesTable.Reduced, ImportProblems.ReductionLeft);
                continue;
            }

            s.Insert(
                new Catalogue.PriceChange { ShopId = target.Shop, VariantId = variant.Id, At = reduction.Since - PriceReduction.Window, Price = reduction.Before },
                new Catalogue.PriceChange { ShopId = target.Shop, VariantId = variant.Id, At = reduction.Since, Price = variant.Price });
            s.Later.Add("UPDATE variants SET reduced_since = $3 WHERE shop_id = $1 AND id = $2", target.Shop, variant.Id, reduction.Since);
        }
    }

    private Outcome Update(Fitted fitted, Recognised known, Guid print)
    {
        s.LetGo();
        var key = Recognise.KeyOf(target.System, fitted.Source.Key);
        var before = Before(known.Product) with { Key = key, Print = known.Print, Said = known.Said?.ToText() };
        var merged = Merged.Of(before.Input, fitted, known.Said, target.Language);
        if (s.Whole(() => edit.Change(s, target.Shop, known.Product, merged.Input, null, target.Actor)).Problem is { } problem)
        {
            return Refused(fitted.Source, problem);
        }

        var product = s.Db.Find<Product>(target.Shop, known.Product)!;
        if (known.Becomes(fitted, product.State, product.PublishedAt is not null) is { } state && ProductLife.Become(s, target.Shop, product.Id, state, target.Actor, null).Problem is { } kept)
        {
            fitted.Source.Note(fitted.Source.Row, "", kept); // withdrawn, or without a price here
        }

        var now = s.Db.Set<Variant>().Where(v => v.ShopId == target.Shop && v.ProductId == product.Id && !v.Archived).ToList();
        Guid?[] here = [.. fitted.Input.Variants.Select((v, i) => merged.Kept[i] ?? (merged.IsAsInFile ? VariantOf(now, v)?.Id : null))];
        var counted = Count(fitted, merged, here, known.Said);
        Fetch(product.Id, fitted.Source.Photos);
        s.Sql.Execute(
            "INSERT INTO import_marks (shop_id, source_key, product_id, print, said) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (shop_id, source_key) DO UPDATE SET product_id = excluded.product_id, print = excluded.print, said = excluded.said",
            target.Shop, key, product.Id, print, Said.Of(fitted, here, target.Language, known.Said).ToText());
        s.Insert(new ImportedProduct
        {
            ShopId = target.Shop, ImportId = target.Import, ProductId = product.Id, Before = JsonSerializer.Serialize(before, Json.Stored), Version = product.Version, Row = fitted.Source.Row, Stock = StockStep.ToText(counted),
        });
        return Outcome.Updated;
    }

    /// <summary>Takes over the counts that the file has not said last time: what was sold since then is not there again.</summary>
    private List<StockStep> Count(Fitted fitted, Merged merged, Guid?[] here, Said? said)
    {
        List<StockStep> counted = [];
        foreach (var (index, counts) in fitted.Counts.Index().Where(c => c.Item.Count > 0))
        {
            // Nobody has counted yet what this file brings.
            var last = merged.Kept[index] is { } kept ? said?.Variant(Said.KeyOf(fitted.Input.Options, fitted.Input.Variants[index].Choice, target.Language), kept) : null;
            foreach (var (store, pieces) in counts.Where(c => last?.CountIn(c.Key) != c.Value))
            {
                if (here[index] is { } id && StockStep.Set(s, stock, new StockChange(target.Shop, id, store, MovementReason.Count, pieces, target.Actor, target.File)) is { Change: not 0 } step)
                {
                    counted.Add(step);
                }
            }
        }

        return counted;
    }

    private ProductBefore Before(Guid id)
    {
        var product = s.Db.Set<Product>().AsNoTracking().Single(p => p.ShopId == target.Shop && p.Id == id);
        var texts = s.Db.Set<ProductText>().AsNoTracking().Where(t => t.ShopId == target.Shop && t.ProductId == id).ToList();
        var variants = s.Db.Set<Variant>().AsNoTracking().Where(v => v.ShopId == target.Shop && v.ProductId == id && !v.Archived).OrderBy(v => v.Position).ToList();
        return new ProductBefore(ProductInput.Of(product, texts, variants), product.State, Version: product.Version);
    }

    private void Fetch(Guid product, List<SourcePhoto> photos)
    {
        var own = photos.ToDictionary(p => p, p => PhotoSizes.HashOf(p.Address, target.Origin));
        var there = own.Values.All(h => h is null) ? [] : s.Sql.List("SELECT media FROM product_photos WHERE shop_id = $1 AND product_id = $2", r => r.Text(0), target.Shop, product);
        foreach (var photo in photos.Where(p => own[p] is not { } hash || !there.Contains(hash)))
        {
            s.Later.Add(
                "INSERT INTO photo_fetches (shop_id, id, product_id, address, alt, alts, import_id, actor, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) ON CONFLICT (shop_id, product_id, address) DO NOTHING",
                target.Shop, s.NewId(), product, photo.Address, photo.Alt.Length > 300 ? photo.Alt[..300] : photo.Alt, photo.Alts is null ? null : JsonSerializer.Serialize(photo.Alts, Json.Stored), target.Import, target.Actor);
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
