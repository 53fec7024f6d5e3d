using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Problems;

namespace CityOps.Http.Calling;

/// <summary>What the request says of its caller.</summary>
internal abstract record CallerReading
{
    /// <summary>Known.</summary>
    internal sealed record Known(Actor Actor, KeyScopes May = KeyScopes.All) : CallerReading;

    /// <summary>The request has no credentials, or none that count here.</summary>
    internal sealed record Stopped(Refused Why) : CallerReading;

    /// <summary>The request says it in a way that cannot be read.</summary>
    internal sealed record Unreadable(string Header, string Why) : CallerReading;
}
