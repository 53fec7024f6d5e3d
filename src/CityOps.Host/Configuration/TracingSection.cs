namespace CityOps.Host.Configuration;

/// <summary>Where spans go, and of how much there are any.</summary>
internal sealed class TracingSection
{
    /// <summary>The URL of a collector that takes OTLP by HTTP; empty for no traces.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Of how many requests and messages that come without a trace of their own there is one, 0 to 1.</summary>
    public double SampleRatio { get; set; } = 0.1;

    /// <summary>The same for messages with positions, which are many.</summary>
    public double PositionRatio { get; set; } = 0.0001;
}
