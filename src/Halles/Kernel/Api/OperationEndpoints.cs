using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Halles.Kernel.Api;

/// <summary>Says of an endpoint what parameters it takes.</summary>
/// <param name="Others">Further query parameters are allowed: attributes of a search.</param>
public sealed record Takes(IReadOnlyList<ApiParameter> Parameters, bool Others = false);

/// <summary>Says of an endpoint how it refuses.</summary>
public sealed record Refuses(IReadOnlyList<Problem> Problems);

/// <summary>Says of an endpoint from which budget its requests are taken.</summary>
public sealed record Counts(Traffic Traffic);

/// <summary>How endpoints of the API say what they are; the OpenAPI document is made of it.</summary>
public static class OperationEndpoints
{
    /// <summary>Names the operation, as clients call it, and says in a line what it does.</summary>
    public static RouteHandlerBuilder Operation<TAnswer>(this RouteHandlerBuilder endpoint, string name, string summary, string? more = null, int status = StatusCodes.Status200OK)
    {
        endpoint.WithName(name).WithSummary(summary).Produces<TAnswer>(status);
        return more is null ? endpoint : endpoint.WithDescription(more);
    }

    /// <summary>The parameters; others are refused.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params ApiParameter[] parameters) => endpoint.WithMetadata(new Takes(parameters));

    /// <summary>The problems that it answers with, those aside that every operation has.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params Problem[] problems) => endpoint.WithMetadata(new Refuses(problems));

    /// <summary>The budget from which its requests are taken.</summary>
    public static T Counts<T>(this T endpoint, Traffic traffic)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Counts(traffic));

    /// <summary>Whose requests these are when not all can be answered.</summary>
    public static T Ranks<T>(this T endpoint, Priority priority)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Ranks(priority));

    /// <summary>Refuses query parameters that the endpoint does not name, so that a misspelled one is not silently left out.</summary>
    public static ValueTask<object?> RefuseUnknown(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var takes = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Takes>();
        var unknown = takes is { Others: true } ? null : context.HttpContext.Request.Query.Keys
            .FirstOrDefault(k => takes?.Parameters.Any(p => p.Place is ParameterPlace.Query && p.Name == k) is not true);
        return unknown is null ? next(context) : ValueTask.FromResult<object?>(ApiEndpoints.Refuse(ApiProblems.ParameterUnknown.On(unknown.Length > 60 ? unknown[..60] : unknown)));
    }
}
