using System.CommandLine;

namespace CityOps.Host.Configuration;

/// <summary>Where the options file is: as a command says, or where it is found.</summary>
internal static class ConfigFile
{
    private const string Name = "config/cityops.json";

    /// <summary>For every command that reads options, so that each of them means the engine that was started with the same.</summary>
    public static Option<FileInfo?> Named { get; } = new("--config")
    {
        Description = $"The options file; by default {Name} here or above the program.",
    };

    /// <summary>The file that the command names, whether it is there or not, or the one that is found; null for none.</summary>
    public static string? Of(ParseResult parsed) => parsed.GetValue(Named)?.FullName ?? Find();

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
