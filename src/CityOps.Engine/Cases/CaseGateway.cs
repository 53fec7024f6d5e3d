using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Entities;
using NodaTime;

namespace CityOps.Engine.Cases;

internal sealed class CaseGateway(EntityRegion region, DateTimeZone zone) : ICaseGateway
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
        // A case knows nothing of others: that the one to go on in is open is looked at on the way.
        if (command is MergeCase { Into: var into } merge && into != merge.Case
            && !IsOpen(await GetAsync(into, merge.Origin.By, cancel)))
        {
            return new Answer<CaseView>.Refused(CaseRejections.NoOpenCase(into));
        }

        return await region.AskAsync<CaseView>(command, cancel);
    }

    public Task<Answer<CaseView>> GetAsync(CaseId id, Domain.Actor caller, CancellationToken cancel) =>
        region.AskAsync<CaseView>(new Read(id.Value, caller), cancel);

    private static bool IsOpen(Answer<CaseView> answer) => answer is Answer<CaseView>.Done { View: var view } && view.Stage.IsOpen();
}
