using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Shops;

/// <summary>Registers the shops.</summary>
public static class ShopsModule
{
    public static IServiceCollection AddShops(this IServiceCollection services) => services
        .AddSingleton<ApplyForShop>()
        .AddSingleton<EditShop>()
        .AddSingleton<ShopLife>()
        .AddSingleton<AskForChange>()
        .AddSingleton<ReadShop>()
        .AddSingleton<IOpeningCheck, HasIdentity>()
        .AddSingleton<IOpeningCheck, NamesMediator>()
        .AddSingleton<IOpeningCheck, HasPolicies>()
        .AddSingleton<IOpeningCheck, OwnerHasSecondFactor>();
}
