using CityOps.Domain.Catalog;
using CityOps.Domain.City;

namespace CityOps.Domain.Cases;

/// <summary>From the report to filing or refusal.</summary>
internal sealed class FilingActs(CityConfiguration city, CaseClocks clocks)
{
    /// <summary>Before and after.</summary>
    private const int SelfHandledPhotos = 2;

    private readonly string? _root = city.Jurisdictions.Values.FirstOrDefault(j => j.Parent is null)?.Code;

    public Decision<CaseEvent> Report(ReportCase command, Stamp stamp)
    {
        var report = command.Report;
        if (CategoryOf(report.Kind, report.Category) is null)
        {
            return Reject(CaseRejections.UnknownCategory(report.Kind, report.Category));
        }

        var reported = new CaseReported(command.Case, stamp, report, _root);
        if (!report.SelfHandled)
        {
            return Accept(reported);
        }

        // The channel is what the message claims; the role is the caller's.
        return report.Channel != Channel.Collector
            ? Reject(CaseRejections.OutOfRange("selfHandled", "Only a collector puts a problem right on the spot."))
            : !stamp.By.IsIn(Roles.Collector)
                ? Reject(CaseRejections.CollectorsOnly)
                : report.Photos.Distinct(StringComparer.Ordinal).Count() < SelfHandledPhotos
                    ? Reject(CaseRejections.Required("photos", "What was put right on the spot needs a photo before and one after."))
                    : Accept(reported, new CaseSelfHandled(command.Case, stamp, report.Beat));
    }

    public Decision<CaseEvent>? Decide(KnownCase state, CaseActCommand command, Stamp stamp) => command switch
    {
        VerifyCase c => Accept(new VerificationAsked(c.Case, stamp, Offer(state, c.Note), c.Note)),
        FileCase c => File(state, c, stamp),
        RefuseCase { Reason.Length: 0 } or CancelCase { Reason.Length: 0 } => Reject(NoReason),
        RefuseCase c => Accept(new CaseRefused(c.Case, stamp, state.File.Report.Beat, c.Reason)),
        CancelCase c => Accept(new CaseCancelled(c.Case, stamp, state.File.Report.Beat, c.Reason)),
        CorrectCase c => Correct(state, c, stamp),
        MergeCase c when c.Into == c.Case => Reject(CaseRejections.MergedIntoItself),
        MergeCase { TargetIsOpen: null } => Reject(CaseRejections.TargetUnavailable),
        MergeCase { TargetIsOpen: false } c => Reject(CaseRejections.NoOpenCase(c.Into)),
        MergeCase c => Accept(new CaseMerged(c.Case, stamp, state.File.Report.Beat, c.Into, c.Note)),
        _ => null,
    };

    private static Rejection NoReason => CaseRejections.Required("reason", "A case is not dropped without a reason.");

    private TaskOffer Offer(KnownCase state, string? note) => TaskOffer.For(
        state, TaskKind.Verification, note, null, clocks.LimitsOf(state).Verify, city);

    /// <summary>The verification under way looks at the wrong place: another one takes its turn.</summary>
    private TaskOffer OfferAt(CasePlace place, KnownCase state) =>
        Offer(state, null) with { Beat = place.Beat, UnitGrid = place.UnitGrid, Place = place.Point };

    private Decision<CaseEvent> File(KnownCase state, FileCase command, Stamp stamp)
    {
        var report = state.File.Report;
        var kind = command.Kind ?? report.Kind;
        var code = command.Category ?? report.Category;
        if (CategoryOf(kind, code) is not { } category)
        {
            return Reject(CaseRejections.UnknownCategory(kind, code));
        }

        var wanted = command.Condition ?? report.Condition;
        return category.Conditions.FirstOrDefault(c => c.Id == wanted) is { } condition
            ? Accept(new CaseFiled(
                command.Case, stamp, new Filing(kind, code, condition.Id, condition.Limit),
                stamp.By.Jurisdiction ?? state.File.Centre,
                (kind, code) == (report.Kind, report.Category)
                    ? null
                    : new GridEntry(report.Beat, report.UnitGrid, kind, code, report.Place, state.File.ReportedAt)))
            : Reject(CaseRejections.UnknownCondition(category, wanted));
    }

    private Decision<CaseEvent> Correct(KnownCase state, CorrectCase command, Stamp stamp)
    {
        var report = state.File.Report;
        var filing = (state as Filed)?.Filing;
        var place = command.Place ?? new CasePlace(report.Place, report.UnitGrid, report.Beat);
        if (filing is not null && command is { Kind: null, Category: null, Condition: null })
        {
            // The place alone: what it was filed under stays, whatever the catalog has become.
            return Accept(Corrected(filing.Kind, filing.Category, filing.Condition, filing.Limit));
        }

        var kind = command.Kind ?? filing?.Kind ?? report.Kind;
        var code = command.Category ?? filing?.Category ?? report.Category;
        if (CategoryOf(kind, code) is not { } category)
        {
            return Reject(CaseRejections.UnknownCategory(kind, code));
        }

        var wanted = command.Condition ?? (command.Category is null ? filing?.Condition ?? report.Condition : null);
        var condition = category.Conditions.FirstOrDefault(c => c.Id == wanted);
        return condition is null && (filing is not null || command.Condition is not null)
            ? Reject(CaseRejections.UnknownCondition(category, wanted))
            : Accept(Corrected(kind, code, condition?.Id, filing is null ? null : condition?.Limit));

        CaseCorrected Corrected(CategoryKind kind, string code, string? condition, TimeLimit? limit) => new(
            command.Case, stamp, kind, code, condition, limit, command.Place, report.Beat,
            new GridEntry(place.Beat, place.UnitGrid, kind, code, place.Point, state.File.ReportedAt),
            state is Verifying && command.Place is not null ? OfferAt(place, state) : null, CentreAt(place, state.File));
    }

    /// <summary>
    /// What lies outside of the centre in charge is the city's own, which hands it down to the right one; null where the centre stays.
    /// </summary>
    private string? CentreAt(CasePlace place, CaseFile file)
    {
        var root = file.Root ?? _root;
        return file.Centre is { } centre && centre != root && !CaseDuties.Covers(centre, place.UnitGrid) ? root : null;
    }

    private Category? CategoryOf(CategoryKind kind, string code) => city.Categories.GetValueOrDefault((kind, code));

    private static Decision<CaseEvent> Accept(params IReadOnlyList<CaseEvent> events) => Decision<CaseEvent>.Accept(events);

    private static Decision<CaseEvent> Reject(Rejection reason) => Decision<CaseEvent>.Reject(reason);
}
