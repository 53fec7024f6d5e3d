namespace CityOps.Bench.Processes;

/// <summary>The demo city, but what had to be done in two hours must be done in seconds.</summary>
public static class QuickCity
{
    /// <summary>Writes it below a directory.</summary>
    /// <returns>The city's directory.</returns>
    public static string Write(string home)
    {
        var config = Path.Combine(Repository.Root, "config");
        foreach (var file in Directory.GetFiles(config, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(home, "config", Path.GetRelativePath(config, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? home);

            // A step half an hour before a limit of seconds would lie before its beginning.
            File.WriteAllLines(copy, File.ReadLines(file)
                .Where(line => !line.Contains("\"minutesBefore\"", StringComparison.Ordinal))
                .Select(line => line.Replace(
                    "\"limit\":2,\"clock\":\"continuousHours\"", "\"limit\":0.001,\"clock\":\"continuousHours\"", StringComparison.Ordinal)));
        }

        return Path.Combine(home, "config/city/demo");
    }
}
