using System.Data.Common;
using Halles.Kernel.Storage;
using Halles.Mall.Media;

namespace Halles.Mall.Catalogue;

/// <summary>
/// What the mall's office has removed is gone at its address as well, but where a shop that visitors see shows the same photo: it may be its own.
/// </summary>
internal sealed class RemovedPhotos(MallDatabase database, TimeProvider clock) : IRemovedMedia
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);
    private volatile HashSet<string>? _removed; // null until it was read once
    private long _read;

    public bool IsGone(string hash)
    {
        try
        {
            return Removed().Contains(hash) && database.Read(sql => sql.Scalar<long>(
                """
                SELECT CASE WHEN EXISTS (
                    SELECT 1 FROM product_photos f JOIN products p ON p.shop_id = f.shop_id AND p.id = f.product_id JOIN shops s ON s.id = f.shop_id
                    WHERE f.media = $1 AND p.state = 'Published' AND s.state IN ('Open', 'Paused'))
                    OR EXISTS (SELECT 1 FROM shops WHERE (logo = $1 OR cover = $1) AND state IN ('Open', 'Paused')) THEN 1 ELSE 0 END
                """, hash)) == 0;
        }
        catch (DbException)
        {
            return _removed?.Contains(hash) is true; // photos are shown on while the database is down
        }
    }

    // There are few: all are read again after some seconds, by one at a time; the first time everybody waits for them.
    private HashSet<string> Removed()
    {
        var (now, read) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref _read));
        if (_removed is not { } known || (Math.Abs(now - read) >= Late.Ticks && Interlocked.CompareExchange(ref _read, now, read) == read))
        {
            _removed = known = database.Read(sql => sql.List("SELECT DISTINCT media FROM withdrawn_photos", r => r.Text(0))).ToHashSet(StringComparer.Ordinal);
        }

        return known;
    }
}
