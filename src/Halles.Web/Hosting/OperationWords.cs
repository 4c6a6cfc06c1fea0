using System.Globalization;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Identity;
using Microsoft.OpenApi;

namespace Halles.Web.Hosting;

/// <summary>Writes into an operation of the OpenAPI document what its endpoint says of itself.</summary>
internal sealed class OperationWords(OpenApiOperation operation, OpenApiDocument document)
{
    /// <summary>The name of the security scheme.</summary>
    public const string Key = "key";

    private static readonly Problem TooMany = new("too-many-requests", 429, "");
    private static readonly Problem NoKey = new("not-signed-in", 401, "");
    private static readonly Problem NotAllowed = new("forbidden", 403, "");

    /// <summary>The parameters.</summary>
    public void Parameters(Takes? takes)
    {
        var parameters = (takes?.Parameters ?? []).Select(IOpenApiParameter (p) => new OpenApiParameter
        {
            Name = p.Name,
            In = p.Place switch { ParameterPlace.Path => ParameterLocation.Path, ParameterPlace.Header => ParameterLocation.Header, _ => ParameterLocation.Query },
            Description = p.About,
            Required = p.Required,
            Schema = Schema(p),
        }).ToList();
        if (takes is { Others: true })
        {
            parameters.Add(new OpenApiParameter
            {
                Name = "attributes",
                In = ParameterLocation.Query,
                Style = ParameterStyle.Form,
                Explode = true,
                Description = "Wanted values by attribute code, such as `colour=blue`.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String } },
            });
        }

        operation.Parameters = parameters.Count == 0 ? null : parameters;
    }

    /// <summary>Who may.</summary>
    public void Access(AccessRule? rule)
    {
        var key = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] };
        operation.Security = rule is { SignedIn: true } ? [key] : [new OpenApiSecurityRequirement(), key];
    }

    /// <summary>The refusals with their codes, by status.</summary>
    public void Refusals(IReadOnlyList<Problem> problems, AccessRule? rule)
    {
        var all = problems.Append(TooMany).Append(NoKey).Concat(rule is { Permission: not null } ? [NotAllowed] : []);
        if (operation.RequestBody is { } body)
        {
            all = all.Concat([ApiProblems.NotJson, ApiProblems.Malformed, ApiProblems.MemberUnknown, ApiProblems.MemberMissing, ApiProblems.MemberWrong, ApiProblems.TextUnfit, new Problem("too-large", 413, "")]);
            ((OpenApiRequestBody)body).Required = true;
        }

        if (operation.Parameters is { Count: > 0 })
        {
            all = all.Concat([ApiProblems.ParameterUnknown, ApiProblems.ParameterWrong, ApiProblems.TextUnfit]);
        }

        operation.Responses ??= [];
        foreach (var status in all.GroupBy(p => p.Status).OrderBy(g => g.Key))
        {
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(", ", status.Select(p => $"`{p.Code}`").Distinct(StringComparer.Ordinal)),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", document) } },
            };
        }
    }

    /// <summary>What a refusal looks like.</summary>
    public static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A refusal (RFC 9457). Some carry further members with figures, such as `old` and `new`.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("`/problems/` and the code."),
            ["title"] = Text("The words of the status."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("What is wrong and how to mend it, in English."),
            ["code"] = Text("Stable; what programs decide by."),
            ["field"] = Text("The parameter or member that it is about, such as `shops[0].address.city`."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The single problems, when there are several.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { ["code"] = Text(""), ["field"] = Text(""), ["detail"] = Text(""), ["data"] = new OpenApiSchema { Type = JsonSchemaType.Object } },
                },
            },
        },
    };

    private static OpenApiSchema Text(string about) => new() { Type = JsonSchemaType.String, Description = about.Length == 0 ? null : about };

    private static OpenApiSchema Schema(ApiParameter p) => p.Kind switch
    {
        ParameterKind.Number => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer, Format = "int64", Minimum = p.Least.ToString(CultureInfo.InvariantCulture), Maximum = p.Most.ToString(CultureInfo.InvariantCulture),
        },
        ParameterKind.YesNo => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        ParameterKind.Instant => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        ParameterKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        _ when p.Words.Count > 0 => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. p.Words.Select(w => (JsonNode)w)] },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = (int)p.Most },
    };
}
