using CityOps.Domain.Catalog;

namespace CityOps.Domain.Cases;

/// <summary>Every reason for which a case refuses a command. The codes are part of the contract.</summary>
public static class CaseRejections
{
    /// <summary>Nothing was ever reported under this id.</summary>
    public static Rejection NotFound { get; } = new(RejectionKind.NotFound, "case.notFound", "There is no such case.");

    /// <summary>Another source's report has this id; the caller takes the next one.</summary>
    public static Rejection IdTaken { get; } = Conflict("idTaken", "Another report has this case id.");

    /// <summary>The caller has used this command id for another act.</summary>
    public static Rejection CommandIdUsed { get; } =
        Conflict("commandIdUsed", "This command id was used for another act. Give each act an id of its own.");

    /// <summary>The handler's department is another one than the case was sent to, or none.</summary>
    public static Rejection OtherDepartment { get; } =
        Forbidden("otherDepartment", "The case was sent to another department than the handler's.");

    /// <summary>监管分离: who handles a case does not watch over it.</summary>
    public static Rejection OwnWork { get; } =
        Forbidden("ownWork", "A department neither inspects nor closes its own case, nor decides what it asked for.");

    /// <summary>自行处置 closes a case at once, and so needs a collector.</summary>
    public static Rejection CollectorsOnly { get; } =
        Forbidden("collectorsOnly", "Only a collector puts a problem right on the spot.");

    /// <summary>The case lies outside of the caller's jurisdiction.</summary>
    public static Rejection OtherJurisdiction { get; } = Forbidden("otherJurisdiction", "The case lies in another jurisdiction.");

    /// <summary>No one approves their own request.</summary>
    public static Rejection OwnRequest { get; } = Forbidden("ownRequest", "No one decides what they asked for themselves.");

    /// <summary>The centre above has ruled who is responsible.</summary>
    public static Rejection Ruled { get; } = Conflict("ruled", "The centre above has ruled that the case is this department's.");

    /// <summary>Something was asked for and is not decided.</summary>
    public static Rejection RequestPending { get; } =
        Conflict("requestPending", "An extension or suspension was asked for and is not decided yet.");

    /// <summary>Both extensions are used up.</summary>
    public static Rejection ExtensionsUsed { get; } =
        Conflict("extensionsUsed", $"A case is extended {CaseConditions.MostExtensions} times at most.");

    /// <summary>The deadline has passed.</summary>
    public static Rejection Late { get; } = Conflict("late", "The deadline has passed; it is not extended any more.");

    /// <summary>There is nothing of that kind to decide.</summary>
    public static Rejection NothingAsked { get; } = Conflict("nothingAsked", "Nothing of that kind waits to be decided.");

    /// <summary>A task waits for its answer.</summary>
    public static Rejection TaskPending { get; } = Conflict("taskPending", "A collector has the inspection in hand.");

    /// <summary>The result was not found to be right.</summary>
    public static Rejection NotInspected { get; } =
        Conflict(
            "notInspected",
            "A case is closed after a passed inspection; a leader may close it without one, with 'forced': true and a 'note' that says why.");

    /// <summary>The case was never filed.</summary>
    public static Rejection NeverFiled { get; } =
        Conflict("neverFiled", "The case was put right on the spot and never filed; report the problem anew.");

    /// <summary>The handling was in time.</summary>
    public static Rejection NotLate { get; } = Conflict("notLate", "The case was handled in time.");

    /// <summary>There was an appeal before.</summary>
    public static Rejection AppealedBefore { get; } = Conflict("appealedBefore", "A case has one appeal.");

    /// <summary>A text that the act needs.</summary>
    public static Rejection Required(string field, string why) => Invalid("required", why, field);

    /// <summary>A value outside of what the act allows.</summary>
    public static Rejection OutOfRange(string field, string why) => Invalid("outOfRange", why, field);

