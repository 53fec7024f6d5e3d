namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>One additional item of a position.</summary>
/// <param name="id">What it is: 0x01 mileage (0.1 km), 0x02 fuel (0.1 L), 0x30 signal, 0x31 satellites …</param>
/// <param name="value">Its bytes, big endian.</param>
internal readonly ref struct Jt808Item(byte id, ReadOnlySpan<byte> value)
{
    /// <summary>What it is.</summary>
    public byte Id { get; } = id;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}

/// <summary>
/// Walks the additional items by their length byte, never by their id, since makers use ids in their own way. Ends at
/// an item that claims more bytes than there are: the position before it is good, and its check fits.
/// </summary>
internal ref struct Jt808Items(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The current item.</summary>
    public Jt808Item Current { get; private set; }

    /// <summary>Goes to the next item.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < 2 || _rest.Length < 2 + _rest[1])
        {
            return false;
        }

        Current = new Jt808Item(_rest[0], _rest.Slice(2, _rest[1]));
        _rest = _rest[(2 + _rest[1])..];
        return true;
    }

    /// <summary>Itself, for foreach.</summary>
    public readonly Jt808Items GetEnumerator() => this;
}
