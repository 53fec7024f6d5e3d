using System.Net;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>What a case's ETag stands for.</summary>
public sealed class CaseVersionTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task A_light_that_turns_is_another_version_and_acts_are_meant_for_either()
    {
        var id = await server.ReportedAsync("light");
        var green = await server.GetReplyAsync($"/api/v1/cases/{id}");
        server.Clock.Advance(TimeSpan.FromDays(30));

        var red = await server.GetReplyAsync($"/api/v1/cases/{id}", ("If-None-Match", "\"1\""));

        Assert.Equal(("green", "\"1\""), (green["light"], green.Headers.ETag?.Tag));
        Assert.Equal((HttpStatusCode.OK, "red", "\"1-red\""), (red.Status, red["light"], red.Headers.ETag?.Tag));
        Assert.Equal(HttpStatusCode.NotModified, (await server.GetReplyAsync($"/api/v1/cases/{id}", ("If-None-Match", "\"1-red\""))).Status);
        (await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("If-Match", "\"2-red\"")))
            .Problem(HttpStatusCode.PreconditionFailed, "case.versionDiffers");
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("If-Match", "\"1\""))).Status);
    }

    [Fact]
    public async Task What_one_caller_is_answered_is_kept_for_no_other()
    {
        var id = await server.ReportedAsync("vary");

        var reply = await server.GetReplyAsync($"/api/v1/cases/{id}");

        Assert.Contains("X-Api-Key", reply.Headers.Vary);
        Assert.Contains("Authorization", reply.Headers.Vary);
    }
}
