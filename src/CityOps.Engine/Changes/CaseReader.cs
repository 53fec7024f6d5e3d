namespace CityOps.Engine.Changes;

/// <summary>Where one reader of the <see cref="CaseTail"/> stands. One read after the other.</summary>
/// <param name="after">The position of the last change that the reader has had.</param>
public sealed class CaseReader(long after)
{
    /// <summary>The position of the last change that was read.</summary>
    public long After { get; internal set; } = after;

    /// <summary>How often the reader fell behind the ring.</summary>
    public int Overruns { get; internal set; }

    /// <summary>Its place in the ring; null where it reads the journal.</summary>
    internal long? Next { get; set; }
}

/// <summary>A change with its place in the order of all of them: who has had it goes on after that number.</summary>
public readonly record struct PlacedChange(long Position, CaseChange Change);
