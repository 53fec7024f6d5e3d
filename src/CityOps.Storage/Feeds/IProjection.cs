using CityOps.Engine.Ports;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Feeds;

/// <summary>A view that a feed keeps in the read model's file.</summary>
internal interface IProjection
{
    /// <summary>The feed that makes it.</summary>
    string Feed { get; }

    /// <summary>Applies events that it has not seen yet, inside of the caller's transaction.</summary>
    void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events);

    /// <summary>Empties the view, inside of the caller's transaction.</summary>
    void Clear(PreparedConnection connection);
}
