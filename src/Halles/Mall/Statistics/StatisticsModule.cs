using Halles.Kernel.Jobs;
using Halles.Mall.Baskets;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Statistics;

/// <summary>Registers the statistics of shops.</summary>
public static class StatisticsModule
{
    public static IServiceCollection AddStatistics(this IServiceCollection services) => services
        .AddSingleton<ProductCounts>()
        .AddSingleton<IBasketWatcher>(s => s.GetRequiredService<ProductCounts>())
        .AddHostedService(s => s.GetRequiredService<ProductCounts>())
        .AddSingleton<ReadStatistics>()
        .AddSingleton<IJob, ForgetCounts>();
}
