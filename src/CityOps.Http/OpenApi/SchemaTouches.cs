using System.Text.Json.Nodes;
using CityOps.Http.Cases;
using CityOps.Http.Commands;
using CityOps.Http.Reports;
using CityOps.Http.Webhooks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace CityOps.Http.OpenApi;

/// <summary>What the schema generator cannot know of our types.</summary>
internal static class SchemaTouches
{
    // Every field may be missing for the reader, so that the caller hears of all that are; these may not. An act that is not here needs
    // no field: what it needs depends on the case, or is one of several.
    private static readonly Dictionary<Type, string[]> Required = new()
    {
        [typeof(ReportRequest)] = ["t", "lon", "lat", "kind", "category"],
        [typeof(ReasonRequest)] = ["reason"],
        [typeof(MergeRequest)] = ["into"],
        [typeof(DepartmentRequest)] = ["department"],
        [typeof(ExtendRequest)] = ["reason"],
        [typeof(SuspendRequest)] = ["until", "reason"],
        [typeof(RuleAppealRequest)] = ["upheld", "reason"],
        [typeof(FollowUpRequest)] = ["satisfaction"],
        [typeof(CommandRequest)] = ["type"],
        [typeof(GroupCommandRequest)] = ["type", "to"],
        [typeof(WebhookRequest)] = ["url"],
    };

    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(Instant) || type == typeof(Instant?))
        {
            WriteTime(schema, type == typeof(Instant?));
        }
        else if (type == typeof(ProblemDetails))
        {
            WriteProblem(schema);
        }

        if (schema is { Enum: { Count: > 0 } words, Type: null })
        {
            schema.Type = words.Any(w => w is null || w.IsJsonNullSentinel()) ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        }

        if (Required.TryGetValue(type, out var fields))
        {
            schema.Required = new HashSet<string>(fields);
        }
        else if (type.IsAssignableTo(typeof(IActRequest)))
        {
            schema.Required = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>What is required is not null, though the reader takes it to be able to say so.</summary>
    public static void Require(IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var name in Required.Keys.Select(type => type.Name))
        {
            if (schemas.TryGetValue(name, out var schema))
            {
                foreach (var field in (schema.Required ?? new HashSet<string>()).Select(f => schema.Properties?[f]).OfType<OpenApiSchema>())
                {
                    field.Type &= ~JsonSchemaType.Null;
                    field.Enum = WithoutNull(field.Enum);
                }
            }
        }
    }

    /// <summary>
    /// A list of words has no null: where there may be none, the field says so. With both, null would be two of <c>oneOf</c>, which is none.
    /// </summary>
    public static void DropNulls(IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var words in schemas.Values.OfType<OpenApiSchema>().Where(s => s.Enum is { Count: > 0 }))
        {
            words.Type &= ~JsonSchemaType.Null;
            words.Enum = WithoutNull(words.Enum);
        }
    }

    private static List<JsonNode>? WithoutNull(IList<JsonNode>? words) => words?.Where(w => w is not null && !w.IsJsonNullSentinel()).ToList();

    /// <summary>Says what a time is.</summary>
    public static void WriteTime(OpenApiSchema schema, bool isNullable = false)
    {
        schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Format = "date-time";
        schema.Description = "RFC 3339; UTC where it is answered, any zone or epoch milliseconds where it is sent.";
    }

    private static void WriteProblem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] =
            new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable: programs may switch on it." };
        schema.Properties["traceId"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "The trace of the request (W3C Trace Context): by it whoever runs the engine finds what it logged.",
        };
        schema.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What is wrong, by field or parameter.",
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
        };
        schema.Properties["stage"] =
            new OpenApiSchema { Type = JsonSchemaType.String, Description = "409 of a case: its stage." };
        schema.Properties["allowed"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Text(),
            Description = "409 of a case: the acts that the caller may do.",
        };
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
