using Halles.Kernel.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Media;

/// <summary>Originals, and the photos made from them.</summary>
public static class MediaModule
{
    public static IServiceCollection AddMedia(this IServiceCollection services) => services
        .AddSingleton<MediaStore>()
        .AddSingleton<Photos>()
        .AddSingleton<IJob, MakePhotoSizes>();

    /// <summary>Public: <c>/media/{hash}/{name}</c>. The caller says who may.</summary>
    public static RouteHandlerBuilder MapMedia(this IEndpointRouteBuilder app) => app.MapMethods("/media/{hash}/{name}", ["GET", "HEAD"], MediaEndpoints.Serve);
}
