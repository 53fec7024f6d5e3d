using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Ports;

namespace CityOps.Http.Organisations;

/// <summary>Whose queue it is.</summary>
internal enum QueueKind
{
    /// <summary>专业部门: cases that were sent to it.</summary>
    Department,

    /// <summary>中心: cases that no department has.</summary>
    Centre,
}

/// <summary>What waits in one place.</summary>
/// <param name="Kind">Whose queue it is.</param>
/// <param name="Id">The department's id, or the code of the centre's jurisdiction.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Jurisdiction">The jurisdiction that it works for.</param>
/// <param name="Open">How many cases are open there.</param>
/// <param name="Overdue">How many of them are past a limit.</param>
/// <param name="HandledToday">How many the department has reported back as done since midnight in the city; 0 for a centre.</param>
/// <param name="Counts">The open ones by stage and light; what is not there is none.</param>
internal sealed record QueueBody(
    QueueKind Kind, string Id, Name Name, string Jurisdiction, long Open, long Overdue, long HandledToday,
    IReadOnlyList<QueueCountBody> Counts)
{
    /// <summary>Every department's queue, then those of centres, by id.</summary>
    public static IEnumerable<QueueBody> All(CityConfiguration city, QueueCounts counts)
    {
        var root = city.Jurisdictions.Values.FirstOrDefault(j => j.Parent is null)?.Code ?? "";
        var ofDepartments = counts.Open.Where(c => c.Department is not null).ToLookup(c => c.Department ?? "");
        var ofCentres = counts.Open.Where(c => c.Department is null).ToLookup(c => c.Centre ?? root);
        return
        [
            .. city.Departments.Values.OrderBy(d => d.Id, StringComparer.Ordinal).Select(d => Of(
                QueueKind.Department, d.Id, d.Name, d.Jurisdiction, counts.Handled.GetValueOrDefault(d.Id), ofDepartments[d.Id])),
            .. city.Jurisdictions.Values.OrderBy(j => j.Code, StringComparer.Ordinal).Where(j => ofCentres.Contains(j.Code))
                .Select(j => Of(QueueKind.Centre, j.Code, j.Name, j.Code, 0, ofCentres[j.Code])),
        ];
    }

    private static QueueBody Of(
        QueueKind kind, string id, Name name, string jurisdiction, long handled, IEnumerable<QueueCount> counts)
    {
        List<QueueCountBody> all =
        [
            .. counts.GroupBy(c => (c.Stage, c.Light)).OrderBy(g => g.Key.Stage).ThenBy(g => g.Key.Light)
                .Select(g => new QueueCountBody(g.Key.Stage, g.Key.Light, g.Sum(c => c.Cases))),
        ];
        return new QueueBody(
            kind, id, name, jurisdiction, all.Sum(c => c.Cases), all.Where(c => c.Light == Light.Red).Sum(c => c.Cases), handled, all);
    }
}

/// <summary>Cases in one stage under one light.</summary>
internal sealed record QueueCountBody(Stage Stage, Light Light, long Cases);
