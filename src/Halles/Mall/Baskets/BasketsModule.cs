using Halles.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Baskets;

/// <summary>Registers the baskets.</summary>
public static class BasketsModule
{
    public static IServiceCollection AddBaskets(this IServiceCollection services) => services
        .AddSingleton<ShopperBaskets>()
        .AddSingleton<ReadBasket>()
        .AddSingleton<IJob, ForgetBaskets>();
}
