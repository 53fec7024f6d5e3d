using CityOps.Domain;

namespace CityOps.Telemetry.Codecs;

/// <summary>What a payload turned out to be: a value, or a refusal.</summary>
internal abstract record Decoded<T>
{
    private Decoded()
    {
    }

    /// <summary>The payload is well formed and within all bounds.</summary>
    public sealed record Accepted(T Value) : Decoded<T>;

    /// <summary>The payload is refused.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Id">The message's own id where it could be read, so that an answer can name it.</param>
    public sealed record Refused(Rejection Reason, string? Id = null) : Decoded<T>;
}
