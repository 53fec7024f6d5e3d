namespace CityOps.Domain.Geo;

/// <summary>The frame in which a device gave its coordinates. Inside, everything is WGS-84; this records what it came from.</summary>
public enum Datum
{
    /// <summary>WGS-84, as satellites give it; CGCS2000 is equal to it for our purpose.</summary>
    Wgs84,

    /// <summary>GCJ-02, the shifted frame of Chinese map services: 50 to 500 m off.</summary>
    Gcj02,

    /// <summary>CGCS2000, the national frame; taken as WGS-84.</summary>
    Cgcs2000,
}
