namespace CityOps.EndToEnd.Tests;

/// <summary>An engine as its callers see it.</summary>
public interface IRunningEngine
{
    /// <summary>Speaks with it.</summary>
    HttpClient Http { get; }

    /// <summary>What it says of itself, for a test that fails.</summary>
    string Log { get; }
}
