using CityOps.Domain.Catalog;

namespace CityOps.Domain.Cases;

/// <summary>Every reason for which a case refuses a command. The codes are part of the contract.</summary>
public static class CaseRejections
{
    /// <summary>Nothing was ever reported under this id.</summary>
    public static Rejection NotFound { get; } = new(RejectionKind.NotFound, "case.notFound", "There is no such case.");

    /// <summary>Another source's report has this id; the caller takes the next one.</summary>
    public static Rejection IdTaken { get; } =
        new(RejectionKind.Conflict, "case.idTaken", "Another report has this case id.");

    /// <summary>The handler's department is another one than the case was sent to.</summary>
    public static Rejection OtherDepartment { get; } =
        new(RejectionKind.Forbidden, "case.otherDepartment", "The case was sent to another department.");

    /// <summary>监管分离: who handles a case neither inspects nor closes it.</summary>
    public static Rejection OwnWork { get; } =
        new(RejectionKind.Forbidden, "case.ownWork", "A department neither inspects nor closes its own case.");

    /// <summary>The catalog has no such subclass.</summary>
    public static Rejection UnknownCategory(CategoryKind kind, string category) => new(
        RejectionKind.Invalid, "case.unknownCategory",
        $"The catalog has no {kind.ToString().ToLowerInvariant()} category '{category}'.", "category");

    /// <summary>The subclass has no such filing condition.</summary>
    public static Rejection UnknownCondition(Category category, string? condition) => new(
        RejectionKind.Invalid, "case.unknownCondition",
        $"Category '{category.Code}' has no filing condition '{condition}'; it has "
        + $"{string.Join(", ", category.Conditions.Select(c => c.Id))}.", "condition");

    /// <summary>The city has no such department.</summary>
    public static Rejection UnknownDepartment(string department) => new(
        RejectionKind.Invalid, "case.unknownDepartment", $"The city has no department '{department}'.", "department");

    /// <summary>The stage does not allow the act; the text says what it allows.</summary>
    public static Rejection NotPossible(CaseAct act, Stage stage)
    {
        var allowed = CaseRules.AllowedIn(stage).Select(Name).ToList();
        return new(RejectionKind.Conflict, "case.notPossible",
            $"A case in stage '{Name(stage)}' does not allow '{Name(act)}'; it allows "
            + (allowed.Count == 0 ? "nothing more." : $"{string.Join(", ", allowed)}."));
    }

    /// <summary>The caller holds none of the roles that may do the act.</summary>
    public static Rejection RoleMissing(CaseAct act, Roles roles) => new(
        RejectionKind.Forbidden, "case.roleMissing", $"'{Name(act)}' is for: {roles}.");

    private static string Name<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
