using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>A problem as a device reports it. Whether the catalog knows the codes is for the case to decide.</summary>
/// <param name="Id">The device's own id of the message; the same id twice is one report.</param>
/// <param name="ObservedAt">When it was seen, by the device's clock.</param>
/// <param name="Place">Where, in WGS-84.</param>
/// <param name="Datum">The frame in which the place came.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The code of the subclass.</param>
/// <param name="Condition">The filing condition, where the device names one.</param>
/// <param name="Component">The code of the component, where it is about one that is known.</param>
/// <param name="Description">What was seen, at most 4,000 characters; empty if nothing was written.</param>
/// <param name="Photos">SHA-256 of each photo, 64 lower-case hexadecimal digits.</param>
/// <param name="SelfHandled">自行处置: true if it was put right on the spot.</param>
internal sealed record ReportMessage(
    string Id,
    Instant ObservedAt,
    GeoPoint Place,
    Datum Datum,
    CategoryKind Kind,
    string Category,
    string? Condition,
    string? Component,
    string Description,
    IReadOnlyList<string> Photos,
    bool SelfHandled);

/// <summary>A collector goes on shift or off.</summary>
/// <param name="Id">The device's own id of the message.</param>
/// <param name="ObservedAt">When, by the device's clock.</param>
/// <param name="On">True at the beginning of the shift.</param>
internal sealed record ShiftMessage(string Id, Instant ObservedAt, bool On);

/// <summary>What a collector found. Whether the task can end so is for the case to decide.</summary>
/// <param name="Id">The device's own id of the message; the same id twice is one answer.</param>
/// <param name="ObservedAt">When it was looked at, by the device's clock.</param>
/// <param name="Task">The task's id.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Place">Where the handset was, in WGS-84; null where it does not say.</param>
/// <param name="Note">What the collector says, at most 4,000 characters.</param>
/// <param name="Photos">SHA-256 of each photo, 64 lower-case hexadecimal digits.</param>
internal sealed record ResultMessage(
    string Id,
    Instant ObservedAt,
    string Task,
    TaskOutcome Outcome,
    GeoPoint? Place,
    string? Note,
    IReadOnlyList<string> Photos);

/// <summary>What a device says to a command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="ObservedAt">When, by the device's clock.</param>
/// <param name="Done">True if it was done; false if it will not be.</param>
/// <param name="Note">What its user says, at most 4,000 characters.</param>
internal sealed record ResponseMessage(string Id, Instant ObservedAt, bool Done, string? Note);

/// <summary>What a device, or the broker in its place, says about its connection.</summary>
internal enum DeviceStatus
{
    /// <summary>The device is connected.</summary>
    Online,

    /// <summary>It left, or its connection broke (last will).</summary>
    Offline,
}
