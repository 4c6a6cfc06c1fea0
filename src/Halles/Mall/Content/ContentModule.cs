using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Content;

/// <summary>Registers the pages that the operator writes.</summary>
public static class ContentModule
{
    public static IServiceCollection AddContent(this IServiceCollection services) => services
        .AddSingleton<EditPages>()
        .AddSingleton<CurrentPages>();
}
