using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>The tiny city with two collectors in P1, and one in P2.</summary>
internal static class TaskCity
{
    public static CityConfiguration Configuration { get; } = TinyCity.Configuration with
    {
        Collectors = new[] { Walks("c1", "P1"), Walks("c2", "P1"), Walks("c3", "P2") }.ToDictionary(c => c.Id),
    };

    private static CollectorEntry Walks(string id, string beat) => new(id, id, [beat], new LocalTime(7, 0), new LocalTime(14, 0));
}
