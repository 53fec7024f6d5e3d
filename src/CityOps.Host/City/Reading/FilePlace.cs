namespace CityOps.Host.City.Reading;

/// <summary>A line of a file.</summary>
internal readonly record struct FilePlace(string File, int Line);
