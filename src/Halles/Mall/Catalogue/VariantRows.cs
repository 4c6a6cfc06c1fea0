using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>Works out a product's variants as its options and its form say.</summary>
/// <param name="all">Those that it has, archived ones too.</param>
/// <param name="taken">The numbers of the shop's other products.</param>
internal sealed class VariantRows(WriteSession s, Product product, Currency currency, List<Variant> all, TakenNumbers taken)
{
    private readonly FieldChecks _check = new();
    private readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase);

    // What was typed for a product before it had options: all that they make take after it.
    private VariantInput? _pattern;

    /// <summary>Those that are new, for the caller to keep.</summary>
    public List<Variant> Added { get; } = [];

    /// <summary>Keeps, adds and archives variants; what is wrong is told by the field of the form.</summary>
    /// <param name="before">The options until now.</param>
    /// <param name="input">Checked, with the options from now on.</param>
    /// <param name="own">The language of the shop.</param>
    public Problem? Write(IReadOnlyList<ProductOption> before, ProductInput input, string own)
    {
        var live = all.Where(v => !v.Archived).OrderBy(v => v.Position).ToList();
        if (input.Variants.Any(v => v.Id is { } id && !live.Exists(l => l.Id == id)))
        {
            return CatalogueProblems.NoVariant;
        }

        _pattern = live.Count == 0 && input.Variants is [{ Id: null, Choice.Count: 0 } one] && input.Options.Count > 0 ? one : null;
        var combinations = Combinations.Of(before, live.ConvertAll(v => (v.Id, v.Choice)), input.Options, own);
        foreach (var gone in live.Where(v => !combinations.Exists(c => c.Kept == v.Id)))
        {
            (gone.Archived, gone.Choice, gone.ReducedSince) = (true, [], null);
        }

        LetGo(live, combinations.ConvertAll(c => (live.Find(v => v.Id == c.Kept), Typed(input, c).Value?.Sku)));
        foreach (var (position, combination) in combinations.Index())
        {
            var typed = Typed(input, combination);
            var like = live.Find(v => v.Id == combination.Like);
            var variant = live.Find(v => v.Id == combination.Kept) ?? Add(typed.Value?.Sku, like, combinations.Count == 1 ? null : position + 1);
            (variant.Position, variant.Choice) = (position, combination.Choice);
            Fill(variant, combination.Kept is null, typed, like);
        }

        return _check.Problem;
    }

    /// <summary>Gives the variants back as they were: those that were archived since come back, those that came since are archived.</summary>
    /// <param name="input">As <see cref="ProductInput.Of"/> read it.</param>
    public Problem? Restore(ProductInput input)
    {
        var back = input.Variants.Select(v => (Typed: v, Variant: all.Find(a => a.Id == v.Id))).ToList();
        if (back.Exists(b => b.Variant is null))
        {
            return CatalogueProblems.NoVariant;
        }

        foreach (var gone in all.Where(v => !v.Archived && !back.Exists(b => b.Variant == v)))
        {
            (gone.Archived, gone.Choice, gone.ReducedSince) = (true, [], null);
        }

        LetGo(all, back.ConvertAll(b => (b.Variant, b.Typed.Sku)));
        foreach (var (position, (typed, variant)) in back.Index())
        {
            (variant!.Archived, variant.Position, variant.Choice) = (false, position, typed.Choice);
            Fill(variant, false, (position, typed), null);
        }

        return _check.Problem;
    }

    /// <summary>Numbers that change hands are let go of first: no two rows may have one at any moment, in small letters or capitals.</summary>
    private void LetGo(List<Variant> live, List<(Variant? Variant, string? Sku)> wanted)
    {
        var changing = wanted.Where(w => w is { Variant: { } variant, Sku: { } sku } && variant.Sku != sku).ToList();
        if (wanted.Exists(w => w.Sku is { } sku && w.Variant?.Sku != sku && live.Exists(v => v != w.Variant && v.Sku.Equals(sku, StringComparison.OrdinalIgnoreCase))))
        {
            changing.ForEach(c => c.Variant!.Sku = c.Variant.Id.ToString("N"));
            s.Db.SaveChanges();
        }
    }

    /// <summary>What the form says of a combination, and at which place in the form.</summary>
    private static (int Index, VariantInput? Value) Typed(ProductInput input, Combination combination)
    {
        foreach (var (index, typed) in input.Variants.Index())
        {
            if (typed.Id is { } id ? id == combination.Kept : typed.Choice.SequenceEqual(combination.Choice))
            {
                return (index, typed);
            }
        }

        return (-1, null);
    }

    /// <summary>A new row, or one of this product that was archived under the same number.</summary>
    private Variant Add(string? sku, Variant? like, int? number)
    {
        if (sku is not null && all.Find(v => v.Archived && v.Sku.Equals(sku, StringComparison.OrdinalIgnoreCase)) is { } again)
        {
            again.Archived = false;
            return again;
        }

        var made = sku ?? Number(like, number);
        var variant = new Variant { ShopId = product.ShopId, Id = s.NewId(), ProductId = product.Id, Sku = made, Price = -1 };
        Added.Add(variant);
        all.Add(variant);
        return variant;
    }

    private void Fill(Variant variant, bool added, (int Index, VariantInput? Value) typed, Variant? like)
    {
        string Field(string part) => typed.Index < 0 ? "variants" : VariantInput.Field(typed.Index, part);

        if (typed.Value is { } value)
        {
            (variant.Sku, variant.Gtin, variant.Measure, variant.Weight) = (value.Sku ?? variant.Sku, value.Gtin, value.Measure, value.Weight);
        }
        else if (added)
        {
            (variant.Measure, variant.Weight) = (like?.Measure ?? _pattern?.Measure, like?.Weight ?? _pattern?.Weight ?? 0);
        }

        var archived = all.Exists(v => v.Archived && v.Sku.Equals(variant.Sku, StringComparison.OrdinalIgnoreCase));
        _check.Add(Field("sku"), !taken.Contains(variant.Sku) && _own.Add(variant.Sku) && !archived ? null : CatalogueProblems.SkuTaken);
        var price = typed.Value?.Price ?? (added ? like?.Price ?? _pattern?.Price ?? 0 : variant.Price);
        var reduced = typed.Value?.Reduced ?? (!added && variant.ReducedSince is not null);
        _check.Add(Field(reduced ? "reduced" : "price"), Prices.Set(s, product, variant, price, reduced, currency));
    }

    /// <summary>A number for a variant without one: after its sibling's, or the product's handle.</summary>
    private string Number(Variant? like, int? number)
    {
        var stem = like?.Sku ?? _pattern?.Sku ?? product.Handle[..Math.Min(product.Handle.Length, 24)].TrimEnd('-').ToUpperInvariant();
        return Sku(FreeNumber.From(number ?? 1, n => Sku(n) is var sku && (taken.Contains(sku) || _own.Contains(sku) || all.Exists(v => v.Sku.Equals(sku, StringComparison.OrdinalIgnoreCase)))));

        string Sku(int n) => n == 1 && number is null && like is null ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{n}");
    }
}
