using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DocsGen.Contracts;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DocsGen.Server.Reference;

/// <summary>The server's OpenAPI document, made from the routes and from what is said beside them; the same bytes each time.</summary>
internal static class ReferenceDocument
{
    /// <summary>Its name.</summary>
    public const string Name = "v1";

    /// <summary>Its address.</summary>
    public const string Address = "/openapi/v1.json";

    private const string Scheme = "token";

    private static readonly Dictionary<string, string> RouteValues = new(StringComparer.Ordinal)
    {
        ["id"] = "1",
        ["fileId"] = "F1",
        ["comment"] = "1",
        ["slug"] = SyncRoutes.DefaultSpace,
        ["version"] = "1",
        ["webhook"] = "1",
        ["delivery"] = "1",
        ["name"] = "nobody",
        ["sha256"] = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    };

    /// <summary>Makes it part of the server.</summary>
    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            // A number is a number, and no text that holds one.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(Name, options =>
        {
            options.AddOperationTransformer(OperationAsync);
            options.AddSchemaTransformer(SchemaAsync);
            options.AddDocumentTransformer(DocumentAsync);
        });
    }

    private static async Task OperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RouteFacts>().FirstOrDefault() is not { } facts) return;
        operation.OperationId = $"{context.Description.HttpMethod?.ToLowerInvariant()} {context.Description.RelativePath}";
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var isNumber = parameter.Name == "fileId" && context.Description.RelativePath!.Contains("changesets", StringComparison.Ordinal);
            parameter.Example = isNumber ? "1" : RouteValues.GetValueOrDefault(parameter.Name ?? "", "");
        }

        operation.Parameters ??= [];
        foreach (var (name, about) in facts.Query) operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = about, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        if (metadata.OfType<KeepsAnswers>().Any()) operation.Parameters.Add(new OpenApiParameter { Name = IdempotentWrites.Header, In = ParameterLocation.Header, Description = "The request is done once under this key, and answered the same again.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        if (facts.Request is { } form)
        {
            var content = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(form, null, cancellationToken), Example = facts.Example is { } example ? JsonNode.Parse(example) : null };
            operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = content } };
        }
        else if (facts.TakesBytes)
        {
            var content = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }, Example = facts.Example };
            operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/octet-stream"] = content } };
        }

        if (facts.Scope is not { } scope) return;
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
        operation.Extensions["x-scope"] = new JsonNodeExtension(JsonValue.Create(scope));
    }

    // What is null is left out of answers, unless its form says otherwise: then it need not be there.
    private static Task SchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var property in context.JsonTypeInfo.Properties)
        {
            var isAlwaysThere = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).OfType<JsonIgnoreAttribute>().Any(a => a.Condition == JsonIgnoreCondition.Never) == true;
            if (property.IsGetNullable && !isAlwaysThere) schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static Task DocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "DocsGen",
            Version = Name,
            Description = $"Spaces of documents, and the changesets that change them. Every route under {SyncRoutes.Prefixes[0]} is there under {SyncRoutes.Prefixes[1]} as well, and 'commits' stands for 'changesets' everywhere. "
                + $"The header {SyncRoutes.OwnSpaceHeader}, or {SyncRoutes.SpaceHeader}, names the space by its slug; without it, it is '{SyncRoutes.DefaultSpace}'.",
        };
        // Where it is served is the client's to know.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token as 'docsgen token create' makes it." };
        return Task.CompletedTask;
    }
}
