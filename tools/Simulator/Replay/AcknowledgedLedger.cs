namespace CityOps.Simulator.Replay;

/// <summary>
/// Writes down <c>source TAB caseId</c> right after each acknowledgement, each line flushed: what stands there was
/// promised by the engine. Safe for concurrent use.
/// </summary>
internal sealed class AcknowledgedLedger : IAsyncDisposable
{
    private readonly StreamWriter? _file;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private AcknowledgedLedger(StreamWriter? file) => _file = file;

    /// <summary>Opens the file to append to; null for a ledger that writes nothing.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static AcknowledgedLedger Open(string? path)
    {
        try
        {
            return new(path is null ? null : new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--acknowledged {path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes one line.</summary>
    public async Task WriteAsync(string source, string caseId)
    {
        if (_file is null)
        {
            return;
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await _file.WriteLineAsync($"{source}\t{caseId}").ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }

        _turn.Dispose();
    }
}
