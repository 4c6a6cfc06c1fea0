using System.Data.Common;
using Halles.Kernel.Storage;
using Halles.Mall.Media;

namespace Halles.Mall.Catalogue;

/// <summary>
/// What the mall's office has removed is gone at its address as well, but for those who show the same photo themselves: it may be theirs.
/// </summary>
internal sealed class RemovedPhotos(MallDatabase database, TimeProvider clock) : IRemovedMedia
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);
    private volatile HashSet<string> _removed = [];
    private long _read;

    public bool IsGone(string hash)
    {
        try
        {
            Follow();
            return _removed.Contains(hash) && database.Read(sql => sql.Scalar<long>(
                "SELECT CASE WHEN EXISTS (SELECT 1 FROM product_photos WHERE media = $1) OR EXISTS (SELECT 1 FROM shops WHERE logo = $1 OR cover = $1) THEN 1 ELSE 0 END", hash)) == 0;
        }
        catch (DbException)
        {
            return _removed.Contains(hash); // photos are shown on while the database is down
        }
    }

    // There are few: all are read again after some seconds, by one at a time.
    private void Follow()
    {
        var (now, read) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref _read));
        if (Math.Abs(now - read) < Late.Ticks || Interlocked.CompareExchange(ref _read, now, read) != read)
        {
            return;
        }

        _removed = database.Read(sql => sql.List("SELECT DISTINCT media FROM withdrawn_photos", r => r.Text(0))).ToHashSet(StringComparer.Ordinal);
    }
}
