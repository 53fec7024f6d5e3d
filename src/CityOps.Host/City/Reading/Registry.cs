namespace CityOps.Host.City.Reading;

/// <summary>The records of one kind by id, each with the line that it stands on.</summary>
internal sealed class Registry<T>(string file, FaultLog log)
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public string File { get; } = file;

    public Dictionary<string, T> ById { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// True if the records could not all be read: a reference into them is then not called dangling, so that one fault
    /// is not reported once for each record that points to it.
    /// </summary>
    public bool IsMissing { get; set; }

    /// <summary>Keeps the line of an id, and reports it if an earlier line has it. An empty one was reported where it was read.</summary>
    public bool Claim(string id, int line)
    {
        if (id.Length == 0)
        {
            return false;
        }

        if (_lines.TryAdd(id, line))
        {
            return true;
        }

        log.Add(File, line, id, $"'{id}' is on line {_lines[id]} already", "Give every record an id of its own");
        return false;
    }

    public int LineOf(string id) => _lines[id];

    /// <summary>True if a record with the id stands in the file, sound or not.</summary>
    public bool Knows(string id) => IsMissing || _lines.ContainsKey(id);
}
