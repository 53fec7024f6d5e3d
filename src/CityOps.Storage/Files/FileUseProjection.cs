using CityOps.Storage.Databases;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;

namespace CityOps.Storage.Files;

/// <summary>Which cases name which files. A case never takes back what it has named.</summary>
internal sealed class FileUseProjection : IProjection
{
    public string Feed => IFiles.UseFeed;

    public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
    {
        foreach (var @event in events.Select(e => e.Event).OfType<CaseEvent>())
        {
            foreach (var photo in CasePhotos.NamedBy(@event))
            {
                if (FileHash.TryParse(photo, out var hash))
                {
                    connection.Execute(
                        "INSERT INTO file_use VALUES (@hash, @case) ON CONFLICT DO NOTHING",
                        ("@hash", hash.Hex), ("@case", @event.Case.Value));
                }
            }
        }
    }

    public void Clear(PreparedConnection connection) => connection.Execute("DELETE FROM file_use");
}
