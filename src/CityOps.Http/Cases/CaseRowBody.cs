using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Engine.Ports;
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
