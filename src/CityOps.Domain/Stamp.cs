using NodaTime;

namespace CityOps.Domain;

/// <summary>What every event holds beside its content.</summary>
/// <param name="At">When it was decided, by the engine's clock.</param>
/// <param name="ObservedAt">When it happened, by the device's or the caller's clock.</param>
/// <param name="By">Who did it.</param>
/// <param name="Via">Through which channel the command came.</param>
/// <param name="CommandId">The command that led to it; the same id twice changes nothing.</param>
/// <param name="Policy">The version of the configuration (catalog, calendar, escalation) that was applied.</param>
public sealed record Stamp(Instant At, Instant ObservedAt, Actor By, Channel Via, string CommandId, string Policy);

/// <summary>Who acts: a person or a system, in its roles, for its jurisdiction.</summary>
/// <param name="Id">The id of the person or system.</param>
/// <param name="Roles">The roles in which it acts.</param>
/// <param name="Jurisdiction">The code of the jurisdiction it acts for; null for the whole city.</param>
/// <param name="Department">The department it belongs to, for a handler.</param>
public sealed record Actor(string Id, Roles Roles, string? Jurisdiction = null, string? Department = null)
{
    /// <summary>True if one of the given roles is held.</summary>
    public bool IsIn(Roles roles) => (Roles & roles) != 0;
}

/// <summary>The roles of the workflow; one caller may hold several.</summary>
[Flags]
public enum Roles
{
    /// <summary>No role: may read what is public.</summary>
    None = 0,

    /// <summary>信息采集员: reports, verifies, inspects.</summary>
    Collector = 1,

    /// <summary>受理员: takes reports in.</summary>
    Acceptor = 2,

    /// <summary>值班长: files or refuses a case, closes it.</summary>
    ShiftLead = 4,

    /// <summary>派遣员: sends a filed case to a department.</summary>
    Dispatcher = 8,

    /// <summary>专业部门: handles the case.</summary>
    Handler = 16,

    /// <summary>领导: supervises.</summary>
    Leader = 32,

    /// <summary>公众: reports through an app or a hotline.</summary>
    Citizen = 64,

    /// <summary>A vehicle terminal or another device.</summary>
    Device = 128,

    /// <summary>The engine itself.</summary>
    System = 256,
}

/// <summary>Roles, taken apart.</summary>
public static class RolesParts
{
    /// <summary>Each role that is held, in the order of the workflow.</summary>
    public static IEnumerable<Roles> OneByOne(this Roles roles) =>
        Enum.GetValues<Roles>().Where(role => role != Roles.None && (roles & role) != 0);
}

/// <summary>上报渠道: where a report or command came from.</summary>
public enum Channel
{
    /// <summary>A collector's handset.</summary>
    Collector,

    /// <summary>12319 or 12345.</summary>
    Hotline,

    /// <summary>The citizens' app.</summary>
    CitizenApp,

    /// <summary>A text message.</summary>
    Sms,

    /// <summary>A camera, with or without recognition.</summary>
    Camera,

    /// <summary>督查: the supervision team.</summary>
    SupervisionTeam,

    /// <summary>领导交办: a leader's instruction.</summary>
    Leader,

    /// <summary>The media.</summary>
    Media,

    /// <summary>A sensor.</summary>
    Sensor,

    /// <summary>A vehicle's terminal.</summary>
    Vehicle,

    /// <summary>The operators' console or another program over HTTP.</summary>
    Console,

    /// <summary>The engine itself: a deadline, a feed.</summary>
    System,
}
