using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Calendars;

/// <summary>Holiday files that were read: calendars share them, and their faults are told once.</summary>
internal sealed class HolidayShelf(CitySource source, FaultLog log)
{
    private readonly Dictionary<string, HolidayFile?> _files = new(StringComparer.Ordinal);

    /// <summary>The file, or null if it cannot be read.</summary>
    public HolidayFile? Find(string path, FilePlace named)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            file = _files[path] = HolidayFile.Read(path, named, source, log);
        }

        return file;
    }
}
