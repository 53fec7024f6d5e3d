using System.Data.Common;

namespace CityOps.Storage.Journal;

/// <summary>The one connection that writes. Not thread-safe.</summary>
internal sealed class JournalWriter(JournalDatabase database) : IAsyncDisposable
{
    private DbConnection? _connection;
    private IJournalInsert? _insert;

    /// <summary>Writes the rows in one transaction; when it throws, none of them is there, unless the commit's answer was lost.</summary>
    public async Task WriteAsync(IReadOnlyList<JournalRow> rows)
    {
        try
        {
            _connection ??= await database.OpenAsync(CancellationToken.None);
            _insert ??= database.PrepareInsert(_connection);
            await using var transaction = await _connection.BeginTransactionAsync();
            await _insert.ExecuteAsync(transaction, rows);
            await transaction.CommitAsync();
        }
        catch
        {
            // Whatever state it was left in: a new connection has none.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var (insert, connection) = (_insert, _connection);
        (_insert, _connection) = (null, null);
        if (insert is not null)
        {
            await insert.DisposeAsync();
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
