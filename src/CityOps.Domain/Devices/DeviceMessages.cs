namespace CityOps.Domain.Devices;

/// <summary>What someone wants of a collector or a vehicle.</summary>
public abstract record DeviceCommand(Origin Origin);

/// <summary>What happened to a collector or a vehicle; kept for ever.</summary>
public abstract record DeviceEvent(Stamp Stamp);
