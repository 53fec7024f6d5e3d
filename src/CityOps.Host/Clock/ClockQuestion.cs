using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Host.Clock;

/// <summary>What the command line says, as it says it.</summary>
public sealed record ClockArguments(string From, string Limit, string? Clock, string? Jurisdiction);

/// <summary>A limit that starts at a moment, and whose calendar counts it.</summary>
internal sealed record ClockQuestion(Instant From, TimeLimit Limit, string? Jurisdiction, WorkingCalendar Calendar);
