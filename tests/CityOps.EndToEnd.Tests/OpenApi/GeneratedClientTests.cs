using CityOps.ApiClient;

namespace CityOps.EndToEnd.Tests.OpenApi;

/// <summary>The client that is generated from the OpenAPI document is all that somebody needs.</summary>
[Collection(OneEngine.Name)]
public sealed class GeneratedClientTests(EngineProcess engine)
{
    private const string Acceptor = "acceptor:li";
    private const string ShiftLead = "shiftLead:wang";
    private const string Dispatcher = "dispatcher:zhao";
    private const string Handler = "handler:sun@city-urban-management";
    private const string Leader = "leader:chen";

    private readonly CityOpsClient _api = new(engine.Http);

    [Fact]
    public async Task A_case_goes_from_report_to_close_by_the_generated_client()
    {
        var report = new ReportRequest
        {
            T = TimeProvider.System.GetUtcNow(),
            Lon = 115.797945,
            Lat = 28.669522,
            Kind = ReportRequestKind.Incident,
            Category = "0304",
            Channel = ReportRequestChannel.Hotline,
            Source = $"client-{Guid.NewGuid():N}",
            Description = "工地扬尘",
        };
        var reported = await _api.PostReportAsync(report, x_CityOps_Acting: Acceptor);
        Assert.Equal((Stage.Reported, report.Description), (reported.Stage, reported.Description));
        Assert.Contains(CaseAct.Verify, reported.Allowed);
        var id = reported.Id;
        Assert.Equal(id, (await _api.PostReportAsync(report, x_CityOps_Acting: Acceptor)).Id);

        Then(Stage.Verifying, await _api.PostCaseVerifyAsync(id, x_CityOps_Acting: Acceptor, body: new NoteRequest { Note = "Still there?" }));
        Then(Stage.Filed, await _api.PostCaseFileAsync(id, x_CityOps_Acting: ShiftLead, body: new FileRequest { Condition = "1" }));
        var refused = await Assert.ThrowsAsync<CityOpsException<ProblemDetails>>(() => _api.PostCaseAcceptAsync(id, x_CityOps_Acting: Leader, body: new EmptyRequest()));
        Assert.Equal((409, "case.notPossible", "filed"), (refused.StatusCode, refused.Result.Code, refused.Result.Stage));
        Then(
            Stage.Dispatched,
            await _api.PostCaseDispatchAsync(id, x_CityOps_Acting: Dispatcher, body: new DispatchRequest { Department = "city-urban-management" }));
        Then(Stage.Handling, await _api.PostCaseAcceptAsync(id, x_CityOps_Acting: Handler, body: new EmptyRequest()));
        Then(Stage.Handled, await _api.PostCaseHandledAsync(id, x_CityOps_Acting: Handler, body: new HandledRequest { Note = "The net is up." }));
        Then(Stage.Inspecting, await _api.PostCaseInspectAsync(id, x_CityOps_Acting: ShiftLead, body: new NoteRequest()));
        var closed = await _api.PostCaseCloseAsync(
            id, x_CityOps_Acting: Leader, body: new CloseRequest { Forced = true, Note = "Seen on a photo." });

        Then(Stage.Closed, closed);
        Assert.NotNull(closed.ClosedAt);
        Assert.Equal(closed.Sequence, (await _api.GetCaseAsync(id, x_CityOps_Acting: Leader)).Sequence);
        var events = await _api.GetCaseEventsAsync(id, x_CityOps_Acting: Leader);
        Assert.Equal(closed.Sequence, events.Items.Count);
        Assert.Equal("li", events.Items.First().By.Id);
        Assert.Equal(2, (await _api.GetCaseTasksAsync(id, x_CityOps_Acting: Leader)).Items.Count);
        await Wait.UntilAsync(
            async () => (await _api.GetCasesAsync(stage: Stage2.Closed, q: id, x_CityOps_Acting: Leader)).Items.Any(c => c.Id == id),
            () => $"{id} is not listed as closed.\n{engine.Log}");
    }

    private static void Then(Stage stage, CaseBody found) => Assert.Equal(stage, found.Stage);
}
