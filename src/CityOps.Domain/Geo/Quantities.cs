namespace CityOps.Domain.Geo;

/// <summary>A length; metres inside.</summary>
public readonly record struct Length(double Metres) : IComparable<Length>
{
    /// <summary>A length of so many metres.</summary>
    public static Length FromMetres(double metres) => new(metres);

    /// <inheritdoc/>
    public int CompareTo(Length other) => Metres.CompareTo(other.Metres);

    /// <summary>True if the first is shorter.</summary>
    public static bool operator <(Length left, Length right) => left.Metres < right.Metres;

    /// <summary>True if the first is longer.</summary>
    public static bool operator >(Length left, Length right) => left.Metres > right.Metres;

    /// <summary>True if the first is not longer.</summary>
    public static bool operator <=(Length left, Length right) => left.Metres <= right.Metres;

    /// <summary>True if the first is not shorter.</summary>
    public static bool operator >=(Length left, Length right) => left.Metres >= right.Metres;
}

/// <summary>A speed over ground; metres per second inside, never negative.</summary>
public readonly record struct Speed(double MetresPerSecond)
{
    /// <summary>A speed given in km/h.</summary>
    public static Speed FromKilometresPerHour(double kilometresPerHour) => new(kilometresPerHour / 3.6);

    /// <summary>The speed in km/h.</summary>
    public double KilometresPerHour => MetresPerSecond * 3.6;
}

/// <summary>A direction, degrees clockwise from true north, 0 to 360.</summary>
public readonly record struct Bearing(double Degrees);
