using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>Changes prices so that the history of what was asked for stays true, and announces only lawful reductions.</summary>
internal static class Prices
{
    /// <summary>What a new price writes.</summary>
    /// <param name="Begins">From when it is asked for; null where the history stays as it is.</param>
    /// <param name="ReducedSince">Since when it is announced as a reduction; null when it is not.</param>
    public readonly record struct Step(DateTimeOffset? Begins, DateTimeOffset? ReducedSince);

    /// <summary>
    /// Works out what a new price writes. A product that was never published has no history: nobody was asked for those prices.
    /// </summary>
    /// <param name="same">The price is as it was.</param>
    /// <param name="reduced">Announce it as a reduction (Directive 98/6/EC, article 6a).</param>
    /// <returns>Why it may not be announced, where it may not.</returns>
    public static Result<Step> Next(bool published, bool same, long price, bool reduced, List<Kernel.PriceChange> history, DateTimeOffset now, Currency currency)
    {
        if (!published)
        {
            return reduced ? CatalogueProblems.NothingBefore : default(Step);
        }

        var begins = same && history.Count > 0 ? (DateTimeOffset?)null
            : history.Count > 0 && history[^1].From >= now ? history[^1].From.AddMicroseconds(1) : now; // whatever the clock does, history rises
        if (!reduced)
        {
            return new Step(begins, null);
        }

        List<Kernel.PriceChange> next = begins is { } at ? [.. history, new(at, new Money(price, currency))] : history;
        return PriceReduction.At(next, begins ?? now) is { } reduction ? new Step(begins, reduction.Since)
            : next.Count == 1 ? CatalogueProblems.NothingBefore : NotAReduction(Lowest(next, begins ?? now));
    }

    /// <summary>Sets a variant's price.</summary>
    /// <returns>Why it may not be announced as a reduction; null when all is well.</returns>
    public static Problem? Set(WriteSession s, Product product, Variant variant, long price, bool reduced, Currency currency)
    {
        var published = product.PublishedAt is not null;
        var step = Next(published, price == variant.Price, price, reduced, published ? History(s.Sql, variant.ShopId, variant.Id, currency) : [], s.Now, currency);
        (variant.Price, variant.ReducedSince) = (price, step.Ok ? step.Value.ReducedSince : null);
        if (step is { Ok: true, Value.Begins: { } at })
        {
            Begin(s, variant, at);
        }

        return step.Problem;
    }

    /// <summary>What was asked for a variant so far, oldest first.</summary>
    public static List<Kernel.PriceChange> History(SqlSession sql, Guid shop, Guid variant, Currency currency) => sql.List(
        "SELECT at, price FROM price_changes WHERE shop_id = $1 AND variant_id = $2 ORDER BY at", r => new Kernel.PriceChange(r.Instant(0), new Money(r.Long(1), currency)), shop, variant);

    private static Problem NotAReduction(Money lowest) => CatalogueProblems.NotAReduction.With(lowest) with { Data = new Dictionary<string, object?> { ["lowest"] = lowest } };

    /// <summary>Writes down that from a moment on this price is asked for.</summary>
    public static void Begin(WriteSession s, Variant variant, DateTimeOffset at) => s.Db.Add(Of(variant, at));

    /// <summary>The row that says that from a moment on a variant's price is asked for.</summary>
    public static PriceChange Of(Variant variant, DateTimeOffset at) => new() { ShopId = variant.ShopId, VariantId = variant.Id, At = at, Price = variant.Price };

    /// <summary>The lowest of the prices that applied in the window before now, the present one aside.</summary>
    private static Money Lowest(List<Kernel.PriceChange> history, DateTimeOffset now) => history
        .SkipLast(1).Where((_, i) => history[i + 1].From > now - PriceReduction.Window).Select(c => c.Price).DefaultIfEmpty(history[^1].Price).Min();
}
