namespace CityOps.EndToEnd.Tests;

/// <summary>What a process has printed, line by line. Thread-safe.</summary>
internal sealed class Output
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>How many lines there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    public void Add(string? line)
    {
        lock (_gate)
        {
            if (line is not null)
            {
                _lines.Add(line);
            }
        }
    }

    /// <summary>The lines from the given one on.</summary>
    public IReadOnlyList<string> From(int first)
    {
        lock (_gate)
        {
            return _lines[first..];
        }
    }

    public override string ToString() => string.Join('\n', From(0));
}
