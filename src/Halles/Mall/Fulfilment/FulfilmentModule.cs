using Halles.Mall.Shops;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Fulfilment;

/// <summary>Registers the ways of getting goods.</summary>
public static class FulfilmentModule
{
    public static IServiceCollection AddFulfilment(this IServiceCollection services) => services
        .AddSingleton<SetWaysOfGetting>()
        .AddSingleton<IOpeningCheck, HasWayOfGetting>();
}
