namespace CityOps.Telemetry.Mqtt.External;

/// <summary>Whether the city's own broker is reached. Thread-safe.</summary>
public sealed class BrokerWatch
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Which connection to the broker is away and why; null while all are up, and with the embedded broker.</summary>
    public string? Fault
    {
        get
        {
            lock (_gate)
            {
                return _faults.Count == 0 ? null : string.Join(" ", _faults.Select(f => $"{f.Key}: {f.Value}"));
            }
        }
    }

    /// <summary>A connection is another node's from now on.</summary>
    internal void Gone(string connection) => Up(connection);

    /// <summary>A connection is up.</summary>
    internal void Up(string connection)
    {
        lock (_gate)
        {
            _faults.Remove(connection);
        }
    }

    /// <summary>A connection is away.</summary>
    /// <returns>True if that is news.</returns>
    internal bool Away(string connection, string why)
    {
        lock (_gate)
        {
            var isNews = !_faults.TryGetValue(connection, out var before) || before != why;
            _faults[connection] = why;
            return isNews;
        }
    }
}
