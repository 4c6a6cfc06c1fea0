using Halles.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Promotions;

/// <summary>Registers the promotions of shops.</summary>
public static class PromotionsModule
{
    public static IServiceCollection AddPromotions(this IServiceCollection services) => services
        .AddSingleton<EditPromotion>()
        .AddSingleton<ReadPromotions>()
        .AddSingleton<IJob, TellProducts>();
}
