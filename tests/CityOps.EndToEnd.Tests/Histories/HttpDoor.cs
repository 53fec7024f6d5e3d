using System.Net;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Testing.Histories;

namespace CityOps.EndToEnd.Tests.Histories;

/// <summary>Commands and reads of cases as callers of the HTTP API send them, to one node after the other.</summary>
internal sealed class HttpDoor(params IReadOnlyList<EngineProcess> nodes) : ICaseDoor
{
    private static readonly TimeSpan BeforeTheNext = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private uint _asked;

    public async Task<Reply> AskAsync(CaseId id, CaseCommand? command)
    {
        using var patience = new CancellationTokenSource(Patience);
        var engine = nodes[(int)(Interlocked.Increment(ref _asked) % nodes.Count)];
        try
        {
            var (status, body) = command switch
            {
                null => await ReadAsync(engine, id, patience.Token),
                ReportCase { Report: var report } => await engine.PostAsync("api/v1/reports", Body(report), cancel: patience.Token),
                CaseActCommand act => await engine.PostAsync(
                    $"api/v1/cases/{id}/acts/{Word(act.Act)}", Body(act), RivalCity.ActingOf(act.Origin.By), act.Origin.CommandId, patience.Token),
                _ => throw new InvalidOperationException($"{command} has no call."),
            };
            switch (status)
            {
                case HttpStatusCode.OK or HttpStatusCode.Created:
                    Assert.Equal(id.Value, body.Text("id"));
                    bool? repeated = command is ReportCase ? status == HttpStatusCode.OK : null;
                    return new Reply.Done(
                        body.GetProperty("sequence").GetInt64(), Enum.Parse<Stage>(body.Text("stage"), ignoreCase: true), repeated);
                case HttpStatusCode.ServiceUnavailable:
                    break;
                default:
                    return new Reply.Refused(body.Text("code"));
            }
        }
        catch (Exception e) when (Wait.IsOfADeadPeer(e))
        {
        }

        await Task.Delay(BeforeTheNext);
        return new Reply.Lost();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadAsync(EngineProcess engine, CaseId id, CancellationToken cancel)
    {
        using var answer = await engine.Http.GetAsync($"api/v1/cases/{id}", cancel);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel)));
    }

    private static object Body(Report report) => new
    {
        t = report.ObservedAt.ToDateTimeOffset(),
        lon = report.Place.Longitude,
        lat = report.Place.Latitude,
        kind = Word(report.Kind),
        category = report.Category,
        condition = report.Condition,
        channel = Word(report.Channel),
        source = report.Source,
    };

    private static object Body(CaseActCommand act) => act switch
    {
        FileCase file => new { condition = file.Condition },
        DispatchCase dispatch => new { department = dispatch.Department },
        RedispatchCase again => new { department = again.Department },
        ReturnCase { Reason: var reason } => new { reason },
        RejectReturn { Reason: var reason } => new { reason },
        ReworkCase { Reason: var reason } => new { reason },
        ReopenCase { Reason: var reason } => new { reason },
        RefuseCase { Reason: var reason } => new { reason },
        CancelCase { Reason: var reason } => new { reason },
        ReportHandled { Note: var note } => new { note },
        CloseCase { Note: var note, Forced: var forced } => new { note, forced },
        _ => new { },
    };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
