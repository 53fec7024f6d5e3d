namespace CityOps.Host.Configuration;

/// <summary>What the engine logs on its standard output.</summary>
internal sealed class LogsSection
{
    /// <summary>Lines for people, or objects of JSON for programs: text or json.</summary>
    public string Format { get; set; } = "text";
}
