using Halles.Kernel.Jobs;
using Halles.Mall.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Reports;

/// <summary>Registers reports of what is unlawful, and the decisions on them.</summary>
public static class ReportsModule
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<SendReport>()
        .AddSingleton<EnforceMeasure>()
        .AddSingleton<DecideOnReport>()
        .AddSingleton<AppealDecision>()
        .AddSingleton<ReportFigures>()
        .AddSingleton<ReadReports>()
        .AddSingleton<IPersonalDataHolder, PersonalReports>()
        .AddSingleton<IJob, ForgetReports>();
}
