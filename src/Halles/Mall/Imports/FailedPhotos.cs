using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Imports;

/// <summary>What a shop does about photos that did not come: they are tried again, or no longer wanted.</summary>
public sealed class FailedPhotos(MallWriter writer)
{
    /// <summary>Tries them three times more; those of others, and those that have come meanwhile, are passed over.</summary>
    public Task<Result<Done>> Retry(Guid shop, IReadOnlyCollection<Guid> photos) => Each(shop, photos, "UPDATE photo_fetches SET attempts = 0, problem = NULL");

    /// <summary>Forgets their addresses.</summary>
    public Task<Result<Done>> Dismiss(Guid shop, IReadOnlyCollection<Guid> photos) => Each(shop, photos, "DELETE FROM photo_fetches");

    private Task<Result<Done>> Each(Guid shop, IReadOnlyCollection<Guid> photos, string what) => writer.Write<Done>(s =>
    {
        s.Sql.Execute($"{what} WHERE shop_id = $1 AND id {s.Sql.Among(2)} AND problem IS NOT NULL", shop, s.Sql.Ids(photos));
        return default(Done);
    });
}
