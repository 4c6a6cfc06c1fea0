using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Tax;

/// <summary>Registers the tax rates.</summary>
public static class TaxModule
{
    public static IServiceCollection AddTax(this IServiceCollection services) => services.AddSingleton<TaxRates>();
}
