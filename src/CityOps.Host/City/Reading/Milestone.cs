namespace CityOps.Host.City.Reading;

/// <summary>Says how far the reading of a long file has come.</summary>
internal static class Milestone
{
    private const int Step = 50_000;

    public static void Report(int count, string of, IProgress<string>? progress)
    {
        if (count > 0 && count % Step == 0)
        {
            progress?.Report($"read {count:N0} {of}");
        }
    }
}
