using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Cases;

internal sealed class CaseGateway(
    EntityRegion region,
    PublishedCases published,
    INodes nodes,
    EngineMetrics metrics,
    DateTimeZone zone,
    CityConfiguration city,
    TimeProvider clock) : ICaseGateway
{
    public async Task<Answer<CaseView>> ReportAsync(Report report, Origin origin, CancellationToken cancel)
    {
        var reportedOn = report.ObservedAt.InZone(zone).Date;
        for (var attempt = 0; ; attempt++)
        {
            var id = CaseId.Of(reportedOn, report.Channel, report.Source, attempt);
            var answer = await SendAsync(new ReportCase(id, origin, report), cancel);
            if (answer is not Answer<CaseView>.Refused { Reason.Code: "case.idTaken" })
            {
                return answer;
            }
        }
    }

    public async Task<Answer<CaseView>> SendAsync(CaseCommand command, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        using var asking = EngineTracing.Ask(command);
        var informed = command is MergeCase { TargetIsOpen: null } merge ? await InformedAsync(merge, cancel) : command;
        var answer = await region.AskAsync<CaseView>(
            asking is null ? informed : informed with { Origin = informed.Origin with { Trace = asking.Id } }, cancel);
        metrics.Asked("case", clock.GetElapsedTime(started));
        return answer;
    }

    public async Task<Answer<CaseView>> GetAsync(CaseId id, Domain.Actor caller, CancellationToken cancel) =>
        nodes.IsSure && published.Find(id) is { } known
        && CaseView.Of(known.State, known.Sequence, caller, city, clock.GetCurrentInstant()) is { } view
            ? new Answer<CaseView>.Done(view, Repeated: false)
            : await region.AskAsync<CaseView>(new Read(id.Value, caller), cancel);

    /// <summary>A case knows nothing of others: how the one to go on in stands is looked at on the way, and judged by the case.</summary>
    private async Task<MergeCase> InformedAsync(MergeCase merge, CancellationToken cancel) => merge with
    {
        TargetIsOpen = await GetAsync(merge.Into, merge.Origin.By, cancel) switch
        {
            Answer<CaseView>.Done { View: var view } => view.Stage.IsOpen(),
            Answer<CaseView>.Refused { Reason.Kind: RejectionKind.Unavailable } => null,
            _ => false,
        },
    };
}
