using System.Runtime.CompilerServices;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Engine.Changes;
using CityOps.Http.Grids;
using NodaTime;

namespace CityOps.Http.Live;

/// <summary>What has become of a case, without personal data: enough to move it on a map and from queue to queue.</summary>
/// <param name="Case">The case.</param>
/// <param name="Sequence">Its place among the case's events; in quotes, what an act after it gives as If-Match.</param>
/// <param name="Type">What happened, as in the case's events.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Stage">The stage after it.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The subclass.</param>
/// <param name="Condition">The filing condition.</param>
/// <param name="Lon">Degrees east, WGS-84.</param>
/// <param name="Lat">Degrees north, WGS-84.</param>
/// <param name="Grid">The unit grid, 15 digits.</param>
/// <param name="PatrolGrid">The patrol grid; null where the unit grid belongs to none.</param>
/// <param name="Centre">The centre in charge.</param>
/// <param name="Department">The department that has it.</param>
/// <param name="YellowAt">When the first of its lights turns yellow; null where no limit runs.</param>
/// <param name="DueAt">When the first of its limits is due; null where none runs.</param>
internal sealed record CaseChangeBody(
    string Case, long Sequence, string Type, Instant At, Stage Stage, CategoryKind Kind, string Category, string? Condition,
    double Lon, double Lat, string Grid, string? PatrolGrid, string? Centre, string? Department, Instant? YellowAt, Instant? DueAt)
{
    // All readers are told the same.
    private static readonly ConditionalWeakTable<CaseChange, byte[]> Rendered = [];

    public static CaseChangeBody From(CaseChange change) => new(
        change.Case.Value, change.Sequence, change.Type, change.At, change.After.Stage, change.After.Kind, change.After.Category,
        change.After.Condition, change.After.Place.Longitude, change.After.Place.Latitude, change.After.UnitGrid,
        GridNames.PatrolGrid(change.After.UnitGrid, change.After.Beat), change.After.At.Centre, change.After.At.Department,
        change.After.YellowAt, change.After.DueAt);

    public static byte[] Json(CaseChange change, JsonSerializerOptions options) =>
        Rendered.GetValue(change, c => JsonSerializer.SerializeToUtf8Bytes(From(c), options));
}
