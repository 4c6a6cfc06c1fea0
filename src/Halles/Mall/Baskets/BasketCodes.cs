using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;

namespace Halles.Mall.Baskets;

/// <summary>The codes of promotions that a shopper has typed into their basket.</summary>
public sealed class BasketCodes(MallWriter writer, ReadBasket baskets)
{
    /// <summary>The most codes of a basket.</summary>
    public const int Most = 5;

    /// <summary>
    /// Keeps a code that takes something off what is in the basket now. Otherwise tells why not (<see cref="PromotionProblems"/>), and
    /// keeps nothing. A code that is there already is well.
    /// </summary>
    public Task<Result<Done>> Add(Shopper shopper, string code) => writer.Write(s => Add(s, shopper, code), Lane.Trade, ShopperBaskets.Lock(shopper));

    /// <summary>Takes a code out; well when it was not in.</summary>
    public Task<Result<Done>> Remove(Shopper shopper, string code) => writer.Write(s => Remove(s, shopper, code), Lane.Trade, ShopperBaskets.Lock(shopper));

    internal static IReadOnlyList<string> Of(SqlSession sql, Shopper shopper) => sql.List(
        "SELECT c.code FROM basket_codes c JOIN baskets b ON b.id = c.basket_id WHERE b.id = $1 AND (b.person_id IS NULL) = $2 ORDER BY c.added_at, c.code", r => r.Text(0), shopper.Id, !shopper.IsPerson);

    internal Result<Done> Add(WriteSession s, Shopper shopper, string typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return FieldProblems.Missing.On("code");
        }

        if (PromotionCode.Of(typed) is not { } code)
        {
            return PromotionProblems.CodeUnknown;
        }

        if (baskets.WhyNot(s.Sql, shopper, code) is { } why)
        {
            return why;
        }

        s.Sql.Execute(
            "INSERT INTO basket_codes (basket_id, code, added_at) SELECT id, $3, $4 FROM baskets WHERE id = $1 AND (person_id IS NULL) = $2 ON CONFLICT (basket_id, code) DO NOTHING",
            shopper.Id, !shopper.IsPerson, code, s.Now);
        return Of(s.Sql, shopper).Count > Most ? PromotionProblems.TooManyCodes.With(Most) : default(Done);
    }

    internal static Result<Done> Remove(WriteSession s, Shopper shopper, string typed)
    {
        if (PromotionCode.Of(typed) is not { } code)
        {
            return default(Done);
        }

        s.Sql.Execute("DELETE FROM basket_codes WHERE code = $3 AND basket_id IN (SELECT id FROM baskets WHERE id = $1 AND (person_id IS NULL) = $2)", shopper.Id, !shopper.IsPerson, code);
        return default(Done);
    }

    /// <summary>A purchase has used them: they are not in the next basket.</summary>
    internal static void Used(WriteSession s, Shopper shopper, IEnumerable<Discount> discounts)
    {
        foreach (var code in discounts.Select(d => d.Promotion.Code).OfType<string>().Distinct())
        {
            Remove(s, shopper, code);
        }
    }
}
