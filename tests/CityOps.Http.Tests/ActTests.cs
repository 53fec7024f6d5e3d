using System.Net;
using CityOps.Domain.Cases;
using CityOps.Http.Json;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class ActTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";
    private static readonly string[] Photos = [new('a', 64)];

    [Fact]
    public async Task A_case_goes_from_report_to_closing()
    {
        var id = await server.ReportedAsync("a-1");
        string[] stages =
        [
            await StageAfter(id, "file", new { kind = "component", category = "0101", condition = "2" }, "shiftLead:a"),
            await StageAfter(id, "dispatch", new { department = TestCity.Roads }, "dispatcher:b"),
            await StageAfter(id, "accept", new { }, "handler:c@roads"),
            await StageAfter(id, "handled", new { note = "done", photos = Photos }, "handler:c@roads"),
            await StageAfter(id, "inspect", new { }, "dispatcher:b"),
            await StageAfter(id, "close", new { note = "seen from the road", forced = true }, "leader:e"),
        ];

        Assert.Equal(["filed", "dispatched", "handling", "handled", "inspecting", "closed"], stages);
        var closed = await server.GetReplyAsync($"/api/v1/cases/{id}");
        Assert.Equal("\"7\"", closed.Headers.ETag?.Tag);
        Assert.Equal(TestCity.Roads, closed["department"]);
        Assert.Equal("workingDays", closed.Json.GetProperty("limit").GetProperty("clock").GetString());
        Assert.Equal(2, closed.Json.GetProperty("limit").GetProperty("amount").GetDecimal());
        Assert.Equal("2026-03-01T04:00:00Z", closed["dispatchedAt"]);
        Assert.Equal("2026-03-01T04:00:00Z", closed["closedAt"]);
        Assert.True(closed.Json.GetProperty("closing").GetProperty("forced").GetBoolean());
        Assert.Equal("green", closed["light"]);
        Assert.Empty(closed.Json.GetProperty("deadlines").EnumerateArray());
    }

    [Fact]
    public async Task An_act_needs_no_body_where_nothing_is_to_be_said()
    {
        var id = await server.ReportedAsync("a-2");

        var reply = await server.SendAsync(HttpMethod.Post, $"/api/v1/cases/{id}/acts/file", null);

        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        Assert.Equal("filed", reply["stage"]);
    }

    [Fact]
    public async Task What_the_stage_does_not_allow_is_refused_with_what_it_allows()
    {
        var id = await server.ReportedAsync("a-3");

        var problem = (await server.PostAsync($"/api/v1/cases/{id}/acts/close", new { }))
            .Problem(HttpStatusCode.Conflict, "case.notPossible");

        Assert.Equal("reported", problem.GetProperty("stage").GetString());
        Assert.Equal(
            ["verify", "file", "refuse", "correct", "merge", "cancel", "supervise"],
            problem.GetProperty("allowed").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task Who_has_not_the_role_is_forbidden() =>
        (await server.PostAsync(
            $"/api/v1/cases/{await server.ReportedAsync("a-4")}/acts/file", new { }, (Acting, "dispatcher:c")))
            .Problem(HttpStatusCode.Forbidden, "case.roleMissing");

    [Fact]
    public async Task A_department_acts_on_its_own_cases_only_and_never_inspects_them()
    {
        var id = await server.ReportedAsync("a-5");
        await StageAfter(id, "file", new { }, "shiftLead:a");
        await StageAfter(id, "dispatch", new { department = TestCity.Roads }, "dispatcher:b");

        (await server.PostAsync($"/api/v1/cases/{id}/acts/accept", new { }, (Acting, "handler:d@parks")))
            .Problem(HttpStatusCode.NotFound, "case.notFound");

        await StageAfter(id, "accept", new { }, "handler:c@roads");
        await StageAfter(id, "handled", new { note = "done" }, "handler:c@roads");
        (await server.PostAsync($"/api/v1/cases/{id}/acts/inspect", new { }, (Acting, "handler+dispatcher:c@roads")))
            .Problem(HttpStatusCode.Forbidden, "case.ownWork");
    }

    [Theory]
    [InlineData("redispatch", "{}", "request.invalid", "department")]
    [InlineData("refuse", "{}", "request.invalid", "reason")]
    [InlineData("refuse", """{"reason":" "}""", "request.invalid", "reason")]
    [InlineData("suspend", """{"reason":"x"}""", "request.invalid", "until")]
    [InlineData("merge", """{"into":"x"}""", "request.invalid", "into")]
    [InlineData("correct", "{}", "request.invalid", "category")]
    [InlineData("correct", """{"lon":1}""", "request.invalid", "lat")]
    [InlineData("correct", """{"lon":1,"lat":1}""", "place.outsideCity", "lon")]
    [InlineData("followUp", "{}", "request.invalid", "satisfaction")]
    [InlineData("ruleAppeal", """{"reason":"x"}""", "request.invalid", "upheld")]
    [InlineData("dispatch", """{"department":"a/b"}""", "request.invalid", "department")]
    [InlineData("dispatch", """{"department":7}""", "request.wrongType", "department")]
    [InlineData("file", """{"kind":"event"}""", "request.wrongType", "kind")]
    [InlineData("file", """{"commandId":"a b"}""", "request.invalid", "commandId")]
    [InlineData("file", """{"category":"9999"}""", "case.unknownCategory", "category")]
    [InlineData("file", """{"condition":"9"}""", "case.unknownCondition", "condition")]
    [InlineData("handled", """{"photos":["x"]}""", "request.invalid", "photos")]
    [InlineData("close", """{"note":["x"]}""", "request.wrongType", "note")]
    public async Task A_wrong_field_is_named(string act, string body, string code, string field) =>
        (await server.PostAsync($"/api/v1/cases/{await server.ReportedAsync("a-6")}/acts/{act}", body))
            .Faults(HttpStatusCode.UnprocessableEntity, code, field);

    [Theory]
    [InlineData("""{"kind":"event"}""", "'kind' is none of component, incident.")]
    [InlineData("""{"category":7}""", "'category' must be a text.")]
    public async Task A_field_that_cannot_be_read_is_told_what_it_may_be(string body, string expected) => Assert.Equal(
        expected, (await server.PostAsync($"/api/v1/cases/{await server.ReportedAsync("a-13")}/acts/file", body))["detail"]);

    [Fact]
    public async Task A_department_that_the_city_does_not_have_is_refused()
    {
        var id = await server.ReportedAsync("a-7");
        await StageAfter(id, "file", new { }, "shiftLead:a");

        (await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = "none" }))
            .Faults(HttpStatusCode.UnprocessableEntity, "case.unknownDepartment", "department");
    }

    [Fact]
    public async Task The_same_command_id_again_changes_nothing()
    {
        var id = await server.ReportedAsync("a-8");

        var first = await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("Idempotency-Key", "k-8"));
        var again = await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { commandId = "k-8" });

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task The_header_names_the_command_before_the_body_does()
    {
        var id = await server.ReportedAsync("a-9");

        await server.PostAsync(
            $"/api/v1/cases/{id}/acts/file", new { commandId = "body" }, ("Idempotency-Key", "header"));

        var command = Assert.Single(server.Cases.Commands, c => c is FileCase && c.Case.Value == id);
        Assert.Equal("header", command.Origin.CommandId);
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.OK)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.OK)]
    [InlineData("\"7\", \"8\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"1\", \"2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed)]
    public async Task If_Match_guards_against_a_case_that_has_changed(string tag, HttpStatusCode expected)
    {
        var id = await server.ReportedAsync($"a-10-{(int)expected}-{tag.Length}");

        var reply = await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("If-Match", tag));

        Assert.Equal(expected, reply.Status);
        if (expected != HttpStatusCode.OK)
        {
            reply.Problem(expected, "case.versionDiffers");
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("nonsense")]
    [InlineData("\"1\", nonsense")]
    [InlineData("")]
    public async Task An_If_Match_that_is_not_understood_is_not_passed_over(string tag)
    {
        var id = await server.ReportedAsync($"a-13-{tag.Length}");

        (await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("If-Match", tag)))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "If-Match");

        Assert.Equal("reported", (await server.GetReplyAsync($"/api/v1/cases/{id}"))["stage"]);
    }

    [Fact]
    public async Task A_body_that_is_null_is_one_that_is_left_out()
    {
        var id = await server.ReportedAsync("a-null");

        var reply = await server.PostAsync($"/api/v1/cases/{id}/acts/verify", "null");

        Assert.Equal((HttpStatusCode.OK, "verifying"), (reply.Status, reply["stage"]));
    }

    [Theory]
    [InlineData("C20260301zzzzzzzzzz")]
    [InlineData("nonsense")]
    public async Task An_act_on_no_case_is_not_found(string id) =>
        (await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("If-Match", "*")))
            .Problem(HttpStatusCode.NotFound, "case.notFound");

    [Fact]
    public async Task Every_act_of_the_workflow_has_its_route()
    {
        var id = await server.ReportedAsync("a-11");
        foreach (var act in CaseRules.Acts.Select(CityJson.Word))
        {
            var reply = await server.PostAsync($"/api/v1/cases/{id}/acts/{act}", new { }, ("If-Match", "\"0\""));
            Assert.NotEqual(HttpStatusCode.NotFound, reply.Status);
        }
    }

    [Fact]
    public async Task An_unknown_act_is_not_found() =>
        (await server.PostAsync($"/api/v1/cases/{await server.ReportedAsync("a-12")}/acts/explode", new { }))
            .Problem(HttpStatusCode.NotFound, "act.unknown");

    private async Task<string> StageAfter(string id, string act, object body, string acting)
    {
        var reply = await server.PostAsync($"/api/v1/cases/{id}/acts/{act}", body, (Acting, acting));
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        return reply["stage"] ?? string.Empty;
    }
}
