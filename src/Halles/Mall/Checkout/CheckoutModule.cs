using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Checkout;

/// <summary>Registers the checkout.</summary>
public static class CheckoutModule
{
    public static IServiceCollection AddCheckout(this IServiceCollection services) => services
        .AddSingleton<DraftPurchase>()
        .AddSingleton<ShopNames>()
        .AddSingleton<CheckoutDrafts>()
        .AddSingleton<IPersonalDataHolder>(s => s.GetRequiredService<CheckoutDrafts>())
        .AddSingleton(s => new PlaceOrder(s.GetRequiredService<MallDatabase>(), s.GetRequiredService<MallWriter>(), s.GetRequiredService<DraftPurchase>(), s.GetRequiredService<CurrentSettings>(), s.GetRequiredService<Secret>()))
        .AddSingleton(s => new GuestPurchases(s.GetRequiredService<MallDatabase>(), s.GetRequiredService<MallWriter>(), s.GetRequiredService<ReadPurchases>(), s.GetRequiredService<Secret>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new QuotePurchase(s.GetRequiredService<MallDatabase>(), s.GetRequiredService<DraftPurchase>(), s.GetRequiredService<CurrentSettings>(), s.GetServices<IPaymentMethod>(), s.GetRequiredService<Secret>(), s.GetRequiredService<TimeProvider>()));
}
