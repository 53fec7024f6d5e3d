namespace CityOps.Domain.Deadlines;

/// <summary>What a limit is on.</summary>
public enum ClockStage
{
    /// <summary>核实: from asking to the collector's answer.</summary>
    Verify,

    /// <summary>立案: from the report to filing or refusal; rests while it is verified.</summary>
    File,

    /// <summary>派遣: from filing to dispatch, and from a return or dispute to its ruling.</summary>
    Dispatch,

    /// <summary>受领: from dispatch to acceptance.</summary>
    Accept,

    /// <summary>处置: from dispatch to feedback; rests while suspended and while the feedback is looked at.</summary>
    Handle,

    /// <summary>核查: from feedback to an inspection that finds it put right, or to rework; it runs on after any other result.</summary>
    Inspect,

    /// <summary>结案: from a passed inspection to closing.</summary>
    Close,
}
