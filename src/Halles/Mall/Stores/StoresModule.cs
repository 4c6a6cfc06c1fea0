using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Stores;

/// <summary>Registers the stores.</summary>
public static class StoresModule
{
    public static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton<EditStore>()
        .AddSingleton<StoreHours>()
        .AddSingleton<IOpeningCheck, HasStore>();
}

/// <summary>A shop opens with at least one place.</summary>
internal sealed class HasStore : IOpeningCheck
{
    public Problem? Missing(SqlSession sql, Guid shop) =>
        sql.Scalar<long>("SELECT count(*) FROM stores WHERE shop_id = $1 AND gone = $2", shop, false) > 0 ? null : StoreProblems.NoStore;
}
