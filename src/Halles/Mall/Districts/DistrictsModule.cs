using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Districts;

/// <summary>Registers the mall's districts.</summary>
public static class DistrictsModule
{
    public static IServiceCollection AddDistricts(this IServiceCollection services) => services
        .AddSingleton<EditDistricts>()
        .AddSingleton<ReadDistricts>();
}
