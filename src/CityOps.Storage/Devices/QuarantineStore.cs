using System.Data.Common;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Devices;

/// <summary>The quarantine in the database.</summary>
internal sealed class QuarantineStore(DeviceFile file) : IQuarantine
{
    private const string Columns =
        "device, \"user\", address, first_at, last_at, messages, topic, payload, standing, decided_at, decided_by";

    // "Decided" as a number.
    private const long Turn = 0x44_65_63_69_64_65_64;

    /// <inheritdoc/>
    public Task<IReadOnlyList<QuarantinedDevice>> ListAsync(CancellationToken cancel) => Task.Run<IReadOnlyList<QuarantinedDevice>>(
        () =>
        {
            using var connection = file.Open();
            return connection.Query($"SELECT {Columns} FROM quarantine ORDER BY last_at DESC, device", Row);
        },
        cancel);

    /// <inheritdoc/>
    public Task NoteAsync(IReadOnlyCollection<QuarantineNote> notes, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = file.Open();
            using var transaction = connection.BeginTransaction();

            // In one order: a device may have been heard by several nodes, and each would wait for what another has written.
            foreach (var note in notes.OrderBy(note => note.Device.ToString(), StringComparer.Ordinal))
            {
                connection.Execute(
                    """
                    INSERT INTO quarantine VALUES (@device, @user, @address, @at, @at, @messages, @topic, @payload, 'Waiting', NULL, NULL, 0)
                    ON CONFLICT (device) DO UPDATE SET "user" = excluded."user", address = excluded.address, last_at = excluded.last_at,
                        messages = quarantine.messages + excluded.messages, topic = coalesce(excluded.topic, quarantine.topic),
                        payload = CASE WHEN excluded.topic IS NULL THEN quarantine.payload ELSE excluded.payload END
                    """,
                    ("@device", note.Device.ToString()), ("@user", note.User), ("@address", note.Address),
                    ("@at", note.At.ToUnixTimeMilliseconds()), ("@messages", note.Messages), ("@topic", note.Topic),
                    ("@payload", note.Payload));
            }

            transaction.Commit();
        },
        cancel);

    /// <inheritdoc/>
    public Task<QuarantinedDevice?> DecideAsync(
        Device device, QuarantineStanding standing, string by, Instant at, CancellationToken cancel) => Task.Run(
        () =>
        {
            // Gives one revision at a time: whoever asks for what was decided after one finds every later one.
            return PreparedConnection.InTurn(file.Open(), Turn, connection =>
            {
                connection.Execute(
                    """
                    UPDATE quarantine SET standing = @standing, decided_at = @at, decided_by = @by,
                        revision = (SELECT max(revision) + 1 FROM quarantine)
                    WHERE device = @device
                    """,
                    ("@device", device.ToString()), ("@standing", standing.ToString()),
                    ("@at", at.ToUnixTimeMilliseconds()), ("@by", by));
                return connection
                    .Query($"SELECT {Columns} FROM quarantine WHERE device = @device", Row, ("@device", device.ToString()))
                    .FirstOrDefault();
            });
        },
        cancel);

    /// <inheritdoc/>
    public Task<QuarantineChanges> DecidedAsync(long after, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = file.Open();
            var decided = connection.Query(
                "SELECT device, standing, revision FROM quarantine WHERE revision > @after ORDER BY revision",
                r => (Device: Device(r.GetString(0)), Standing: Standing(r.GetString(1)), Revision: r.GetInt64(2)),
                ("@after", after));
            return new QuarantineChanges(
                [.. decided.Select(d => (d.Device, d.Standing))], decided.Count == 0 ? after : decided[^1].Revision);
        },
        cancel);

    private static QuarantinedDevice Row(DbDataReader row) => new(
        new QuarantineNote(
            Device(row.GetString(0)), row.GetString(1), row.GetString(2), Instant.FromUnixTimeMilliseconds(row.GetInt64(4)),
            row.GetInt64(5), row.Text(6), row.GetFieldValue<byte[]>(7)),
        Instant.FromUnixTimeMilliseconds(row.GetInt64(3)), Standing(row.GetString(8)), row.Time(9), row.Text(10));

    private static Device Device(string name) => DeviceUser.TryParseDevice(name, out var device)
        ? device
        : throw new StorageException($"The quarantine names '{name}', which is no device.");

    private static QuarantineStanding Standing(string word) => Enum.Parse<QuarantineStanding>(word);
}
