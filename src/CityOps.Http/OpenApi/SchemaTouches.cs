using CityOps.Http.Cases;
using CityOps.Http.Commands;
using CityOps.Http.Reports;
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
    };

    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(Instant))
        {
            WriteTime(schema);
        }
        else if (type == typeof(ProblemDetails))
        {
            WriteProblem(schema);
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

    /// <summary>Says what a time is.</summary>
    public static void WriteTime(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Format = "date-time";
        schema.Description = "RFC 3339; UTC where it is answered, any zone or epoch milliseconds where it is sent.";
    }

    private static void WriteProblem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] =
            new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable: programs may switch on it." };
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
