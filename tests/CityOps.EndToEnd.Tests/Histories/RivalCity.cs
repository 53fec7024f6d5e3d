using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Host.City;
using CityOps.Testing.Histories;
using NodaTime;

namespace CityOps.EndToEnd.Tests.Histories;

/// <summary>The demo city, as rivals act in it.</summary>
internal static class RivalCity
{
    private static readonly Actor Everybody = new("demo", RoleWords.Every);
    private static readonly Actor Chief = new("chief", Roles.ShiftLead | Roles.Dispatcher | Roles.Leader);
    private static readonly Instant Reported = Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds());

    /// <summary>As the engine reads it.</summary>
    public static CityConfiguration Configuration { get; } =
        CityDirectory.Load(Repository.Demo).City ?? throw new InvalidOperationException("The demo city has faults.");

    public static RivalPlan Plan { get; } = new(
        Everybody, Chief, "city-water", "2", DateTimeZoneProviders.Tzdb[Configuration.Zone], Report, SystemClock.Instance.GetCurrentInstant);

    /// <summary>What the header says of who acts; null for whoever says nothing.</summary>
    public static string? ActingOf(Actor by) => by == Everybody ? null : $"{RoleWords.Of(by.Roles)}:{by.Id}";

    // Further apart than reports of the same problem.
    private static Report Report(int number, string source) => new(
        Channel.Hotline, source, Reported, GeoPoint.At(latitude: 28.6476, longitude: 115.8287 + (number * 0.001)), "", "",
        CategoryKind.Component, "0101")
    {
        Condition = "2",
    };
}
