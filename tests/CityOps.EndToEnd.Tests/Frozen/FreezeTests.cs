using System.Net;
using CityOps.EndToEnd.Tests.OpenApi;
using CityOps.EndToEnd.Tests.Scenarios;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.EndToEnd.Tests.Frozen;

/// <summary>
/// Makes what <see cref="FrozenTests"/> reads: with <c>CITYOPS_FREEZE=RELEASE</c> every call of the API's examples is made on the whole
/// program, cases are left in every stage, and its databases are kept under the release's name.
/// </summary>
public sealed class FreezeTests
{
    private const string Handler = "handler:h1@city-water";

    [SkippableFact]
    public async Task A_release_is_frozen()
    {
        var release = Environment.GetEnvironmentVariable("CITYOPS_FREEZE");
        Skip.If(string.IsNullOrEmpty(release), "CITYOPS_FREEZE names no release.");
        using var demo = new DemoOnClock();
        await demo.InitializeAsync();
        var examples = new CallExamples();
        var run = new ExampleRun(demo.Engine, examples, demo.Receiver.Url);
        foreach (var call in examples.Calls)
        {
            await run.MakeAsync(call);
        }

        foreach (var (course, i) in Courses(demo.Engine.Now).Select((c, i) => (c, i)))
        {
            await LeaveAsync(demo.Engine, i, course);
        }

        await demo.DisposeAsync();
        SqliteConnection.ClearAllPools();
        FrozenRelease.Freeze(release ?? "", demo.Data);
    }

    /// <summary>A course to each stage.</summary>
    private static Act[][] Courses(Instant now)
    {
        Act[] dispatched = [Act.File("2"), Act.Dispatch];
        Act[] handling = [.. dispatched, Act.Accept];
        Act[] closed = [.. handling, Act.Handled, Act.Inspect, Act.CloseByForce];
        return
        [
            [],
            [Act.Verify],
            [Act.File("2")],
            dispatched,
            handling,
            [.. dispatched, Act.Return],
            [.. dispatched, new Act("dispute", Handler, new { reason = "It is the water board's." })],
            [.. handling, Act.Extend(1)],
            [.. handling, Act.Extend(1), Act.ApproveExtension, Act.Suspend(now + Duration.FromDays(30))],
            [.. handling, Act.Suspend(now + Duration.FromDays(30)), Act.ApproveSuspension],
            [.. handling, Act.Handled],
            [.. handling, Act.Handled, Act.Inspect],
            [.. handling, Act.Handled, Act.Inspect, Act.Rework],
            closed,
            [.. closed, Act.FollowUp],
            [.. closed, Act.Reopen],
            [new Act("refuse", "shiftLead:s1", new { reason = "It is nothing." })],
            [Act.File("2"), Act.Cancel],
        ];
    }

    private static async Task LeaveAsync(EngineOnClock engine, int number, Act[] course)
    {
        var (status, reported) = await engine.PostAsync("api/v1/reports", new
        {
            t = engine.Now.ToString(),
            lon = 115.8287 + (number % 20 * 0.0007),
            lat = 28.6476,
            kind = "component",
            category = "0101",
            channel = "hotline",
            source = $"frozen-{number}",
            description = "井盖丢失",
        });
        Assert.True(status == HttpStatusCode.Created, $"{status} {reported}");
        foreach (var act in course)
        {
            var (done, answer) = await engine.PostAsync($"api/v1/cases/{reported.Text("id")}/acts/{act.Name}", act.Body, act.By);
            Assert.True(done == HttpStatusCode.OK, $"{act}: {done} {answer}");
        }
    }
}
