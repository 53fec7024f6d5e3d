using CityOps.Domain;

namespace CityOps.Telemetry.Codecs;

/// <summary>How the reading of one field went.</summary>
internal enum FieldState : byte
{
    /// <summary>Not there, or null.</summary>
    Missing,

    /// <summary>There and well formed.</summary>
    Present,

    /// <summary>Another JSON type than asked for.</summary>
    WrongType,

    /// <summary>The right type in the wrong form.</summary>
    Malformed,

    /// <summary>An id that breaks the rule for ids.</summary>
    MalformedId,

    /// <summary>A number outside of its range.</summary>
    OutOfRange,

    /// <summary>Longer than allowed.</summary>
    TooLong,
}

/// <summary>
/// One field of a message as it was read. Faults are judged after the whole object is read, since of two fields with
/// the same name the last one counts.
/// </summary>
internal readonly record struct Field<T>(FieldState State, T Value)
{
    /// <summary>True if there is a value.</summary>
    public bool IsPresent => State == FieldState.Present;

    /// <summary>The refusal of a field that must be there, or null where it is fine.</summary>
    public Rejection? RequiredFault(string name) => State == FieldState.Missing ? Refusals.Missing(name) : Fault(name);

    /// <summary>The refusal of a field that may be missing, or null where it is fine or missing.</summary>
    public Rejection? Fault(string name) => State switch
    {
        FieldState.WrongType => Refusals.WrongType(name),
        FieldState.Malformed => Refusals.Malformed(name),
        FieldState.MalformedId => Refusals.MalformedId(name),
        FieldState.OutOfRange => Refusals.OutOfRange(name),
        FieldState.TooLong => Refusals.TooLong(name),
        _ => null,
    };
}
