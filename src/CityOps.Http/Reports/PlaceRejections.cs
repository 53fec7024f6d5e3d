using CityOps.Domain;

namespace CityOps.Http.Reports;

/// <summary>Why a place is refused.</summary>
internal static class PlaceRejections
{
    /// <summary>No unit grid contains it.</summary>
    public static Rejection OutsideCity { get; } =
        new(RejectionKind.Invalid, "place.outsideCity", "The place lies in no unit grid of the city.", "lon");
}
