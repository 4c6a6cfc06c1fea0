using Halles.Kernel.Jobs;
using Halles.Mall.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Baskets;

/// <summary>Registers the baskets.</summary>
public static class BasketsModule
{
    public static IServiceCollection AddBaskets(this IServiceCollection services) => services
        .AddSingleton<ShopperBaskets>()
        .AddSingleton<ReadBasket>()
        .AddSingleton<BasketCodes>()
        .AddSingleton<IPersonalDataHolder, PersonalBasket>()
        .AddSingleton<IJob, ForgetBaskets>();
}
