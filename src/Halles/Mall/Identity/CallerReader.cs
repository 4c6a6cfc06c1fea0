using Halles.Kernel.Storage;
using Halles.Mall.Settings;

namespace Halles.Mall.Identity;

/// <summary>Reads from the database who is behind a token.</summary>
internal static class CallerReader
{
    public static Callers.Known? OfSession(SqlSession sql, string token, DateTimeOffset now) => OfSessionHash(sql, Tokens.Hash(token), now);

    public static Callers.Known? OfSessionHash(SqlSession sql, byte[] hash, DateTimeOffset now)
    {
        using var rows = sql.Query("SELECT id, person_id, last_seen_at, expires_at, strong_at, proved_at, visited_shop, visit_ends_at FROM sessions WHERE token_hash = $1", hash);
        if (!rows.Read() || rows.Instant(3) <= now)
        {
            return null;
        }

        var (id, person, seen, expires, strong, proved) = (rows.Id(0), rows.Id(1), rows.Instant(2), rows.Instant(3), rows.InstantOrNull(4), rows.Instant(5));
        var (visited, until) = (rows.IdOrNull(6), rows.InstantOrNull(7));
        rows.Dispose();
        if (Read(sql, person) is not { } known)
        {
            return null;
        }

        var caller = WithTeam(sql, known) with { SessionId = id, StrongAt = strong, ProvedAt = proved };
        return new Callers.Known(visited is { } shop && until > now ? Visiting(sql, caller, shop, until.Value) : caller, seen, expires);
    }

    public static Callers.Known? OfKey(SqlSession sql, string key)
    {
        using var rows = sql.Query("SELECT id, person_id, shop_id, last_used_at FROM api_keys WHERE hash = $1 AND revoked_at IS NULL", Tokens.Hash(key));
        if (!rows.Read())
        {
            return null;
        }

        var (id, person, shop, used) = (rows.Id(0), rows.Id(1), rows.IdOrNull(2), rows.InstantOrNull(3));
        rows.Dispose();
        return Read(sql, person) is { } caller
            ? new Callers.Known(caller with { KeyId = id, KeyShopId = shop, Seats = shop is null ? [] : SeatOfKey(sql, shop.Value) }, used ?? DateTimeOffset.MinValue, DateTimeOffset.MaxValue)
            : null;
    }

    private static Caller? Read(SqlSession sql, Guid person)
    {
        using var rows = sql.Query(
            """
            SELECT p.name, p.email, p.language, p.demo, p.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = p.id)
            FROM people p WHERE p.id = $1 AND p.erased_at IS NULL
            """, person);
        if (!rows.Read())
        {
            return null;
        }

        var demo = rows.Bool(3);
        var caller = new Caller { PersonId = person, Name = rows.Text(0), Email = rows.Text(1), Language = rows.Text(2), HasSecondFactor = rows.Bool(4) };
        rows.Dispose();
        return demo ? caller with { NeedsNoSecondFactor = DemoIsExempt(sql) } : caller;
    }

    private static Caller WithTeam(SqlSession sql, Caller caller) => caller with
    {
        Seats = Seats(sql, caller.PersonId),
        Roles = sql.List("SELECT role FROM staff_roles WHERE person_id = $1", r => r.Word<MallRole>(0), caller.PersonId),
    };

    // A shop's name in addresses is the one thing that is read of another module here; by SQL, for Shops stands on Identity.
    private static List<Seat> Seats(SqlSession sql, Guid person) => sql.List(
        "SELECT m.shop_id, s.slug, s.name, m.role FROM memberships m JOIN shops s ON s.id = m.shop_id WHERE m.person_id = $1 ORDER BY s.name",
        r => new Seat(r.Id(0), r.Text(1), r.Text(2), r.Word<ShopRole>(3)), person);

    // A visit ends with the role that allows it; who works in the shop anyway needs none.
    private static Caller Visiting(SqlSession sql, Caller caller, Guid shop, DateTimeOffset until) =>
        caller.Holds(Permission.EnterShops) && caller.Seats.All(s => s.ShopId != shop)
            ? caller with { Seats = [.. caller.Seats, .. SeatOfKey(sql, shop).Select(s => s with { Role = ShopRole.Manager, VisitEndsAt = until })] }
            : caller;

    private static List<Seat> SeatOfKey(SqlSession sql, Guid shop) => sql.List(
        "SELECT id, slug, name FROM shops WHERE id = $1", r => new Seat(r.Id(0), r.Text(1), r.Text(2), ShopRole.Clerk), shop);

    internal static bool DemoIsExempt(SqlSession sql) =>
        sql.List("SELECT data FROM settings", r => r.Json<MallSettings>(0)) is [{ DemoPeopleNeedNoSecondFactor: true }];
}