    /// <summary>A case does not go on in itself.</summary>
    public static Rejection MergedIntoItself { get; } = Invalid("mergedIntoItself", "A case cannot be merged into itself.", "into");

    /// <summary>The case to merge into is closed, or is none.</summary>
    public static Rejection NoOpenCase(CaseId into) =>
        Invalid("noOpenCase", $"There is no open case '{into}' to merge into.", "into");

    /// <summary>The case to merge into did not say whether it is open.</summary>
    public static Rejection TargetUnavailable { get; } = new(
        RejectionKind.Unavailable, "case.targetUnavailable", "The case to merge into cannot answer now. Send the same command again.");

    /// <summary>The catalog has no such subclass.</summary>
    public static Rejection UnknownCategory(CategoryKind kind, string category) =>
        Invalid("unknownCategory", $"The catalog has no {Name(kind)} category '{category}'.", "category");

    /// <summary>The subclass has no such filing condition, or none was named.</summary>
    public static Rejection UnknownCondition(Category category, string? condition)
    {
        var known = string.Join("; ", category.Conditions.Select(c => $"'{c.Id}' {c.Text.En}"));
        return Invalid(
            "unknownCondition",
            string.IsNullOrEmpty(condition)
                ? $"Category '{category.Code}' needs a filing condition, which fixes the time limit. Name one: {known}."
                : $"Category '{category.Code}' has no filing condition '{condition}'. Name one: {known}.",
            "condition");
    }

    /// <summary>The city has no such department.</summary>
    public static Rejection UnknownDepartment(string department) =>
        Invalid("unknownDepartment", $"The city has no department '{department}'.", "department");

    /// <summary>The city has no such centre below the one in charge.</summary>
    public static Rejection UnknownCentre(string centre) =>
        Invalid("unknownCentre", $"There is no centre '{centre}' below the one in charge that the case lies in.", "centre");

    /// <summary>The department works for a jurisdiction that the centre does not dispatch to.</summary>
    public static Rejection DepartmentOutside(string department) => Invalid(
        "departmentOutside", $"Department '{department}' is not the centre's in charge, nor of one below or above it.", "department");

    /// <summary>Another centre is in charge.</summary>
    public static Rejection OtherCentre(string? centre) => Forbidden("otherCentre", $"Centre '{centre}' is in charge of the case.");

    /// <summary>A dispute is ruled by the centre above.</summary>
    public static Rejection NotAbove(string? centre) =>
        Forbidden("notAbove", $"A dispute is ruled above centre '{centre}', or by a leader of the city's own.");

    /// <summary>The stage does not allow the act; the text says what it allows to someone, not to the caller alone.</summary>
    public static Rejection NotPossible(CaseAct act, Stage stage)
    {
        var allowed = CaseRules.AllowedIn(stage).Select(Name).ToList();
        return Conflict(
            "notPossible",
            $"A case in stage '{Name(stage)}' does not allow '{Name(act)}'; "
            + (allowed.Count == 0 ? "the stage allows nothing more." : $"the stage allows to someone: {string.Join(", ", allowed)}."));
    }

    /// <summary>The caller holds none of the roles that may do the act; the text says in which stages it is for those.</summary>
    public static Rejection RoleMissing(CaseAct act, Roles roles)
    {
        var stages = CaseRules.Table.Where(r => r.Act == act && r.Roles == roles).SelectMany(r => r.Stages).Select(s => $"'{Name(s)}'");
        return Forbidden(
            "roleMissing", $"In stage {string.Join(", ", stages)}, '{Name(act)}' is for: {string.Join(", ", roles.OneByOne().Select(Name))}.");
    }

    internal static string Name<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static Rejection Conflict(string code, string message) => new(RejectionKind.Conflict, $"case.{code}", message);

    private static Rejection Forbidden(string code, string message) => new(RejectionKind.Forbidden, $"case.{code}", message);

    private static Rejection Invalid(string code, string message, string field) =>
        new(RejectionKind.Invalid, $"case.{code}", message, field);
}
