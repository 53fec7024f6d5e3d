using CityOps.Domain.City;
using CityOps.Http.Answers;
using CityOps.Http.OpenApi;

namespace CityOps.Http.Configuration;

/// <summary>The configuration in force.</summary>
internal static class ConfigurationEndpoints
{
    public static void MapConfiguration(this IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/catalog", (CityConfiguration city) => new Entity<CatalogBody>(CatalogBody.From(city), city.Version))
            .Describe("configuration", "The catalog", "Categories, conditions and limits in force. ETag: the version.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified);
        api.MapGet(
                "/organisations",
                (CityConfiguration city) => new Entity<OrganisationsBody>(OrganisationsBody.From(city), city.Version))
            .Describe("configuration", "The organisations", "Jurisdictions and departments. ETag: the version.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified);
        api.MapGet(
                "/calendar", (CityConfiguration city) => new Entity<CalendarsBody>(CalendarsBody.From(city), city.Version))
            .Describe("configuration", "The calendars", "Working time, holidays and exchanged days. ETag: the version.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified);
    }
}
