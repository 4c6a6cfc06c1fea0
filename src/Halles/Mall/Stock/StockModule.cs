using Halles.Kernel.Jobs;
using Halles.Mall.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Stock;

/// <summary>Registers the stock.</summary>
public static class StockModule
{
    public static IServiceCollection AddStock(this IServiceCollection services) => services
        .AddSingleton<AdjustStock>()
        .AddSingleton<AddByBarCode>()
        .AddSingleton<MoveStock>()
        .AddSingleton<Stocktake>()
        .AddSingleton<StockHistory>()
        .AddSingleton<ReadStock>()
        .AddSingleton<StockShelf>()
        .AddSingleton<LowStock>()
        .AddSingleton<StockWishes>()
        .AddSingleton<IPersonalDataHolder, PersonalWishes>()
        .AddSingleton<IJob, DailyCounts>();
}
