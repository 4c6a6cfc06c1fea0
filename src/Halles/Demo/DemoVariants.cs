using System.Globalization;
using System.Text.Json;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Demo;

/// <summary>All combinations of a product's options, with number, price, contents and weight.</summary>
internal static class DemoVariants
{
    /// <summary>Where an option such as "250 g" says how much is inside, rather than how large a cup is.</summary>
    private static readonly HashSet<string> SoldByContents =
    [
        "bread", "pastries", "cakes", "jams-honey", "oils-condiments", "pasta-flour", "biscuits", "sweets", "chocolate", "tea", "coffee", "soft-drinks",
        "preserves", "cheese", "dairy-eggs", "fruit", "vegetables", "meat", "charcuterie", "wine", "beer-cider", "spirits", "soap", "skincare", "haircare",
        "fragrance", "pet-food",
    ];

    public static List<Variant> Of(DemoProduct p, Product product, DateTimeOffset now)
    {
        var variants = new List<Variant>();
        foreach (var (position, choice) in Choices(p.Options ?? []).Index())
        {
            var sku = choice.Count == 0 ? p.Sku : string.Create(CultureInfo.InvariantCulture, $"{p.Sku}-{position + 1}");
            var (measure, weight) = Contents(p, choice);
            variants.Add(new Variant
            {
                ShopId = product.ShopId,
                Id = Seeded.Id("variant:" + sku, product.CreatedAt),
                ProductId = product.Id,
                Position = position,
                Sku = sku,
                Gtin = Gtin.Internal(Seeded.Pick("gtin:" + sku, int.MaxValue)).Value,
                Choice = choice,
                Price = Price(p, choice),
                ReducedSince = p.Was is null ? null : Reduced(p, now),
                Measure = measure,
                Weight = weight,
            });
        }

        return variants;
    }

    /// <summary>The prices that a variant has had, oldest first.</summary>
    public static IEnumerable<Mall.Catalogue.PriceChange> Prices(DemoProduct p, Variant variant, DateTimeOffset created, DateTimeOffset now)
    {
        var rise = now.AddDays(-140);
        if (p.Was is { } was)
        {
            yield return At(created, Nice(Money.Rounded(variant.Price, was, p.Price)));
            yield return At(Reduced(p, now), variant.Price);
        }
        else if (created < rise && Seeded.OneIn(15, "rise:" + p.Sku))
        {
            yield return At(created, Nice(Money.Rounded(variant.Price, 95, 100)));
            yield return At(rise, variant.Price);
        }
        else
        {
            yield return At(created, variant.Price);
        }

        Mall.Catalogue.PriceChange At(DateTimeOffset at, long price) => new() { ShopId = variant.ShopId, VariantId = variant.Id, At = at, Price = price };
    }

    // Reduced 3 to 20 days ago: less than the 30 days for which the price before counts.
    private static DateTimeOffset Reduced(DemoProduct p, DateTimeOffset now) => now.AddDays(-3 - Seeded.Pick("reduced:" + p.Sku, 18));

    private static long Nice(long price) => Math.Max(5, Money.Rounded(price, 1, 5) * 5);

    private static List<IReadOnlyList<int>> Choices(IReadOnlyList<DemoOption> options)
    {
        List<IReadOnlyList<int>> choices = [[]];
        foreach (var option in options)
        {
            choices = [.. choices.SelectMany(c => Enumerable.Range(0, option.Values.Count).Select(i => (IReadOnlyList<int>)[.. c, i]))];
        }

        return choices;
    }

    private static IEnumerable<Dictionary<string, JsonElement>> Chosen(DemoProduct p, IReadOnlyList<int> choice) =>
        choice.Select((value, option) => p.Options![option].Values[value]);

    private static long Price(DemoProduct p, IReadOnlyList<int> choice) =>
        Chosen(p, choice).Select(v => v.TryGetValue("price", out var price) ? price.GetInt64() : (long?)null).FirstOrDefault(price => price is not null) ?? p.Price;

    /// <summary>What is inside and what it weighs: by the chosen size where that is a weight or a volume.</summary>
    private static (string? Measure, int Weight) Contents(DemoProduct p, IReadOnlyList<int> choice)
    {
        if (p.Sold is not null || !SoldByContents.Contains(p.Category))
        {
            return (p.Sold is null ? p.Measure : null, p.Weight);
        }

        foreach (var (option, value) in choice.Index())
        {
            var values = p.Options![option].Values;
            if (Size(values[value]) is { } chosen && (Measured(p.Measure) ?? Size(values[0])) is { } usual && usual.Unit.Base() == chosen.Unit.Base())
            {
                var weight = p.Weight * InBase(chosen) / InBase(usual);
                return (chosen.ToString(), (int)decimal.Round(weight, MidpointRounding.AwayFromZero));
            }
        }

        return (p.Measure, p.Weight);
    }

    private static Measure? Size(Dictionary<string, JsonElement> value) => Measured(value["fr"].GetString());

    private static Measure? Measured(string? text) =>
        Measure.TryParse(text, out var measure) && measure.Unit.Base() is Unit.Kilogram or Unit.Litre or Unit.Piece ? measure : null;

    private static decimal InBase(Measure measure) => measure.Amount / measure.Unit.PerBase();
}
