using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Catalogue;

/// <summary>Changes prices so that the history of what was asked for stays true, and announces only lawful reductions.</summary>
internal static class Prices
{
    /// <summary>
    /// Sets a variant's price. A product that was never published has no history: nobody was asked for those prices.
    /// </summary>
    /// <param name="reduced">Announce it as a reduction (Directive 98/6/EC, article 6a).</param>
    /// <returns>Why it may not be announced; null when all is well.</returns>
    public static Problem? Set(WriteSession s, Product product, Variant variant, long price, bool reduced, Currency currency)
    {
        var changed = price != variant.Price;
        variant.Price = price;
        if (product.PublishedAt is null)
        {
            variant.ReducedSince = null;
            return reduced ? CatalogueProblems.NothingBefore : null;
        }

        var history = s.Db.Set<PriceChange>().Where(c => c.ShopId == variant.ShopId && c.VariantId == variant.Id).OrderBy(c => c.At).ToList()
            .ConvertAll(c => new Kernel.PriceChange(c.At, new Money(c.Price, currency)));
        var now = s.Now;
        if (changed || history.Count == 0)
        {
            now = history.Count > 0 && history[^1].From >= now ? history[^1].From.AddMicroseconds(1) : now; // whatever the clock does, history rises
            Begin(s, variant, now);
            history.Add(new Kernel.PriceChange(now, new Money(price, currency)));
        }

        if (!reduced)
        {
            variant.ReducedSince = null;
            return null;
        }

        if (PriceReduction.At(history, now) is { } reduction)
        {
            variant.ReducedSince = reduction.Since;
            return null;
        }

        return history.Count == 1 ? CatalogueProblems.NothingBefore : NotAReduction(Lowest(history, now));
    }

    private static Problem NotAReduction(Money lowest) => CatalogueProblems.NotAReduction.With(lowest) with { Data = new Dictionary<string, object?> { ["lowest"] = lowest } };

    /// <summary>Writes down that from a moment on this price is asked for.</summary>
    public static void Begin(WriteSession s, Variant variant, DateTimeOffset at) => s.Db.Add(Of(variant, at));

    /// <summary>The row that says that from a moment on a variant's price is asked for.</summary>
    public static PriceChange Of(Variant variant, DateTimeOffset at) => new() { ShopId = variant.ShopId, VariantId = variant.Id, At = at, Price = variant.Price };

    /// <summary>The lowest of the prices that applied in the window before now, the present one aside.</summary>
    private static Money Lowest(List<Kernel.PriceChange> history, DateTimeOffset now) => history
        .SkipLast(1).Where((_, i) => history[i + 1].From > now - PriceReduction.Window).Select(c => c.Price).DefaultIfEmpty(history[^1].Price).Min();
}
