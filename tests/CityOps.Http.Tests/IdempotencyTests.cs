using System.Net;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>What is sent again, and what only looks so.</summary>
public sealed class IdempotencyTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Key = "Idempotency-Key";

    [Fact]
    public async Task A_report_under_a_used_key_is_the_same_case_or_refused()
    {
        var body = ReportBodies.Manhole("k-1").With("source", "");
        var first = await server.ReportAsync(body, (Key, "key-1"));
        var again = await server.ReportAsync(body, (Key, "key-1"));
        var other = await server.ReportAsync(body.With("description", "\"another problem\""), (Key, "key-1"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(first["id"], again["id"]);
        other.Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", Key);
    }

    [Theory]
    [InlineData("acceptor:one", "acceptor:two", "key-6")]
    [InlineData("citizen:one", "citizen:two", "key-7")]
    [InlineData("acceptor:one", "citizen:one", "key-8")]
    public async Task Two_callers_may_use_the_same_key(string one, string two, string key)
    {
        var body = ReportBodies.Manhole("k-6").With("source", "");
        var first = await server.ReportAsync(body, (Key, key), ("X-CityOps-Acting", one));
        var second = await server.ReportAsync(body.With("description", "\"of the other\""), (Key, key), ("X-CityOps-Acting", two));
        var again = await server.ReportAsync(body.With("description", "\"of the other\""), (Key, key), ("X-CityOps-Acting", two));
        var reused = await server.ReportAsync(body.With("description", "\"another one\""), (Key, key), ("X-CityOps-Acting", two));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, second.Status, again.Status));
        Assert.NotEqual(first["id"], second["id"]);
        Assert.Equal((second["id"], "of the other"), (again["id"], again["description"]));
        reused.Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", Key);
    }

    [Fact]
    public async Task A_source_makes_it_once_only_whatever_else_is_said()
    {
        var first = await server.ReportAsync(ReportBodies.Manhole("k-2"));
        var again = await server.ReportAsync(ReportBodies.Manhole("k-2").With("description", "\"in other words\""));

        Assert.Equal((HttpStatusCode.OK, first["id"]), (again.Status, again["id"]));
    }

    [Fact]
    public async Task An_act_under_a_used_key_is_done_once_or_refused()
    {
        var id = await server.ReportedAsync("k-3");
        var path = $"/api/v1/cases/{id}/acts/file";
        var first = await server.PostAsync(path, new { condition = "1" }, (Key, "key-3"));
        var again = await server.PostAsync(path, new { condition = "1" }, (Key, "key-3"));
        var other = await server.PostAsync(path, new { condition = "2" }, (Key, "key-3"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(first.Json.GetProperty("sequence").GetInt64(), again.Json.GetProperty("sequence").GetInt64());
        other.Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", Key);
    }

    [Fact]
    public async Task The_id_of_a_command_in_the_body_counts_as_the_key()
    {
        var id = await server.ReportedAsync("k-4");
        var path = $"/api/v1/cases/{id}/acts/supervise";
        await server.PostAsync(path, new { note = "watch it", commandId = "c-4" });

        (await server.PostAsync(path, new { note = "watch it closely", commandId = "c-4" }))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", "commandId");
    }

    [Fact]
    public async Task An_act_that_was_repeated_much_later_is_still_the_same()
    {
        var id = await server.ReportedAsync("k-5");
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        var path = $"/api/v1/cases/{id}/acts/dispatch";
        await server.PostAsync(path, new { department = TestCity.Roads }, (Key, "key-5"));
        await server.PostAsync($"/api/v1/cases/{id}/acts/accept", new { }, ("X-CityOps-Acting", $"handler:li@{TestCity.Roads}"));

        var again = await server.PostAsync(path, new { department = TestCity.Roads }, (Key, "key-5"));

        Assert.Equal((HttpStatusCode.OK, "handling"), (again.Status, again["stage"]));
    }
}
