using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Halles.Kernel.Api;

/// <summary>The body of a request; what is wrong with it is answered before the endpoint is asked.</summary>
public abstract class Sent(Problem? problem)
{
    /// <summary>Why it is no such record; null when it is.</summary>
    public Problem? Problem => problem;

    /// <summary>A filter for all endpoints of the API.</summary>
    public static ValueTask<object?> RefuseWrong(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<Sent>().FirstOrDefault(s => s.Problem is not null) is { } wrong
            ? ValueTask.FromResult<object?>(ApiEndpoints.Refuse(wrong.Problem!))
            : next(context);
}

/// <summary>The body of a request as a record.</summary>
public sealed class Sent<T> : Sent, IEndpointParameterMetadataProvider
{
    private readonly Result<T> _body;

    private Sent(Result<T> body)
        : base(body.Problem) => _body = body;

    public T Value => _body.Value;

    /// <summary>Reads it.</summary>
    public static async ValueTask<Sent<T>?> BindAsync(HttpContext context) => new(await context.Body<T>().ConfigureAwait(false));

    /// <summary>Tells the OpenAPI document of it.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
