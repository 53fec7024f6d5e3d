using NodaTime;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>Something that someone does to a case over HTTP.</summary>
/// <param name="Name">The act, as in the path.</param>
/// <param name="By">Who does it, as the header says it.</param>
/// <param name="Body">What it says.</param>
internal sealed record Act(string Name, string By, object Body)
{
    private const string Acceptor = "acceptor:a1";
    private const string ShiftLead = "shiftLead:s1";
    private const string Dispatcher = "dispatcher:d1";
    private const string Department = "city-water";
    private const string Handler = $"handler:h1@{Department}";
    private const string Leader = "leader:l1";

    public static Act Verify { get; } = new("verify", Acceptor, new { });

    public static Act Dispatch { get; } = new("dispatch", Dispatcher, new { department = Department });

    public static Act Accept { get; } = new("accept", Handler, new { });

    public static Act Return { get; } = new("return", Handler, new { reason = "Not our cover." });

    public static Act ReturnWithoutReason { get; } = new("return", Handler, new { });

    public static Act Redispatch { get; } = new("redispatch", Dispatcher, new { department = Department });

    public static Act ApproveExtension { get; } = new("approveExtension", Dispatcher, new { });

    public static Act RejectExtension { get; } = new("rejectExtension", Dispatcher, new { reason = "It can be done in time." });

    public static Act ApproveSuspension { get; } = new("approveSuspension", Dispatcher, new { });

    public static Act Handled { get; } = new("handled", Handler, new { note = "A new cover is in place." });

    public static Act Inspect { get; } = new("inspect", ShiftLead, new { });

    public static Act Rework { get; } = new("rework", ShiftLead, new { reason = "It still rattles." });

    public static Act Close { get; } = new("close", ShiftLead, new { });

    public static Act CloseByForce { get; } = new("close", Leader, new { forced = true, note = "Seen from the road." });

    public static Act Cancel { get; } = new("cancel", Leader, new { reason = "The end of the story." });

    public static Act Appeal { get; } = new("appeal", Handler, new { reason = "The road was flooded." });

    public static Act UpholdAppeal { get; } = new("ruleAppeal", Leader, new { upheld = true, reason = "It was." });

    public static Act Reopen { get; } = new("reopen", ShiftLead, new { reason = "It broke again." });

    public static Act FollowUp { get; } = new("followUp", Acceptor, new { satisfaction = "satisfied", note = "Thanks." });

    /// <summary>Files under a condition of the catalog: it fixes the limit.</summary>
    public static Act File(string condition) => new("file", ShiftLead, new { condition });

    /// <summary>Asks for more time, in units of the limit.</summary>
    public static Act Extend(decimal amount) => new("extend", Handler, new { amount, reason = "The cover has to be cast." });

    /// <summary>Asks for a rest.</summary>
    public static Act Suspend(Instant until) => new("suspend", Handler, new { until = until.ToString(), reason = "Frost." });

    /// <summary>Sets the place right.</summary>
    public static Act Move(Spot to) => new("correct", Acceptor, new { lon = to.Lon, lat = to.Lat });
}

/// <summary>A place in the city.</summary>
/// <param name="Lon">Degrees east, WGS-84.</param>
/// <param name="Lat">Degrees north, WGS-84.</param>
internal sealed record Spot(double Lon, double Lat)
{
    private const double MetresPerDegree = 111_195;

    /// <summary>So many metres to the north of it.</summary>
    public Spot North(double metres) => this with { Lat = Lat + (metres / MetresPerDegree) };
}
