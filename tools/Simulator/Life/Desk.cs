using System.Collections.Concurrent;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// The people of the centre and the departments: take each reported case through its stages, each step after the time
/// that it takes. Safe for concurrent use.
/// </summary>
internal sealed class Desk(LifeSetting setting, EngineApi api, CancellationToken closing) : IDisposable
{
    private const int MostOpen = 20_000;
    private const int MostActs = 30;
    private static readonly Duration FirstLook = Duration.FromMinutes(5);
    private static readonly Duration LastLook = Duration.FromHours(1);
    private readonly SemaphoreSlim _seats = new(8);
    private readonly ConcurrentDictionary<string, Task> _open = new();

    /// <summary>How many cases are being worked on.</summary>
    public int Open => _open.Count;

    /// <summary>Works on the case from now on.</summary>
    public void Take(string caseId, ReportMessage report)
    {
        if (_open.Count >= MostOpen)
        {
            setting.Tally.Add("act", Outcome.Skipped, "the desk has no room for a further case");
            return;
        }

        _open.GetOrAdd(caseId, _ => WorkAsync(caseId, report));
    }

    /// <summary>Waits until everyone has put their pen down.</summary>
    public Task FinishAsync() => Task.WhenAll(_open.Values);

    public void Dispose() => _seats.Dispose();

    private async Task WorkAsync(string caseId, ReportMessage report)
    {
        await Task.Yield();
        var chance = Chance.For(setting.Seed, caseId);
        var staff = Staff.For(setting.City, report, chance);
        var neglected = chance.Happens(0.05);
        var stage = "reported";

        // What citizens tell is looked at more often than what a collector has seen.
        CaseStep? step = chance.Happens(report.Channel is null ? 0.02 : 0.3) ? CaseRoute.Verify : CaseRoute.Next(stage);
        try
        {
            for (var acts = 0; acts < MostActs && step is not null; acts++)
            {
                var takes = step.Soonest + ((step.Latest - step.Soonest) * chance.Next());
                takes *= neglected && step.Act == "handled" ? 20 : 1;
                await setting.Clock.UntilAsync(setting.Clock.Now + takes, closing).ConfigureAwait(false);
                if (await ActAsync(caseId, report, step, staff, acts).ConfigureAwait(false) is not { } next)
                {
                    return;
                }

                stage = next;
                step = CaseRoute.IsLookedAt(stage) ? await LookedAtAsync(caseId, stage).ConfigureAwait(false) : CaseRoute.Next(stage);
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The day is over; the case stays where it is.
        }
        catch (EngineAwayException e)
        {
            setting.Tally.Add("act", Outcome.Failed, e.InnerException?.Message ?? e.Message);
        }
        finally
        {
            _open.TryRemove(caseId, out _);
        }
    }

    // Asks less and less often: nobody may be on shift there until the morning.
    private async Task<CaseStep?> LookedAtAsync(string caseId, string stage)
    {
        for (var pause = FirstLook; ; pause = Duration.Min(pause * 2, LastLook))
        {
            await setting.Clock.UntilAsync(setting.Clock.Now + pause, closing).ConfigureAwait(false);
            switch (await api.TasksAsync(caseId, closing).ConfigureAwait(false))
            {
                case Reply.Ok { Body: var tasks } when tasks.Items("items").LastOrDefault().Text("outcome") is { } outcome:
                    return CaseRoute.After(stage, outcome);
                case Reply.Problem problem:
                    setting.Tally.Add("tasks", problem.Status >= 500 ? Outcome.Failed : Outcome.Refused, problem.Reason);
                    return null;
            }
        }
    }

    // The stage after it; null where it cannot go on.
    private async Task<string?> ActAsync(string caseId, ReportMessage report, CaseStep step, Staff staff, int number)
    {
        await _seats.WaitAsync(closing).ConfigureAwait(false);
        try
        {
            setting.Tally.Add("act", Outcome.Sent);
            var body = Body(step, report, staff);
            var command = $"{setting.Run}-{caseId}-{number}";
            var reply = await api.ActAsync(caseId, step.Act, body, staff.In(step.Role), command, closing)
                .ConfigureAwait(false);
            if (reply is Reply.Ok { Body: var state })
            {
                setting.Tally.Add("act", Outcome.Accepted);
                return state.Text("stage");
            }

            var problem = (Reply.Problem)reply;
            var outcome = problem.Status >= 500 ? Outcome.Failed : Outcome.Refused;
            setting.Tally.Add("act", outcome, $"{step.Act}: {problem.Reason}");

            // Someone else was faster: go on from where the case is now.
            return problem.Status == 409 && await api.CaseAsync(caseId, closing).ConfigureAwait(false) is Reply.Ok now
                ? now.Body.Text("stage")
                : null;
        }
        finally
        {
            _seats.Release();
        }
    }

    private static object Body(CaseStep step, ReportMessage report, Staff staff) => step.Act switch
    {
        "file" => new { condition = report.Condition ?? "1" },
        "dispatch" => new { department = staff.Department },
        "handled" => new { note = "已处置", photos = Array.Empty<string>() },
        "close" => new { note = "核查通过" },
        "rework" => new { reason = "核查未通过" },
        "refuse" => new { reason = "核实无此问题" },
        _ => new { },
    };
}

/// <summary>Who works on a case: the people of its district, and the department whose class it is.</summary>
/// <param name="Jurisdiction">The district of the case; null if the city has none by that code.</param>
/// <param name="Department">The department that will handle it.</param>
internal sealed record Staff(string? Jurisdiction, string Department)
{
    /// <summary>The people for a report.</summary>
    public static Staff For(SimulatedCity city, ReportMessage report, Chance chance)
    {
        var grid = city.Grids.At(GeoPoint.At(latitude: report.Lat, longitude: report.Lon));
        var district = grid?.Code[..6];
        var major = $"{report.Kind}/{report.Category[..2]}";
        var able = city.Configuration.Departments.Values
            .Where(department => department.Categories.Count == 0 || department.Categories.Contains(major))
            .OrderBy(department => department.Id, StringComparer.Ordinal)
            .ToArray();
        var near = able.Where(department => district is not null && IsFor(department, district)).ToArray();
        Department[] choice = near.Length > 0 ? near
            : able.Length > 0 ? able
            : [.. city.Configuration.Departments.Values];
        return new(
            district is not null && city.Configuration.Jurisdictions.ContainsKey(district) ? district : null,
            chance.Of(choice).Id);
    }

    /// <summary>The person in a role.</summary>
    public Acting In(string role) => role == "handler"
        ? new(role, $"{Department}-1", Department)
        : new(role, $"{role}-{Jurisdiction ?? "city"}", Jurisdiction);

    private static bool IsFor(Department department, string district) =>
        department.Jurisdiction.StartsWith(district, StringComparison.Ordinal) ||
        district.StartsWith(department.Jurisdiction, StringComparison.Ordinal);
}
