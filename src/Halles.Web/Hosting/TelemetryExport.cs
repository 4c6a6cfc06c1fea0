using System.Diagnostics;
using System.Reflection;
using Halles.Kernel;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Halles.Web.Hosting;

/// <summary>
/// Sends figures and traces to a collector by OTLP, when one is named by the standard variables of OpenTelemetry
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin). Otherwise none of it is loaded.
/// </summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
    private static readonly string[] Meters = [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql"];
    private MeterProvider? _figures;
    private TracerProvider? _traces;

    /// <summary>Whether a collector is named.</summary>
    public static bool Wanted =>
        Endpoints.Any(e => Environment.GetEnvironmentVariable(e) is { Length: > 0 })
        && !string.Equals(Environment.GetEnvironmentVariable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Names each request's trace by its route, where traces are kept.</summary>
    public static void Trace(WebApplication app)
    {
        if (!Wanted)
        {
            return;
        }

        app.Use(async (context, next) =>
        {
            await next(context);
            if (Activity.Current is { IsAllDataRequested: true } trace)
            {
                trace.DisplayName = $"{context.Request.Method} {RequestNumber.Route(context)}";
                trace.SetTag("http.request.method", context.Request.Method).SetTag("http.route", RequestNumber.Route(context)).SetTag("http.response.status_code", context.Response.StatusCode);
            }
        });
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault()
            .AddService("halles", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString())
            .AddEnvironmentVariableDetector();
        _figures = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name, "Microsoft.AspNetCore").AddProcessor(new WithoutAddresses()).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, cancellationToken); // what waits is sent

    public void Dispose()
    {
        _figures?.Dispose();
        _traces?.Dispose();
        (_figures, _traces) = (null, null);
    }

    /// <summary>Takes out what the framework tells of addresses: some hold codes and keys.</summary>
    private sealed class WithoutAddresses : BaseProcessor<Activity>
    {
        private static readonly string[] Telling = ["url.path", "url.query", "url.full", "http.target", "http.url", "user_agent.original", "client.address"];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in Telling)
            {
                data.SetTag(tag, null);
            }
        }
    }
}

/// <summary>Registers the sending of figures and traces.</summary>
public static class TelemetryServices
{
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services) =>
        TelemetryExport.Wanted ? services.AddHostedService<TelemetryExport>() : services;
}
