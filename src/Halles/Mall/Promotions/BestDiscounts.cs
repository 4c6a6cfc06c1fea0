using Halles.Kernel;

namespace Halles.Mall.Promotions;

/// <summary>
/// The combination of a shop's promotions that costs the shopper least. A piece takes part in one promotion at most; amounts
/// off the order come last, one of them, off what is left (decision 0020). Pure: the same lines give the same answer.
/// </summary>
public static class BestDiscounts
{
    /// <summary>What each promotion takes off each line; a line's discounts never exceed what it costs.</summary>
    public static IReadOnlyList<Discount> Of(IReadOnlyList<DiscountLine> lines, IReadOnlyList<PromotionNow> promotions)
    {
        if (promotions.Count == 0 || lines.Count == 0)
        {
            return [];
        }

        var inOrder = promotions.OrderBy(p => p.Promotion.Id).ToList();
        var single = lines.Select(l => Single(l, inOrder)).ToList();
        var pieces = lines.Select((l, i) => new BundlePiece(i, l.Price, (long)Gain(l, 1, single[i]))).ToArray();
        var bundles = inOrder.Where(p => p.Promotion.Kind is PromotionKind.Bundle).Select(p => new Bundle(p.Promotion, [.. lines.Select(l => l.ByPiece && p.Covers(l))])).ToList();
        var bundled = BestBundles.Of(pieces, [.. lines.Select(l => l.Quantity)], bundles);
        var discounts = bundled.ConvertAll(b => new Discount(b.Line, b.Promotion, lines[b.Line].Price * b.Free));
        var left = lines.Select((l, i) => l.Quantity - bundled.Where(b => b.Line == i).Sum(b => b.Taken)).ToArray();
        foreach (var promotion in inOrder)
        {
            var own = Enumerable.Range(0, lines.Count).Where(i => single[i] == promotion && left[i] > 0).ToList();
            discounts.AddRange(Singles(promotion.Promotion, own, lines, left));
        }

        discounts.AddRange(OffTheOrder(lines, inOrder, discounts));
        return [.. discounts.Where(d => d.Amount > 0).OrderBy(d => d.Line).ThenBy(d => d.Promotion.Id)];
    }

    // The percentage or amount that takes most off a piece of the line; of equals the oldest.
    private static PromotionNow? Single(DiscountLine line, List<PromotionNow> promotions)
    {
        var best = promotions.Where(p => p.Promotion.Kind is PromotionKind.Percent or PromotionKind.AmountEach && p.Covers(line)).MaxBy(p => Gain(line, line.Quantity, p));
        return best is not null && Gain(line, line.Quantity, best) > 0 ? best : null;
    }

    // In hundredths of a percent of a minor unit, so that percentages of a sum add up piece by piece.
    private static Int128 Gain(DiscountLine line, long quantity, PromotionNow? single)
    {
        if (single is not { Promotion: var promotion })
        {
            return 0;
        }

        var gross = line.Cost(line.Price, quantity);
        return promotion.IsReduction ? (Int128)(gross - line.Cost(promotion.Reduced(line.Price), quantity)) * Percentage.Whole : (Int128)gross * promotion.Percent!.Value;
    }

    // A reduction lowers each piece as its price shows it; a percentage of the sum is rounded once and split by gross.
    private static IEnumerable<Discount> Singles(Promotion promotion, List<int> own, IReadOnlyList<DiscountLine> lines, long[] left)
    {
        if (promotion.IsReduction)
        {
            return own.Select(i => new Discount(i, promotion, lines[i].Cost(lines[i].Price, left[i]) - lines[i].Cost(promotion.Reduced(lines[i].Price), left[i])));
        }

        var gross = own.ConvertAll(i => lines[i].Cost(lines[i].Price, left[i]));
        return own.Count == 0 ? [] : own.Zip(Money.Split(Money.Rounded(gross.Sum(), promotion.Percent ?? 0, Percentage.Whole), gross), (i, share) => new Discount(i, promotion, share));
    }

    private static IEnumerable<Discount> OffTheOrder(IReadOnlyList<DiscountLine> lines, List<PromotionNow> promotions, List<Discount> so)
    {
        var net = lines.Select((l, i) => l.Gross - so.Where(d => d.Line == i).Sum(d => d.Amount)).ToList();
        var best = promotions.Where(p => p.Promotion.Kind is PromotionKind.AmountOrder).MaxBy(p => p.Promotion.Amount)?.Promotion;
        var amount = Math.Min(best?.Amount ?? 0, net.Sum());
        return amount == 0 ? [] : Money.Split(amount, net).Select((share, i) => new Discount(i, best!, share));
    }
}
