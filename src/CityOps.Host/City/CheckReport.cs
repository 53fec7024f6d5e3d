namespace CityOps.Host.City;

/// <summary>Prints what a check found, for people: <c>file:line: problem. remedy.</c></summary>
public static class CheckReport
{
    /// <summary>So many lines of one file are enough to see what is wrong with it.</summary>
    private const int MostOfOneFile = 100;

    /// <summary>Writes every fault grouped by file, then the warnings, then one line that sums up.</summary>
    public static void Write(string directory, CityCheck check, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(output);
        WriteAll(check.Faults, "", output);
        WriteAll(check.Warnings, "warning: ", output);
        output.WriteLine($"{directory}: {Contents(check.Summary)}; {Count(check.Faults.Count, "fault")}"
            + (check.Warnings.Count > 0 ? $", {Count(check.Warnings.Count, "warning")}" : "")
            + (check.City is { } city ? $"; version {city.Version}" : ""));
    }

    private static void WriteAll(IReadOnlyList<CityFault> faults, string kind, TextWriter output)
    {
        foreach (var ofFile in faults.GroupBy(f => f.File))
        {
            foreach (var fault in ofFile.Take(MostOfOneFile))
            {
                var place = fault.Line is { } line ? $"{fault.File}:{line}" : fault.File;
                var feature = string.IsNullOrEmpty(fault.Feature) ? "" : $"{fault.Feature}: ";
                output.WriteLine($"{place}: {kind}{feature}{fault.Problem}. {fault.Remedy}.");
            }

            if (ofFile.Count() > MostOfOneFile)
            {
                output.WriteLine($"{ofFile.Key}: and {ofFile.Count() - MostOfOneFile:N0} more in this file.");
            }
        }
    }

    private static string Contents(CitySummary s) =>
        $"{s.Jurisdictions:N0} jurisdictions, {s.Departments:N0} departments, {s.UnitGrids:N0} unit grids, "
        + $"{s.PatrolGrids:N0} patrol grids, {s.Collectors:N0} collectors, {s.Vehicles:N0} vehicles, "
        + $"{s.Cameras:N0} cameras, {s.Components:N0} components, {s.Categories:N0} subclasses, "
        + $"{s.Conditions:N0} filing conditions, {Count(s.Calendars, "calendar")}, "
        + Count(s.Geofences, "geofence");

    private static string Count(int number, string word) => number switch
    {
        0 => $"no {word}s",
        1 => $"1 {word}",
        _ => $"{number:N0} {word}s",
    };
}
