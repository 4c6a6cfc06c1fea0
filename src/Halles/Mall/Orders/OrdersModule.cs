using Halles.Kernel.Jobs;
using Halles.Mall.Identity;
using Halles.Mall.Stock;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Orders;

/// <summary>Registers the orders and their steps.</summary>
public static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<OrderWork>()
        .AddSingleton<ReadOrders>()
        .AddSingleton<OrderViews>()
        .AddSingleton<ReadCustomers>()
        .AddSingleton<ReadPurchases>()
        .AddSingleton<PickupCodes>()
        .AddSingleton<PrepareOrders>()
        .AddSingleton<HandOverOrders>()
        .AddSingleton<CancelOrders>()
        .AddSingleton<SettleOrders>()
        .AddSingleton<ReturnOrders>()
        .AddSingleton<TakeStep>()
        .AddSingleton<IHoldsTakenBack, Shortfalls>()
        .AddSingleton<IPersonalDataHolder, PersonalOrders>()
        .AddSingleton<IPersonalDataHolder, PersonalOrderViews>()
        .AddSingleton<IJob, ExpireHolds>()
        .AddSingleton<IJob, AcceptDeadlines>();
}
