using Halles.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Taxonomy;

/// <summary>Registers changes of the taxonomy as a whole.</summary>
public static class TaxonomyModule
{
    public static IServiceCollection AddTaxonomy(this IServiceCollection services) => services
        .AddSingleton<MoveCategory>()
        .AddSingleton<MergeCategory>()
        .AddSingleton<CategoryChanges>()
        .AddSingleton<CategoryTargets>()
        .AddSingleton<TranslateCategories>()
        .AddSingleton<FollowProducts>()
        .AddSingleton<ApplyTaxonomy>()
        .AddSingleton<TaxonomyImports>()
        .AddSingleton<IJob>(s => s.GetRequiredService<FollowProducts>())
        .AddSingleton<IJob>(s => s.GetRequiredService<TaxonomyImports>());
}
