using CityOps.Domain.Devices;

namespace CityOps.Domain.Collectors;

/// <summary>What someone wants of a collector.</summary>
public abstract record CollectorCommand(string Collector, Origin Origin) : DeviceCommand(Origin);

/// <summary>The handset says that the shift begins or ends.</summary>
public sealed record ChangeShift(string Collector, Origin Origin, bool On) : CollectorCommand(Collector, Origin);

/// <summary>News from a grid: the collector has a task.</summary>
public sealed record TakeTask(string Collector, Origin Origin, TaskInHand Task) : CollectorCommand(Collector, Origin);

/// <summary>News from a grid: the collector has a task no more.</summary>
public sealed record LeaveTask(string Collector, Origin Origin, string Task, GridNews News, TaskEnd End)
    : CollectorCommand(Collector, Origin);

/// <summary>What happened to a collector; kept for ever.</summary>
public abstract record CollectorEvent(string Collector, Stamp Stamp) : DeviceEvent(Stamp);

/// <summary>The shift began.</summary>
public sealed record ShiftStarted(string Collector, Stamp Stamp) : CollectorEvent(Collector, Stamp);

/// <summary>The shift ended, or the handset says that there is none.</summary>
public sealed record ShiftEnded(string Collector, Stamp Stamp) : CollectorEvent(Collector, Stamp);

/// <summary>The collector has a task.</summary>
public sealed record TaskTaken(string Collector, Stamp Stamp, TaskInHand Task) : CollectorEvent(Collector, Stamp);

/// <summary>The collector has a task no more.</summary>
public sealed record TaskLeft(string Collector, Stamp Stamp, string Task, GridNews News, TaskEnd End)
    : CollectorEvent(Collector, Stamp);
