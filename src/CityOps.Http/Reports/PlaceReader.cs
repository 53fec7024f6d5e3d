using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Reports;

/// <summary>Finds the grids of a place that a caller gives, or says what is wrong with it. Thread-safe.</summary>
internal sealed class PlaceReader(GridIndex grids)
{
    private static readonly Rejection OutsideCity =
        new(RejectionKind.Invalid, "place.outsideCity", "The place lies in no unit grid of the city.", "lon");

    /// <summary>Reads coordinates in degrees of the given frame; WGS-84 where none is given.</summary>
    public bool TryRead(
        double? lon,
        double? lat,
        Datum? datum,
        [NotNullWhen(true)] out CasePlace? place,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        place = null;
        var faults = new Faults();
        Check(faults, lon, lat);
        if (faults.Any || lon is not { } east || lat is not { } north)
        {
            problem = Problem.Invalid(faults.ByField);
            return false;
        }

        if (!datum.GetValueOrDefault().TryToWgs84(north, east, out var point))
        {
            faults.Add("lat", "No place has these coordinates.");
            problem = Problem.Invalid(faults.ByField);
            return false;
        }

        var grid = grids.Locate(point);
        place = grid is { } found ? new CasePlace(point, found.Code, found.Beat) : null;
        problem = place is null ? OutsideCity.ToProblem() : null;
        return place is not null;
    }

    /// <summary>Notes coordinates that are missing or out of their range.</summary>
    public static void Check(Faults faults, double? lon, double? lat)
    {
        if (faults.Require("lon", lon) && lon is not (>= -180 and <= 180))
        {
            faults.Add("lon", "It is not from -180 to 180 degrees.");
        }

        if (faults.Require("lat", lat) && lat is not (>= -90 and <= 90))
        {
            faults.Add("lat", "It is not from -90 to 90 degrees.");
        }
    }
}
