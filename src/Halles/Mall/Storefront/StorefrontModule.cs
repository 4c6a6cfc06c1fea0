using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Storefront;

/// <summary>Registers the shoppers' read side and who keeps it at the change feed.</summary>
public static class StorefrontModule
{
    public static IServiceCollection AddStorefront(this IServiceCollection services)
    {
        services.AddSingleton<Storefront>();
        services.AddSingleton<StorefrontProjector>();
        services.AddHostedService(s => s.GetRequiredService<StorefrontProjector>());
        return services;
    }
}
