using Halles.Mall.Shops;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Stores;

/// <summary>Registers the stores.</summary>
public static class StoresModule
{
    public static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton<EditStore>()
        .AddSingleton<StoreHours>()
        .AddSingleton<IOpeningCheck, HasStore>()
        .AddSingleton<IOpeningCheck, HasHours>();
}
