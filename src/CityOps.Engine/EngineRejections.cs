using CityOps.Domain;

namespace CityOps.Engine;

/// <summary>The refusals that are the engine's own and not a rule's.</summary>
public static class EngineRejections
{
    /// <summary>No answer in time, or the journal cannot be written. The same command may be sent again.</summary>
    public static Rejection Unavailable { get; } = new(
        RejectionKind.Unavailable, "engine.unavailable", "The engine cannot answer now. Send the same command again.");

    /// <summary>Nothing is known of the entity.</summary>
    public static Rejection NotFound(string entity) =>
        new(RejectionKind.NotFound, $"{entity}.notFound", $"There is no such {entity}.");

    /// <summary>The entity is not at the version that the command was meant for.</summary>
    public static Rejection VersionDiffers(string entity) => new(
        RejectionKind.Conflict, $"{entity}.versionDiffers", $"The {entity} has changed since the version that the caller has seen.");
}
