using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Stock;

/// <summary>Keeps who wants to be told when sold-out goods are back, and says whose time has come.</summary>
public sealed class StockWishes(MallDatabase database, MallWriter writer)
{
    /// <summary>So many wishes of one address are kept; more are passed over, so that nobody fills another's letter box.</summary>
    public const int MostOfOne = 30;

    /// <summary>A wish that was not met in this time is forgotten.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>
    /// Keeps a wish. Asking twice keeps it once; the answer never tells whether the address asked before or has an account.
    /// </summary>
    /// <param name="person">Who is signed in; null for a guest.</param>
    /// <param name="language">The language to write in.</param>
    public async Task<Result<Done>> Ask(Guid variant, string email, Guid? person, string language)
    {
        if (!EmailAddress.TryParse(email, out var address, out var wrong))
        {
            return wrong!.On("email");
        }

        var shops = database.Read(sql => sql.List("SELECT shop_id FROM variants WHERE id = $1", r => r.Id(0), variant));
        return shops is [var shop]
            ? await writer.Write(s => Keep(s, shop, variant, address.Key, person, language)).ConfigureAwait(false)
            : StockProblems.NoSuchVariant;
    }

    /// <summary>Wishes for goods that are there again in an open shop, by id after the given one.</summary>
    public List<StockWish> Due(Guid after, int most) => database.Read(sql => sql.List(
        """
        SELECT w.shop_id, w.id, w.variant_id, w.person_id, w.email, w.language, w.at FROM stock_wishes w
        JOIN variants v ON v.shop_id = w.shop_id AND v.id = w.variant_id
        JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        JOIN shops h ON h.id = w.shop_id
        WHERE w.id > $1 AND v.archived = $3 AND p.state = 'Published' AND h.state = 'Open'
            AND EXISTS (SELECT 1 FROM stock s WHERE s.shop_id = w.shop_id AND s.variant_id = w.variant_id AND s.on_hand - s.held - s.safety > 0)
        ORDER BY w.id LIMIT $2
        """,
        r => new StockWish { ShopId = r.Id(0), Id = r.Id(1), VariantId = r.Id(2), PersonId = r.IsNull(3) ? null : r.Id(3), Email = r.Text(4), Language = r.Text(5), At = r.Instant(6) },
        after, most, false));

    /// <summary>Takes a wish to be met; false when another has, or it was withdrawn. In the transaction that writes the e-mail.</summary>
    public static bool Take(WriteSession session, StockWish wish) =>
        session.Sql.Execute("DELETE FROM stock_wishes WHERE shop_id = $1 AND id = $2", wish.ShopId, wish.Id) == 1;

    /// <summary>Forgets wishes that have waited too long.</summary>
    public static Result<Done> Forget(WriteSession session)
    {
        session.Sql.Execute("DELETE FROM stock_wishes WHERE at < $1", session.Now - Kept);
        return default(Done);
    }

    private static Result<Done> Keep(WriteSession s, Guid shop, Guid variant, string email, Guid? person, string language)
    {
        s.Sql.Execute(
            """
            INSERT INTO stock_wishes (shop_id, id, variant_id, person_id, email, language, at)
            SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM stock_wishes WHERE email = $5) < $8
            ON CONFLICT (shop_id, variant_id, email) DO NOTHING
            """,
            shop, s.NewId(), variant, person, email, language, s.Now, MostOfOne);
        return default(Done);
    }
}
