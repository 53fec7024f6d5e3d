using CityOps.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Open311;

/// <summary>Services: what can be reported.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder open)
    {
        open.MapGet("/services.{format}", List)
            .Describe("open311", "GET Service List", "The subclasses that the catalog offers to the public. Needs no key.")
            .Takes("jurisdiction_id", "locale")
            .AnswersOpen<ServiceBody[]>(StatusCodes.Status200OK)
            .RefusesOpen(404);
        open.MapGet("/services/{code}.{format}", Definition)
            .Describe("open311", "GET Service Definition", "The filing conditions of a service, as its attribute 'condition'. Needs no key.")
            .Takes("jurisdiction_id", "locale")
            .AnswersOpen<ServiceDefinitionBody>(StatusCodes.Status200OK)
            .RefusesOpen(404);
    }

    private static OpenAnswer<IReadOnlyList<ServiceBody>> List(OpenLanguage language, OpenServices services) =>
        new([.. services.All(language)], "services");

    private static Results<OpenAnswer<ServiceDefinitionBody>, ProblemHttpResult> Definition(
        string code, OpenLanguage language, OpenServices services) =>
        services.TryFind(code, out var category)
            ? new OpenAnswer<ServiceDefinitionBody>(OpenServices.Definition(category, language), "service_definition")
            : OpenProblems.ServiceUnknown;
}
