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

    public Task<Answer<CaseView>> SendAsync(CaseCommand command, CancellationToken cancel) =>
        region.AskAsync<CaseView>(command, cancel);

    public Task<Answer<CaseView>> GetAsync(CaseId id, Domain.Actor caller, CancellationToken cancel) =>
        region.AskAsync<CaseView>(new Read(id.Value, caller), cancel);
}
