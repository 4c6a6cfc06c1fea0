using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Promotions;
using Halles.Mall.Shops;

namespace Halles.Mall.Checkout;

/// <summary>A shop with the ways it offers and takes.</summary>
/// <param name="Promotes">Whether promotions of it are running: where none are, nothing more is read for them.</param>
internal sealed record ShopTerms(ShopNow Shop, WaysOfGetting Getting, WaysOfPaying Paying, bool Promotes)
{
    private static readonly ParseCache<WaysOfGetting> ParsedGetting = new(t => JsonSerializer.Deserialize<WaysOfGetting>(t, Json.Stored)!);
    private static readonly ParseCache<WaysOfPaying> ParsedPaying = new(t => JsonSerializer.Deserialize<WaysOfPaying>(t, Json.Stored)!);

    public static Dictionary<Guid, ShopTerms> Read(SqlSession sql, IEnumerable<Guid> shops, DateTimeOffset now)
    {
        var found = new Dictionary<Guid, ShopTerms>();
        sql.ReadTogether(Query(sql, shops, now, found));
        return found;
    }

    /// <summary>The same, to be read together with other things.</summary>
    public static SqlQuery Query(SqlSession sql, IEnumerable<Guid> shops, DateTimeOffset now, Dictionary<Guid, ShopTerms> into) => new(
        $"""
        SELECT s.id, s.slug, s.name, s.state, s.holiday, f.ways, p.ways, {ShopPromotions.AnyOf("$2")} FROM shops s
        LEFT JOIN shop_fulfilment f ON f.shop_id = s.id LEFT JOIN shop_payment p ON p.shop_id = s.id WHERE s.id {sql.Among(1)}
        """,
        r => into[r.Id(0)] = new ShopTerms(
            new ShopNow(r.Id(0), r.Text(1), r.Text(2), r.Word<ShopState>(3), r.IsNull(4) ? null : r.Json<Holiday>(4)),
            r.IsNull(5) ? WaysOfGetting.None : ParsedGetting.Of(r.Text(5)),
            r.IsNull(6) ? WaysOfPaying.None : ParsedPaying.Of(r.Text(6)), r.Bool(7)), sql.Ids(shops), now);
}
