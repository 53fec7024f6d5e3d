using System.Net;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>A case from its report to its end, as its people act on it over HTTP.</summary>
[Collection(OneEngine.Name)]
public sealed class CaseLifecycleTests(EngineProcess engine)
{
    private const string ShiftLead = "shiftLead:s1";
    private const string Dispatcher = "dispatcher:d1";
    private const string Handler = "handler:h1@city-water";

    [Fact]
    public async Task A_case_goes_from_report_to_close_and_its_grid_has_it_until_then()
    {
        var reported = await engine.ReportAsync("lifecycle-1", latitude: 28.6486);
        var id = reported.Text("id");
        var grid = reported.Text("patrolGrid");
        await GridHasAsync(grid, id, expected: true);

        var wrong = await ActAsync(id, "close", ShiftLead, new { });
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Equal("reported", wrong.Body.Text("stage"));
        Assert.Equal(
            ["verify", "file", "refuse", "correct", "merge", "cancel"],
            wrong.Body.GetProperty("allowed").EnumerateArray().Select(a => a.GetString()));

        await engine.DoneAsync(id, "file", ShiftLead, new { condition = "2" }, "filed");
        await engine.DoneAsync(id, "dispatch", Dispatcher, new { department = "city-water" }, "dispatched");
        await engine.DoneAsync(id, "accept", Handler, new { }, "handling");
        await engine.DoneAsync(id, "handled", Handler, new { note = "done" }, "handled");
        await engine.DoneAsync(id, "inspect", ShiftLead, new { }, "inspecting");

        var own = await ActAsync(id, "close", "handler+shiftLead:s2@city-water", new { });
        Assert.Equal((HttpStatusCode.Forbidden, "case.ownWork"), (own.Status, own.Body.Text("code")));
        await GridHasAsync(grid, id, expected: true);

        var unseen = await ActAsync(id, "close", ShiftLead, new { });
        Assert.Equal((HttpStatusCode.Conflict, "case.notInspected"), (unseen.Status, unseen.Body.Text("code")));
        await engine.DoneAsync(id, "close", "leader:l1", new { forced = true, note = "seen from the road" }, "closed");
        await GridHasAsync(grid, id, expected: false);

        var events = await engine.GetAsync($"api/v1/cases/{id}/events");
        Assert.Equal(
            ["s1", "d1", "h1", "h1", "s1", "l1"],
            events.GetProperty("items").EnumerateArray().Skip(1).Select(e => e.GetProperty("by").Text("id")));
        Assert.Equal(
            Enumerable.Range(1, 7), events.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task The_same_idempotency_key_has_the_same_answer_and_changes_nothing()
    {
        var id = (await engine.ReportAsync("lifecycle-2", latitude: 28.6496)).Text("id");
        var first = await ActAsync(id, "file", ShiftLead, new { condition = "2" }, key: "file-once");
        var second = await ActAsync(id, "file", ShiftLead, new { condition = "2" }, key: "file-once");
        var withoutKey = await ActAsync(id, "file", ShiftLead, new { condition = "2" });

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((first.Status, first.Body.ToString()), (second.Status, second.Body.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, withoutKey.Status);
        Assert.Equal(2, (await engine.GetAsync($"api/v1/cases/{id}")).GetProperty("sequence").GetInt32());
    }

    [Fact]
    public async Task Whoever_lacks_the_role_is_refused()
    {
        var id = (await engine.ReportAsync("lifecycle-3", latitude: 28.6506)).Text("id");
        var refused = await ActAsync(id, "file", Dispatcher, new { condition = "2" });
        Assert.Equal((HttpStatusCode.Forbidden, "case.roleMissing"), (refused.Status, refused.Body.Text("code")));

        // For a department that never had it there is no such case.
        var unseen = await ActAsync(id, "file", Handler, new { condition = "2" });
        Assert.Equal((HttpStatusCode.NotFound, "case.notFound"), (unseen.Status, unseen.Body.Text("code")));
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> ActAsync(
        string id, string act, string acting, object body, string? key = null) =>
        engine.PostAsync($"api/v1/cases/{id}/acts/{act}", body, acting, key);

    private Task GridHasAsync(string grid, string id, bool expected) => Wait.UntilAsync(
        async () => (await engine.GetAsync($"api/v1/grids/{grid}")).GetProperty("openCases").EnumerateArray()
            .Any(c => c.Text("id") == id) == expected,
        () => $"Grid {grid} {(expected ? "never got" : "kept")} {id}.\n{engine.Log}");
}
