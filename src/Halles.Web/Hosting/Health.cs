using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Storefront;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Halles.Web.Hosting;

/// <summary>
/// What a supervisor and a load balancer ask. <c>/health/live</c>: the process answers; if not, start it again.
/// <c>/health/ready</c>: pages can be answered; if not, send visitors elsewhere. A node that does not reach its records is
/// <i>degraded</i> and still ready: people can look around, and all nodes would be taken away at once.
/// </summary>
public static class Health
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StorefrontCheck>("storefront").AddCheck<RecordsCheck>("records");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowEverybody().Ranks(Priority.Always);
        routes.MapHealthChecks("/health/ready").AllowEverybody().Ranks(Priority.Always);
    }

    private sealed class StorefrontCheck(Storefront storefront) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(storefront.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The storefront is being built."));
    }

    private sealed class RecordsCheck(MallDatabase database) : IHealthCheck
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await Task.Run(() => database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM settings")), cancellationToken).WaitAsync(Patience, cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return HealthCheckResult.Degraded("The records do not answer.", e);
            }
        }
    }
}
