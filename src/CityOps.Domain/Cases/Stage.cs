namespace CityOps.Domain.Cases;

/// <summary>The stages of the workflow that a case can be in.</summary>
public enum Stage
{
    /// <summary>已上报: waits for the shift lead.</summary>
    Reported,

    /// <summary>核实中: a collector goes and looks before it is filed.</summary>
    Verifying,

    /// <summary>已立案: waits for the dispatcher.</summary>
    Filed,

    /// <summary>已派遣: waits for the department to take it on.</summary>
    Dispatched,

    /// <summary>已退回: the department has sent it back; waits for the dispatcher's ruling.</summary>
    Returned,

    /// <summary>争议中: who is responsible is disputed; waits for the centre above.</summary>
    Disputed,

    /// <summary>处置中: in the department's hands.</summary>
    Handling,

    /// <summary>挂账: handling rests, and its clock with it.</summary>
    Suspended,

    /// <summary>已处置: reported back as done.</summary>
    Handled,

    /// <summary>核查中: a collector looks at the result.</summary>
    Inspecting,

    /// <summary>已结案.</summary>
    Closed,

    /// <summary>不予立案.</summary>
    Refused,

    /// <summary>已作废.</summary>
    Cancelled,

    /// <summary>已并案: merged into another case.</summary>
    Merged,
}

/// <summary>What is true of stages.</summary>
public static class Stages
{
    /// <summary>Every stage, in the order of the workflow.</summary>
    public static IReadOnlyList<Stage> All { get; } = Enum.GetValues<Stage>();

    /// <summary>The stages of a case that still has to be dealt with.</summary>
    public static IReadOnlyList<Stage> Open { get; } = [.. All.Where(IsOpen)];

    /// <summary>The open stages in which a department has the case.</summary>
    public static IReadOnlyList<Stage> Assigned { get; } =
        [.. Open.Where(s => s is not (Stage.Reported or Stage.Verifying or Stage.Filed))];

    /// <summary>True while the case still has to be dealt with.</summary>
    public static bool IsOpen(this Stage stage) =>
        stage is not (Stage.Closed or Stage.Refused or Stage.Cancelled or Stage.Merged);
}
