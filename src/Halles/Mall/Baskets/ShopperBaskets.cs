using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Baskets;

/// <summary>Fills and empties baskets. A line holds the wanted quantity, so that posting it twice changes nothing.</summary>
public sealed class ShopperBaskets(MallDatabase database, MallWriter writer, IEnumerable<IBasketWatcher> watchers)
{
    /// <summary>The most lines of a basket.</summary>
    public const int MostLines = 500;

    /// <summary>Makes an empty basket, where there is none.</summary>
    public Task<Result<Done>> Open(Shopper shopper) => writer.Write(s => Open(s, shopper), Lane.Trade, Lock(shopper));

    /// <summary>
    /// Sets how much of a variant is wanted, in pieces or steps; the basket is made if there is none. The present price is
    /// kept as the one that the shopper saw. Problems: <c>no-such-variant</c>, <c>line-gone</c>, <c>quantity-wrong</c>, <c>basket-full</c>.
    /// </summary>
    public Task<Result<Done>> SetQuantity(Shopper shopper, Guid variantId, long quantity) =>
        writer.Write(s => Set(s, shopper, variantId, quantity), Lane.Trade, Lock(shopper));

    /// <summary>Takes a variant out; well when it was not in.</summary>
    public Task<Result<Done>> Remove(Shopper shopper, Guid variantId) => writer.Write(s => Remove(s, shopper, variantId), Lane.Trade, Lock(shopper));

    /// <summary>
    /// At sign-in: what lay in the guest's basket lies in the person's; of a variant that is in both the greater quantity.
    /// Lines beyond the most stay behind with the guest.
    /// </summary>
    public Task<Result<Done>> MoveToPerson(Guid guest, Guid person) => writer.Write<Done>(
        s =>
        {
            Touch(s, Shopper.Person(person));
            s.Sql.Execute(
                """
                INSERT INTO basket_lines (basket_id, variant_id, shop_id, product_id, quantity, price_seen, added_at)
                SELECT $2, l.variant_id, l.shop_id, l.product_id, l.quantity, l.price_seen, l.added_at
                FROM basket_lines l JOIN baskets b ON b.id = l.basket_id
                WHERE b.id = $1 AND b.person_id IS NULL
                ORDER BY l.added_at, l.variant_id LIMIT (SELECT $3 - count(*) FROM basket_lines WHERE basket_id = $2)
                ON CONFLICT (basket_id, variant_id) DO UPDATE SET quantity = CASE WHEN excluded.quantity > basket_lines.quantity THEN excluded.quantity ELSE basket_lines.quantity END
                """, guest, person, MostLines);
            s.Sql.Execute("INSERT INTO basket_codes (basket_id, code, added_at) SELECT $2, c.code, c.added_at FROM basket_codes c JOIN baskets b ON b.id = c.basket_id WHERE b.id = $1 AND b.person_id IS NULL ORDER BY c.added_at LIMIT (SELECT $3 - count(*) FROM basket_codes WHERE basket_id = $2) ON CONFLICT (basket_id, code) DO NOTHING", guest, person, BasketCodes.Most);
            s.Sql.Execute("DELETE FROM basket_codes WHERE basket_id IN (SELECT id FROM baskets WHERE id = $1 AND person_id IS NULL)", guest);
            s.Sql.Execute("DELETE FROM basket_lines WHERE basket_id = $1 AND variant_id IN (SELECT variant_id FROM basket_lines WHERE basket_id = $2) AND basket_id IN (SELECT id FROM baskets WHERE id = $1 AND person_id IS NULL)", guest, person);
            s.Sql.Execute("DELETE FROM baskets WHERE id = $1 AND person_id IS NULL AND NOT EXISTS (SELECT 1 FROM basket_lines WHERE basket_id = $1)", guest);
            return default(Done);
        }, Lane.Trade, Lock(Shopper.Guest(guest)), Lock(Shopper.Person(person)));

    /// <summary>How many lines the basket has.</summary>
    public int Count(Shopper shopper) => database.Read(sql => (int)sql.Scalar<long>(
        "SELECT count(*) FROM basket_lines l JOIN baskets b ON b.id = l.basket_id WHERE b.id = $1 AND (b.person_id IS NULL) = $2", shopper.Id, !shopper.IsPerson));

    /// <summary>What all writes on a basket lock.</summary>
    internal static LockKey Lock(Shopper shopper) => LockKey.Of(LockKind.Basket, shopper.Id);

    internal static Result<Done> Open(WriteSession s, Shopper shopper) => Touch(s, shopper) ? default(Done) : BasketProblems.NoSuchBasket;

    internal static Result<Done> Remove(WriteSession s, Shopper shopper, Guid variantId)
    {
        s.Sql.Execute("DELETE FROM basket_lines WHERE variant_id = $2 AND basket_id IN (SELECT id FROM baskets WHERE id = $1 AND (person_id IS NULL) = $3)", shopper.Id, variantId, !shopper.IsPerson);
        return default(Done);
    }

    // What was never published is nobody's to know of: it answers like none.
    internal Result<Done> Set(WriteSession s, Shopper shopper, Guid variantId, long quantity)
    {
        if (quantity is < 1 or > LinePrice.MostQuantity)
        {
            return BasketProblems.QuantityWrong.On("quantity");
        }

        var found = s.Sql.List(
            "SELECT v.shop_id, v.product_id, v.price, v.archived, p.state FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id WHERE v.id = $1 AND (p.state <> 'Draft' OR p.published_at IS NOT NULL)",
            r => (Shop: r.Id(0), Product: r.Id(1), Price: r.Long(2), ForSale: !r.Bool(3) && r.Text(4) == nameof(ProductState.Published)), variantId);
        if (found is not [var variant])
        {
            return BasketProblems.NoSuchVariant;
        }

        if (!variant.ForSale)
        {
            return BasketProblems.Gone;
        }

        if (!Touch(s, shopper))
        {
            return BasketProblems.NoSuchVariant; // a guest came with the id of a person's basket
        }

        if (s.Sql.Execute(
            """
            INSERT INTO basket_lines (basket_id, variant_id, shop_id, product_id, quantity, price_seen, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (basket_id, variant_id) DO NOTHING
            """, shopper.Id, variantId, variant.Shop, variant.Product, quantity, variant.Price, s.Now) == 0)
        {
            s.Sql.Execute("UPDATE basket_lines SET quantity = $3, price_seen = $4 WHERE basket_id = $1 AND variant_id = $2", shopper.Id, variantId, quantity, variant.Price);
            return default(Done);
        }

        s.OnceCommitted(() => PutIn(variant.Shop, variant.Product));
        return s.Sql.Scalar<long>("SELECT count(*) FROM basket_lines WHERE basket_id = $1", shopper.Id) > MostLines ? BasketProblems.Full : default(Done);
    }

    private void PutIn(Guid shop, Guid product)
    {
        foreach (var watcher in watchers)
        {
            watcher.PutIn(shop, product);
        }
    }

    private static bool Touch(WriteSession s, Shopper shopper) => s.Sql.Execute(
        """
        INSERT INTO baskets (id, person_id, updated_at) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at WHERE (baskets.person_id IS NULL) = $4
        """, shopper.Id, shopper.PersonId, s.Now, !shopper.IsPerson) == 1;
}
