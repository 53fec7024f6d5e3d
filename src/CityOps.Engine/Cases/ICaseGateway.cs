using CityOps.Domain;
using CityOps.Domain.Cases;

namespace CityOps.Engine.Cases;

/// <summary>The way to the case actors, wherever in the cluster they are. Thread-safe.</summary>
public interface ICaseGateway
{
    /// <summary>
    /// Takes a report in: finds its case id and sends it there. The same (channel, source) again answers with the same case.
    /// </summary>
    Task<Answer<CaseView>> ReportAsync(Report report, Origin origin, CancellationToken cancel);

    /// <summary>Sends a command, again with the same id while no answer comes, and gives up after some seconds.</summary>
    Task<Answer<CaseView>> SendAsync(CaseCommand command, CancellationToken cancel);

    /// <summary>The case as the caller sees it, or why not.</summary>
    Task<Answer<CaseView>> GetAsync(CaseId id, Domain.Actor caller, CancellationToken cancel);
}
