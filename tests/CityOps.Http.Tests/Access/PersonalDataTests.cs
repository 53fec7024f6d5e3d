using System.Net;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Access;

/// <summary>监管分离: who handles a case is told neither who reported it nor which collector went.</summary>
public sealed class PersonalDataTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";
    private const string Secret = "c1";

    [Theory]
    [InlineData("acceptor:li", "Zhang San")]
    [InlineData("shiftLead:wang@360102", "Zhang San")]
    [InlineData("dispatcher:b", null)]
    [InlineData("leader:l", null)]
    [InlineData("handler:h@roads", null)]
    [InlineData("handler+shiftLead:h@roads", null)]
    public async Task The_reporter_is_told_to_those_who_call_back(string acting, string? reporter)
    {
        var id = await server.ReportedAsync("p-1");
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });

        Assert.Equal(reporter, (await server.GetReplyAsync($"/api/v1/cases/{id}", (Acting, acting)))["reporter"]);
    }

    [Fact]
    public async Task A_collector_shows_in_nothing_that_the_handling_department_reads()
    {
        var id = await VerifiedByCollectorAsync();
        foreach (var path in (string[])["", "/events", "/tasks", "/clock"])
        {
            foreach (var acting in (string[])["handler:h@roads", "handler+dispatcher:h@roads"])
            {
                var reply = await server.GetReplyAsync($"/api/v1/cases/{id}{path}", (Acting, acting));
                Assert.Equal(HttpStatusCode.OK, reply.Status);
                Assert.DoesNotContain($"\"{Secret}", reply.Text, StringComparison.Ordinal);
            }
        }

        foreach (var path in (string[])["/events", "/tasks"])
        {
            Assert.Contains(
                $"\"{Secret}", (await server.GetReplyAsync($"/api/v1/cases/{id}{path}", (Acting, "leader:l"))).Text, StringComparison.Ordinal);
        }

        (await server.GetReplyAsync("/api/v1/cases?collector=c1", (Acting, "handler:h@roads")))
            .Problem(HttpStatusCode.Forbidden, "case.collectorHidden");
    }

    [Theory]
    [InlineData("leader:l", true)]
    [InlineData("handler:h@roads", false)]
    public async Task Whose_report_it_is_cannot_be_tried_out_with_the_number_of_the_message(string acting, bool told)
    {
        var report = new Report(
            Channel.Collector, $"{Secret}/tried-{acting.Length}", CityServer.Noon, GeoPoint.At(latitude: TestCity.Lat, longitude: TestCity.WestLon),
            TestCity.West, TestCity.PatrolGrid, CategoryKind.Component, "0101")
        {
            Reporter = Secret,
        };
        var by = new Origin(new Actor(Secret, Roles.Collector), Channel.Collector, report.Source, report.ObservedAt);
        var id = Assert.IsType<Answer<CaseView>.Done>(await server.Cases.ReportAsync(report, by, CancellationToken.None)).View.Id.Value;
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { condition = "1" });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });

        foreach (var path in (string[])["", "/events"])
        {
            var reply = await server.GetReplyAsync($"/api/v1/cases/{id}{path}", (Acting, acting));
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal(told, reply.Text.Contains("tried-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_citizen_who_reports_is_not_named_to_others()
    {
        var reported = await server.ReportAsync(ReportBodies.Manhole("p-3"), (Acting, "citizen:wu-gang"));
        var events = $"/api/v1/cases/{reported["id"]}/events";

        Assert.Contains("wu-gang", (await server.GetReplyAsync(events, (Acting, "acceptor:li"))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wu-gang", (await server.GetReplyAsync(events, (Acting, "dispatcher:b"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("citizen:wu-gang", false)]
    [InlineData("handler:h@roads", false)]
    [InlineData("shiftLead:wang", true)]
    public async Task Cases_like_theirs_are_told_to_those_who_merge_alone(string acting, bool told)
    {
        var id = (await server.ReportAsync(ReportBodies.Manhole($"p-4-{acting.Length}"), (Acting, "citizen:wu-gang")))["id"];
        Assert.True(CaseId.TryParse(id, out var known));
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });
        await server.Cases.SendAsync(
            new NoteSimilar(known, new Origin(new Actor("engine", Roles.System), Channel.System, "n-2", CityServer.Noon), ["C20260301zzzzzzzzzz"]),
            CancellationToken.None);

        foreach (var path in (string[])["", "/events"])
        {
            var reply = await server.GetReplyAsync($"/api/v1/cases/{id}{path}", (Acting, acting));
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal(told, reply.Text.Contains("C20260301zzzzzzzzzz", StringComparison.Ordinal));
        }
    }

    private async Task<string> VerifiedByCollectorAsync()
    {
        var c1 = new Actor(Secret, Roles.Collector);
        var reported = await server.ReportAsync(
            ReportBodies.Manhole("m-9").With("channel", "\"collector\"").With("reporter", "\"c1\""),
            (Acting, "collector:c1"));
        var id = reported["id"] ?? throw new InvalidOperationException("The report was refused.");
        Assert.True(CaseId.TryParse(id, out var known));
        await server.PostAsync($"/api/v1/cases/{id}/acts/verify", new { });
        var task = CaseTask.IdOf(known, TaskKind.Verification, 1);
        foreach (var news in (CaseCommand[])
        [
            new NoteTaskGiven(known, new Origin(new Actor("engine", Roles.System), Channel.System, "n-1", CityServer.Noon), task, Secret),
            new AnswerTask(known, new Origin(c1, Channel.Collector, "c1/r-1", CityServer.Noon), task, TaskOutcome.Confirmed, null, [], null),
        ])
        {
            Assert.IsType<Answer<CaseView>.Done>(await server.Cases.SendAsync(news, CancellationToken.None));
        }

        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });
        return id;
    }
}
