namespace CityOps.Host.Configuration;

/// <summary>Where the options file is when nobody says.</summary>
internal static class ConfigFile
{
    private const string Name = "config/cityops.json";

    /// <summary>config/cityops.json in the working directory, or above the program, or null.</summary>
    public static string? Find()
    {
        if (File.Exists(Name))
        {
            return Name;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, Name);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
