using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace CityOps.Bench.Peers;

/// <summary>Where a peer keeps each fix before it is acknowledged.</summary>
internal interface IPeerStore : IDisposable
{
    /// <summary>Ends when the fix is on disk.</summary>
    Task AppendAsync(string vehicle, PeerFix fix);
}

/// <summary>One table of SQLite, WAL, full sync, by one connection: one caller at a time.</summary>
internal sealed class PeerTable : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public PeerTable(string directory)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(directory, "fixes.db")}");
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            + "CREATE TABLE fix (vehicle TEXT, t INTEGER, lon REAL, lat REAL, speed REAL, heading REAL, "
            + "PRIMARY KEY (vehicle, t)) WITHOUT ROWID;";
        create.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT OR IGNORE INTO fix VALUES ($vehicle, $t, $lon, $lat, $speed, $heading)";
        foreach (var name in new[] { "$vehicle", "$t", "$lon", "$lat", "$speed", "$heading" })
        {
            _insert.Parameters.AddWithValue(name, DBNull.Value);
        }

        _insert.Prepare();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    public SqliteTransaction Begin() => _connection.BeginTransaction();

    public void Insert(string vehicle, PeerFix fix, SqliteTransaction? transaction = null)
    {
        object[] values =
        [
            vehicle, fix.Time, fix.Longitude, fix.Latitude,
            fix.Speed ?? (object)DBNull.Value, fix.Heading ?? (object)DBNull.Value,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _insert.Parameters[i].Value = values[i];
        }

        _insert.Transaction = transaction;
        _insert.ExecuteNonQuery();
    }
}

/// <summary>Each fix in a transaction of its own, behind a lock: what is written first.</summary>
internal sealed class EachStore(PeerTable table) : IPeerStore
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task AppendAsync(string vehicle, PeerFix fix)
    {
        await _one.WaitAsync();
        try
        {
            table.Insert(vehicle, fix);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        table.Dispose();
    }
}

/// <summary>What waits while one transaction commits is the next: what is written once the first is too slow.</summary>
internal sealed class GroupStore : IPeerStore
{
    private const int Most = 4096;
    private readonly Channel<(string Vehicle, PeerFix Fix, TaskCompletionSource Durable)> _waiting =
        Channel.CreateUnbounded<(string, PeerFix, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    public GroupStore(PeerTable table) => _ = Task.Run(() => WriteAsync(table));

    public Task AppendAsync(string vehicle, PeerFix fix)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((vehicle, fix, durable));
        return durable.Task;
    }

    public void Dispose() => _waiting.Writer.Complete();

    private async Task WriteAsync(PeerTable table)
    {
        using var closed = table;
        var group = new List<TaskCompletionSource>(Most);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            using (var transaction = table.Begin())
            {
                while (group.Count < Most && _waiting.Reader.TryRead(out var next))
                {
                    table.Insert(next.Vehicle, next.Fix, transaction);
                    group.Add(next.Durable);
                }

                transaction.Commit();
            }

            group.ForEach(durable => durable.SetResult());
            group.Clear();
        }
    }
}
