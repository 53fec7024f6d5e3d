using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Components;

/// <summary>What may be registered. Pure; safe to share between threads.</summary>
public sealed class ComponentRules(CityConfiguration city)
{
    private const Roles Registrars = Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Leader;

    // Division 6 before the subclass, sequence 6 after it: GB/T 30428.2 has a subclass of 4 digits, GB/T 47678.5 one of 5.
    private const int Division = 6;
    private const int Sequence = 6;

    /// <summary>The change to register, or why not.</summary>
    /// <param name="known">The component; null where the register has none under the code.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="now">The time.</param>
    public Decision<ComponentChange> Decide(ManagedComponent? known, ChangeComponent command, Instant now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Fault(known, command) is { } reason
            ? Decision<ComponentChange>.Reject(reason)
            : Decision<ComponentChange>.Accept(new ComponentChange(
                command.Code, (known?.Version ?? 0) + 1, command.Kind, now, command.Origin.ObservedAt, command.Origin.By.Id,
                command.Origin.CommandId, After(known, command, now), command.Source, command.Note));
    }

    private Rejection? Fault(ManagedComponent? known, ChangeComponent command) =>
        !command.Origin.By.IsIn(Registrars) || command.Origin.By.Department is not null ? ComponentRejections.RoleMissing
        : known is null && command.Kind != ComponentChangeKind.Add ? ComponentRejections.NotFound
        : !Covers(command.Origin.By, command.Code) || !Covers(command.Origin.By, command.Place?.UnitGrid) ? ComponentRejections.OtherJurisdiction
        : known is not null && command.Kind == ComponentChangeKind.Add ? ComponentRejections.Exists
        : command.Expected is { } expected && expected != (known?.Version ?? 0) ? ComponentRejections.VersionDiffers
        : known is { IsRetired: true } ? ComponentRejections.Retired
        : command.Department is { } department && !city.Departments.ContainsKey(department) ? ComponentRejections.UnknownDepartment(department)
        : FaultOfKind(command);

    private Rejection? FaultOfKind(ChangeComponent command) => command switch
    {
        { Kind: ComponentChangeKind.Add } when !IsCode(command.Code) =>
            ComponentRejections.Wrong("code", "A component's code has 16 or 17 digits: division 6, subclass 4 or 5, sequence 6."),
        { Kind: ComponentChangeKind.Add } when !city.Categories.ContainsKey((CategoryKind.Component, CategoryOf(command.Code))) =>
            ComponentRejections.Wrong("code", $"The catalog has no subclass {CategoryOf(command.Code)} of components."),
        { Kind: ComponentChangeKind.Add, Department: null } => ComponentRejections.Required("department", "A component has an owner."),
        { Kind: ComponentChangeKind.Add or ComponentChangeKind.Move, Place: null } =>
            ComponentRejections.Required("lon", "Where it stands: lon and lat."),
        { Kind: ComponentChangeKind.Add, State: ComponentState.Abandoned or ComponentState.Removed } =>
            ComponentRejections.Wrong("state", "What is added does service."),
        { Kind: ComponentChangeKind.Correct, Department: null, State: null } =>
            ComponentRejections.Required("department", "Nothing is set right: give department or state."),
        { Kind: ComponentChangeKind.Correct, State: ComponentState.Abandoned or ComponentState.Removed } =>
            ComponentRejections.Wrong("state", "What does no service any more is retired."),
        { Kind: ComponentChangeKind.Retire, State: not (ComponentState.Abandoned or ComponentState.Removed) } =>
            ComponentRejections.Required("state", "It is abandoned or removed."),
        _ => null,
    };

    private static ManagedComponent After(ManagedComponent? known, ChangeComponent command, Instant now)
    {
        var before = known?.Entry ?? new Component(command.Code, CategoryOf(command.Code), default, "");
        return new ManagedComponent(
            before with { Place = command.Place?.Point ?? before.Place, Department = command.Department ?? before.Department },
            command.State ?? known?.State ?? ComponentState.Intact,
            (known?.Version ?? 0) + 1,
            now);
    }

    private static bool IsCode(string code) => code.Length is 16 or 17 && code.All(char.IsAsciiDigit);

    private static string CategoryOf(string code) => code[Division..^Sequence];

    // The code of a component names its district, that of a unit grid its community.
    private static bool Covers(Actor by, string? code) => code is null || by.Jurisdiction is not { } own
        || code.StartsWith(IsCode(code) && own.Length > Division ? own[..Division] : own, StringComparison.Ordinal);
}

/// <summary>Every reason for which the register refuses a change. The codes are part of the contract.</summary>
public static class ComponentRejections
{
    /// <summary>The register has no such component.</summary>
    public static Rejection NotFound { get; } = new(RejectionKind.NotFound, "component.notFound", "There is no such component.");

    /// <summary>The code is taken.</summary>
    public static Rejection Exists { get; } = new(RejectionKind.Conflict, "component.exists", "The register has a component of this code.");

    /// <summary>It does no service any more.</summary>
    public static Rejection Retired { get; } = new(
        RejectionKind.Conflict, "component.retired", "The component was retired. What stands there now has a code of its own.");

    /// <summary>It has changed meanwhile.</summary>
    public static Rejection VersionDiffers { get; } = new(
        RejectionKind.Conflict, "component.versionDiffers", "The component has changed since the version that the caller has seen.");

    /// <summary>The caller's roles do not allow it.</summary>
    public static Rejection RoleMissing { get; } = new(
        RejectionKind.Forbidden, "component.roleMissing",
        "Changes are registered by an acceptor, a shiftLead, a dispatcher or a leader of a centre.");

    /// <summary>The component stands, or is to stand, outside of the caller's jurisdiction.</summary>
    public static Rejection OtherJurisdiction { get; } = new(
        RejectionKind.Forbidden, "component.otherJurisdiction", "The component lies in another jurisdiction.");

    /// <summary>The city has no such department.</summary>
    public static Rejection UnknownDepartment(string id) => Wrong("department", $"The city has no department '{id}'.");

    /// <summary>A field that the change needs.</summary>
    public static Rejection Required(string field, string why) => new(RejectionKind.Invalid, "component.required", why, field);

    /// <summary>A field that is wrong.</summary>
    public static Rejection Wrong(string field, string why) => new(RejectionKind.Invalid, "component.wrong", why, field);
}
