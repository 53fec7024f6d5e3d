using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>What an auditor reads: every call that was refused, and every look at personal data. Thread-safe.</summary>
public interface IAccessLog
{
    /// <summary>Notes an access; on disk within a second or so. Never waits.</summary>
    void Note(AccessNote access, Instant at);
}

/// <summary>Something that a caller did or tried. It holds no personal data but who called, and no secret.</summary>
/// <param name="Who">The key's name or the token's subject; null where nobody was known.</param>
/// <param name="Roles">In which roles, and where: as in <c>shiftLead+dispatcher@360102</c>.</param>
/// <param name="Address">From where.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, without its query.</param>
/// <param name="What">Whose data was shown: <c>reporter</c>, <c>collector</c>, <c>track</c>; <c>nothing</c> for a refusal.</param>
/// <param name="Status">How it was answered.</param>
/// <param name="Why">The code of the refusal; null where there was none.</param>
public sealed record AccessNote(
    string? Who, string? Roles, string? Address, string Method, string Path, string What, int Status, string? Why);
