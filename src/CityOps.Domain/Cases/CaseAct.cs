namespace CityOps.Domain.Cases;

/// <summary>The acts of the workflow that a caller can do on a known case.</summary>
public enum CaseAct
{
    /// <summary>核实: have a collector go and look before filing.</summary>
    Verify,

    /// <summary>立案.</summary>
    File,

    /// <summary>不予立案.</summary>
    Refuse,

    /// <summary>更正: set category or place right.</summary>
    Correct,

    /// <summary>并案: merge into the open case of the same problem.</summary>
    Merge,

    /// <summary>派遣: to a department, or to a centre below.</summary>
    Dispatch,

    /// <summary>受领: the department takes it on.</summary>
    Accept,

    /// <summary>退回: the department says that it is not theirs.</summary>
    Return,

    /// <summary>改派: another department gets what was sent back.</summary>
    Redispatch,

    /// <summary>退回驳回: the department keeps it.</summary>
    RejectReturn,

    /// <summary>争议: who is responsible goes to the centre above.</summary>
    Dispute,

    /// <summary>裁定: the centre above says who is responsible.</summary>
    Rule,

    /// <summary>延期申请.</summary>
    Extend,

    /// <summary>延期批准.</summary>
    ApproveExtension,

    /// <summary>延期驳回.</summary>
    RejectExtension,

    /// <summary>挂账申请.</summary>
    Suspend,

    /// <summary>挂账批准.</summary>
    ApproveSuspension,

    /// <summary>挂账驳回.</summary>
    RejectSuspension,

    /// <summary>恢复: handling goes on before the suspension's end.</summary>
    Resume,

    /// <summary>处置反馈.</summary>
    Handled,

    /// <summary>核查: have a collector look at the result.</summary>
    Inspect,

    /// <summary>结案; by a leader also without a passed inspection (强制结案).</summary>
    Close,

    /// <summary>返工.</summary>
    Rework,

    /// <summary>重新立案: a closed case is taken up again.</summary>
    Reopen,

    /// <summary>作废.</summary>
    Cancel,

    /// <summary>催办.</summary>
    Urge,

    /// <summary>督办.</summary>
    Supervise,

    /// <summary>申诉: the department objects to being counted late.</summary>
    Appeal,

    /// <summary>申诉裁定.</summary>
    RuleAppeal,

    /// <summary>回访.</summary>
    FollowUp,
}
