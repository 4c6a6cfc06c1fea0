using Halles.Kernel.Jobs;
using Halles.Kernel.Outgoing;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Imports;

/// <summary>Registers the import and export of a shop's products.</summary>
public static class ImportsModule
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<PublicHttp>()
        .AddSingleton<Imports>()
        .AddSingleton<LookAtFile>()
        .AddSingleton<RunImport>()
        .AddSingleton<ExportProducts>()
        .AddSingleton<FailedPhotos>()
        .AddSingleton<IJob, ApplyImport>()
        .AddSingleton<IJob, UndoImport>()
        .AddSingleton<IJob, FetchPhotos>()
        .AddSingleton<IJob, ForgetImports>();
}
