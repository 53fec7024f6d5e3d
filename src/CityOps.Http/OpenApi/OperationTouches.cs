using System.Text.Json.Nodes;
using CityOps.Http.Open311;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CityOps.Http.OpenApi;

/// <summary>What every operation has beside what its endpoint says: a name, the codes of its problems, the headers of its answers, its example.</summary>
internal static class OperationTouches
{
    public static void Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var method = context.Description.HttpMethod ?? HttpMethods.Get;
        var path = $"/{context.Description.RelativePath}";
        operation.OperationId = OperationName.Of(method, path);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p is { In: ParameterLocation.Path, Description: null }))
        {
            parameter.Description = ParameterTable.InPath(path, parameter.Name ?? "");
        }

        if (!path.StartsWith("/api/", StringComparison.Ordinal) && (!path.StartsWith(OpenPaths.Root, StringComparison.Ordinal) || OpenPaths.IsForEverybody(path)))
        {
            // For everybody.
            operation.Security = [];
        }

        AddCodes(operation, path);
        AddHeaders(operation);
        if (CallExample.Find(method, path) is { } example)
        {
            AddExample(operation, example);
        }
    }

    private static void AddCodes(OpenApiOperation operation, string path)
    {
        List<string> takes =
        [
            .. operation.RequestBody?.Content?.ContainsKey("application/json") == true ? ["body"] : Array.Empty<string>(),
            .. (operation.Parameters ?? []).Select(p => p.Name == Header.IdempotencyKey ? "key" : p.Name).OfType<string>(),
        ];
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is OpenApiResponse { Content: { } content } && content.ContainsKey("application/problem+json"))
            {
                var codes = ProblemTable.CodesOf(path, int.Parse(status), takes).Select(code => $"`{code}`");
                response.Description = $"{response.Description}: {string.Join(", ", codes)}";
            }
        }
    }

    private static void AddHeaders(OpenApiOperation operation)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse answer)
            {
                continue;
            }

            if (status is "429" or "503")
            {
                Add(answer, "Retry-After", "In how many seconds to come again.");
            }
            else if (status is "201" or "202")
            {
                Add(answer, "Location", "Where it can be read, if it has a place of its own.");
            }
            else if (status is "200" && operation.Parameters?.Any(p => p.Name is Header.IfMatch or Header.IfNoneMatch) == true)
            {
                Add(answer, "ETag", "The version of what is answered.");
            }
        }
    }

    private static void Add(OpenApiResponse response, string name, string description)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    private static void AddExample(OpenApiOperation operation, CallExample example)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var values = parameter.In switch
            {
                ParameterLocation.Path => example.Path,
                ParameterLocation.Query => example.Query,
                _ => example.Headers,
            };
            if (parameter.Name is { } name && values.TryGetValue(name, out var value))
            {
                parameter.Example = ValueOf(parameter, value);
            }
        }

        if (example.Body is { } body && operation.RequestBody?.Content?.Values.FirstOrDefault() is OpenApiMediaType asked)
        {
            asked.Example = body.DeepClone();
        }

        if (example.Answer is { } answer
            && operation.Responses?.GetValueOrDefault($"{example.Status}")?.Content?.Values.FirstOrDefault() is OpenApiMediaType answered)
        {
            answered.Example = answer.DeepClone();
        }
    }

    // What stands in a path or query is text, but is said to be a number or truth.
    private static JsonNode? ValueOf(OpenApiParameter parameter, string value) =>
        parameter.Schema?.Type is JsonSchemaType.Integer or JsonSchemaType.Number or JsonSchemaType.Boolean ? JsonNode.Parse(value) : value;
}
