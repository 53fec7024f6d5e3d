using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Tests;

/// <summary>What tests put in.</summary>
internal static class Samples
{
    public const string FirstGrid = "360102001001001";
    public const string SecondGrid = "360102001001002";

    public static Instant Start { get; } = Instant.FromUtc(2026, 3, 1, 8, 0);

    public static Device Walker { get; } = new(DeviceKind.Collector, "360102-001");

    public static Device Truck { get; } = new(DeviceKind.Vehicle, "truck-1");

    public static Fix FixAt(Device device, double second) => new(
        device, Start + Duration.FromSeconds(second), GeoPoint.At(latitude: (286_000_000 + (second * 100)) / 1e7, longitude: 115.8));

    public static Report ReportOf(string source) => new(
        Channel.Collector, source, Start, GeoPoint.At(latitude: 28.6, longitude: 115.8), FirstGrid, "P1", CategoryKind.Incident, "0113")
    {
        Reporter = "360102-001",
        Description = "Loose cover",
    };

    public static CaseReported Reported(Report report, Instant at) => new(
        CaseId.Of(new LocalDate(2026, 3, 1), report.Channel, report.Source), StampAt(at), report);

    public static Stamp StampAt(Instant at) =>
        new(at, at, new Actor("360102-001", Roles.Collector), Channel.Collector, $"m-{at.ToUnixTimeMilliseconds()}", "1");

    public static JournalledEvent Journalled(long ordering, long sequence, CaseEvent @event) =>
        new(ordering, $"case-{@event.Case}", sequence, @event.Stamp.At, @event);
}
