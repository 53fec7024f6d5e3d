namespace CityOps.Domain.Devices;

/// <summary>What carries a device: a collector with a handset, or a vehicle with a terminal.</summary>
public enum DeviceKind
{
    /// <summary>信息采集员, with a handset (城管通).</summary>
    Collector,

    /// <summary>A vehicle with a terminal.</summary>
    Vehicle,
}

/// <summary>A device as the outside names it: its kind and its id, unique within the kind.</summary>
public readonly record struct Device(DeviceKind Kind, string Id)
{
    /// <summary><c>collectors/360102-001</c>, as in topics and paths.</summary>
    public override string ToString() => $"{(Kind == DeviceKind.Collector ? "collectors" : "vehicles")}/{Id}";
}
