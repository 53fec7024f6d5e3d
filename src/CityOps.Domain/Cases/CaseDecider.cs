using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>The rules of a case under one city's configuration. Pure; safe to share between threads.</summary>
public sealed class CaseDecider(CityConfiguration city) : IDecider<Case, CaseCommand, CaseEvent>
{
    /// <inheritdoc/>
    public Case Initial { get; } = new Unreported();

    /// <inheritdoc/>
    public Decision<CaseEvent> Decide(Case state, CaseCommand command, Instant now)
    {
        switch (state, command)
        {
            case (Unreported, ReportCase c):
                return Category(c.Report.Kind, c.Report.Category) is null
                    ? Reject(CaseRejections.UnknownCategory(c.Report.Kind, c.Report.Category))
                    : Accept(new CaseReported(c.Case, Stamp(c), c.Report));
            case (Unreported, _):
                return Reject(CaseRejections.NotFound);
            case (KnownCase k, ReportCase c):
                return (k.File.Report.Channel, k.File.Report.Source) == (c.Report.Channel, c.Report.Source)
                    ? Accept()
                    : Reject(CaseRejections.IdTaken);
            case (KnownCase k, CaseActCommand c) when k.File.Commands.Contains(CaseFile.KeyOf(c.Origin.By, c.Origin.CommandId)):
                return Accept();
            case (KnownCase k, CaseActCommand c) when CaseRules.Check(c.Act, c.Origin.By, k) is { } reason:
                return Reject(reason);
            case (Reported r, FileCase c):
                return File(r, c, Stamp(c));
            case (Filed, DispatchCase c):
                return city.Departments.ContainsKey(c.Department)
                    ? Accept(new CaseDispatched(c.Case, Stamp(c), c.Department))
                    : Reject(CaseRejections.UnknownDepartment(c.Department));
            case (Dispatched, AcceptCase c):
                return Accept(new CaseAccepted(c.Case, Stamp(c)));
            case (Handling, ReportHandled c):
                return Accept(new CaseHandled(c.Case, Stamp(c), c.Note, c.Photos));
            case (Handled, InspectCase c):
                return Accept(new InspectionBegun(c.Case, Stamp(c)));
            case (Inspecting s, CloseCase c):
                return Accept(new CaseClosed(c.Case, Stamp(c), s.File.Report.Beat, c.Note));
            default:
                throw new InvalidOperationException($"{command.GetType().Name} has no rule in {state.GetType().Name}.");
        }

        Stamp Stamp(CaseCommand c) => c.Origin.Stamp(now, city.Version);
    }

    /// <inheritdoc/>
    public Case Evolve(Case state, CaseEvent @event) => (state, @event) switch
    {
        (Unreported, CaseReported e) =>
            new Reported(new CaseFile(e.Case, e.Report, e.Stamp.At, [])),
        (Reported s, CaseFiled e) => new Filed(Noted(s, e), e.Filing),
        (Filed s, CaseDispatched e) => new Dispatched(Noted(s, e), s.Filing, new Assignment(e.Department, e.Stamp.At)),
        (Dispatched s, CaseAccepted e) => new Handling(Noted(s, e), s.Filing, s.Assignment),
        (Handling s, CaseHandled e) => new Handled(Noted(s, e), s.Filing, s.Assignment),
        (Handled s, InspectionBegun e) => new Inspecting(Noted(s, e), s.Filing, s.Assignment),
        (Inspecting s, CaseClosed e) => new Closed(Noted(s, e), s.Filing, s.Assignment, e.Stamp.At),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow {state.GetType().Name}."),
    };

    private Decision<CaseEvent> File(Reported reported, FileCase command, Stamp stamp)
    {
        var report = reported.File.Report;
        var kind = command.Kind ?? report.Kind;
        var code = command.Category ?? report.Category;
        if (Category(kind, code) is not { } category)
        {
            return Reject(CaseRejections.UnknownCategory(kind, code));
        }

        var wanted = command.Condition ?? report.Condition;
        return category.Conditions.FirstOrDefault(c => c.Id == wanted) is { } condition
            ? Accept(new CaseFiled(command.Case, stamp, new Filing(kind, code, condition.Id, condition.Limit)))
            : Reject(CaseRejections.UnknownCondition(category, wanted));
    }

    private Category? Category(CategoryKind kind, string code) => city.Categories.GetValueOrDefault((kind, code));

    private static CaseFile Noted(KnownCase state, CaseEvent @event) =>
        state.File with
        {
            Commands = state.File.Commands.Add(CaseFile.KeyOf(@event.Stamp.By, @event.Stamp.CommandId)),
        };

    private static Decision<CaseEvent> Accept(params IReadOnlyList<CaseEvent> events) =>
        Decision<CaseEvent>.Accept(events);

    private static Decision<CaseEvent> Reject(Rejection reason) => Decision<CaseEvent>.Reject(reason);
}
