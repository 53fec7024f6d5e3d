using CityOps.Domain;

namespace CityOps.Http.Calling;

/// <summary>What the request says of its caller.</summary>
internal abstract record CallerReading
{
    /// <summary>Known.</summary>
    internal sealed record Known(Actor Actor) : CallerReading;

    /// <summary>The request has no credentials, or none that count here.</summary>
    internal sealed record Anonymous : CallerReading;

    /// <summary>The request says it in a way that cannot be read.</summary>
    internal sealed record Unreadable(string Why) : CallerReading;
}
