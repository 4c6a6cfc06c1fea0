using Halles.Mall.Baskets;
using Halles.Mall.Bulk;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Statistics;
using Halles.Mall.Promotions;
using Halles.Mall.Stock;
using Halles.Mall.Tax;
using Halles.Mall.Taxonomy;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall;

/// <summary>Registers what buying and selling stands on, from stock to the orders and their messages.</summary>
public static class TradeModule
{
    public static IServiceCollection AddTrade(this IServiceCollection services) => services
        .AddStock()
        .AddBulk()
        .AddTaxonomy()
        .AddTax()
        .AddPromotions()
        .AddBaskets()
        .AddFulfilment()
        .AddPayments()
        .AddOrders()
        .AddCheckout()
        .AddMessages()
        .AddStatistics();
}
