using System.Security.Cryptography;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Halles.Web.Hosting;

/// <summary>The OpenAPI document of the API, made from the endpoints themselves; kept in <c>docs/openapi.json</c>.</summary>
public sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    internal const string Name = "v1";
    private (byte[] Body, string Tag)? _made;

    /// <summary>The document as OpenAPI 3.1 in JSON, and its ETag.</summary>
    public async Task<(byte[] Body, string Tag)> Get(CancellationToken stop)
    {
        if (_made is { } made)
        {
            return made;
        }

        var document = await provider.GetOpenApiDocumentAsync(stop);
        using var body = new MemoryStream();
        await document.SerializeAsJsonAsync(body, OpenApiSpecVersion.OpenApi3_1, stop);
        body.WriteByte((byte)'\n');
        var bytes = body.ToArray();
        _made = made = (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
        return made;
    }
}

/// <summary>Registers and serves the document.</summary>
internal static class ApiDocumentEndpoints
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .AddSingleton<ApiDocument>()
        .AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = d => d.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) is true;
            options.AddSchemaTransformer((schema, context, _) =>
            {
                // What is null is left out of answers, so it is not required.
                schema.Required?.ExceptWith(context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable).Select(p => p.Name));
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                Open(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                Describe(operation, context);
                return Task.CompletedTask;
            });
        });

    public static void MapDocument(this IEndpointRouteBuilder api) => api.MapGet("openapi.json", async (HttpContext context, ApiDocument document) =>
    {
        var (body, tag) = await document.Get(context.RequestAborted);
        return ApiEndpoints.Tagged(context, body, tag);
    }).AllowEverybody().ExcludeFromDescription();

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Halles",
            Version = "1",
            Description = "The public API of a mall. Amounts are whole minor units with an ISO 4217 currency, instants RFC 3339 in UTC, words kebab-case. "
                + "Refusals are problem details (RFC 9457) whose `code` is stable. Members and parameters that nobody knows are refused.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = OperationWords.ProblemSchema();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [OperationWords.Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key of a shop or a person, `hk_…`." },
        };
    }

    // Requests are closed, for unknown members are refused; answers stay open, so that members can be added to them.
    private static void Open(OpenApiDocument document)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in document.Paths.Values.SelectMany(p => p.Operations!.Values).Select(o => o.RequestBody).OfType<OpenApiRequestBody>())
        {
            Take(body.Content!.Values.Single().Schema!);
        }

        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            ((OpenApiSchema)schema).AdditionalPropertiesAllowed |= !taken.Contains(name);
        }

        void Take(IOpenApiSchema schema)
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id } && !taken.Add(id))
            {
                return;
            }

            foreach (var part in (schema.Properties?.Values ?? []).Concat(schema.OneOf ?? []).Append(schema.Items).OfType<IOpenApiSchema>())
            {
                Take(part);
            }
        }
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var words = new OperationWords(operation, context.Document!);
        words.Parameters(metadata.OfType<Takes>().LastOrDefault());
        words.Access(metadata.OfType<AccessRule>().LastOrDefault());
        words.Refusals([.. metadata.OfType<Refuses>().SelectMany(r => r.Problems)], metadata.OfType<AccessRule>().LastOrDefault());
    }
}
