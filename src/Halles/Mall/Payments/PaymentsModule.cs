using Halles.Mall.Shops;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Payments;

/// <summary>Registers the ways of paying.</summary>
public static class PaymentsModule
{
    public static IServiceCollection AddPayments(this IServiceCollection services) => services
        .AddSingleton<IPaymentMethod, InStore>()
        .AddSingleton<IPaymentMethod, OnDelivery>()
        .AddSingleton<IPaymentMethod, Transfer>()
        .AddSingleton<SetWaysOfPaying>()
        .AddSingleton<IOpeningCheck, HasWayOfPaying>();
}
