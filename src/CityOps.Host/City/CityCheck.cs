using CityOps.Domain.City;

namespace CityOps.Host.City;

/// <summary>One thing that is wrong with a city directory, and what to do about it.</summary>
/// <param name="File">The file, relative to the city's directory.</param>
/// <param name="Line">The line, from 1; null where the fault is not of one line.</param>
/// <param name="Feature">The code or id of the record at fault, if it has one.</param>
/// <param name="Problem">What is wrong, as a sentence without its full stop.</param>
/// <param name="Remedy">What to do, as a sentence without its full stop.</param>
public sealed record CityFault(string File, int? Line, string? Feature, string Problem, string Remedy);

/// <summary>How much a city directory holds, counted as far as it could be read.</summary>
public sealed record CitySummary(
    int Jurisdictions, int Departments, int UnitGrids, int PatrolGrids, int Collectors, int Vehicles, int Cameras,
    int Components, int Categories, int Conditions, int Calendars, int Geofences);

/// <summary>What came of reading a city directory.</summary>
/// <param name="City">The city; null if there is a fault.</param>
/// <param name="Faults">Everything that is wrong, by file and line. The engine does not start with any.</param>
/// <param name="Warnings">What is odd but does no harm, by file and line.</param>
/// <param name="Summary">How much was read.</param>
public sealed record CityCheck(
    CityConfiguration? City, IReadOnlyList<CityFault> Faults, IReadOnlyList<CityFault> Warnings, CitySummary Summary);
