using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Grids;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>A case in a list; the names are those of the case itself.</summary>
internal sealed record CaseRowBody(
    string Id,
    long Sequence,
    Stage Stage,
    Light Light,
    double Lon,
    double Lat,
    string Grid,
    string? PatrolGrid,
    CategoryKind Kind,
    string Category,
    string? Condition,
    Domain.Channel Channel,
    string Source,
    string? Centre,
    string? Department,
    Instant? DueAt,
    string? Description,
    Instant ReportedAt,
    Instant ObservedAt,
    Instant UpdatedAt)
{
    /// <summary>The case on a map.</summary>
    public static Feature<CaseRowBody> OnMap(CaseRowBody row) =>
        Feature<CaseRowBody>.Of(row.Id, Geometry.Point(row.Lon, row.Lat), row);

    public static CaseRowBody From(CaseRow row, CaseSight sight) => new(
        row.Id,
        row.Sequence,
        row.Stage,
        row.Light,
        row.Place.Longitude,
        row.Place.Latitude,
        row.UnitGrid,
        GridNames.PatrolGrid(row.UnitGrid, row.Beat),
        row.Kind,
        row.Category,
        row.Condition,
        row.Channel,
        Masks.Source(row.Channel, row.Source, sight),
        row.Centre,
        row.Department,
        row.DueAt,
        row.Description,
        row.ReportedAt,
        row.ObservedAt,
        row.UpdatedAt);
}
