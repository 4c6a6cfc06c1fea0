using Halles.Kernel.Api;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Halles.Kernel;

/// <summary>Registers what every feature stands on.</summary>
public static class KernelModule
{
    /// <summary>Storage, change feed, writer, jobs, audit and privacy over an opened folder and database.</summary>
    public static IServiceCollection AddKernel(this IServiceCollection services, MallDatabase database)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(database.Folder);
        services.AddSingleton(database);
        services.TryAddSingleton(_ => Secret.Load(database.Folder)); // a verb that only reads needs none, and makes none
        services.AddSingleton<PersonalData>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ChangeFollower>();
        services.AddHostedService(s => s.GetRequiredService<ChangeFollower>());
        services.AddSingleton<MallWriter>();
        services.AddSingleton<AnswerOnce>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IJob, ForgetKeys>();
        services.AddSingleton<JobWorker>();
        services.AddHostedService(s => s.GetRequiredService<JobWorker>());
        return services;
    }
}
