using CityOps.Storage.Journal;

namespace CityOps.Bench.Journal;

/// <summary>A database under the journal, and its driver without anything of ours.</summary>
internal abstract class JournalPeer : IAsyncDisposable
{
    /// <summary>The name in the figures.</summary>
    public abstract string Name { get; }

    /// <summary>As it is said to people.</summary>
    public abstract string Title { get; }

    /// <summary>An empty journal; null for the one in the engine's data directory.</summary>
    public abstract Task<JournalDatabase?> EmptyAsync();

    /// <summary>Copies the rows of the journal, read beforehand, into a new table of the same form by the bare driver.</summary>
    /// <param name="data">The data directory of the engine that wrote it.</param>
    /// <param name="rowsPerCommit">How many rows are one transaction.</param>
    /// <returns>Rows a second.</returns>
    public abstract Task<double> BareRowsPerSecondAsync(string data, int rowsPerCommit);

    public abstract ValueTask DisposeAsync();

    /// <summary>A row's columns but for the ordering, which the table gives.</summary>
    protected const string Columns =
        "created, deleted, persistence_id, sequence_number, message, manifest, identifier, tags, writer_uuid";

    protected static async Task<List<object[]>> RowsAsync(System.Data.Common.DbConnection journal)
    {
        await using var command = journal.CreateCommand();
#pragma warning disable CA2100 // A constant.
        command.CommandText = $"SELECT {Columns} FROM journal ORDER BY ordering";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[9];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
