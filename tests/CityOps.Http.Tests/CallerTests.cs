using System.Net;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class CallerTests(CityServer demo, GuardedServer guarded)
    : IClassFixture<CityServer>, IClassFixture<GuardedServer>
{
    [Theory]
    [InlineData("shiftLead:zhao", "zhao", Roles.ShiftLead, null, null)]
    [InlineData("handler:li@roads", "li", Roles.Handler, "3601", "roads")]
    [InlineData("dispatcher+shiftLead:xu@parks", "xu", Roles.Dispatcher | Roles.ShiftLead, "360102", "parks")]
    [InlineData("acceptor+dispatcher:wu@360102", "wu", Roles.Acceptor | Roles.Dispatcher, "360102", null)]
    public async Task The_header_says_who_acts(
        string header, string id, Roles roles, string? jurisdiction, string? department) =>
        Assert.Equal(
            new Actor(id, roles, jurisdiction, department),
            await ActorOf($"h-{id}", ("X-CityOps-Acting", header)));

    [Fact]
    public async Task Without_the_header_the_demo_has_every_role_of_the_workflow()
    {
        const Roles all = Roles.Collector | Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Handler
            | Roles.Leader | Roles.Citizen;

        Assert.Equal(new Actor("demo", all), await ActorOf("h-demo"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zhao")]
    [InlineData("king:zhao")]
    [InlineData("ShiftLead:zhao")]
    [InlineData("system:zhao")]
    [InlineData("shiftLead:")]
    [InlineData("shiftLead+:zhao")]
    [InlineData("shiftLead:zhao@")]
    [InlineData("shiftLead:zhao@nowhere")]
    [InlineData("shiftLead:zhao@roads@parks")]
    [InlineData("shiftLead:zhao:li")]
    [InlineData("shiftLead:a b")]
    public async Task A_malformed_header_is_refused(string header) =>
        (await demo.GetReplyAsync("/api/v1/catalog", ("X-CityOps-Acting", header)))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "X-CityOps-Acting");

    [Theory]
    [InlineData("rebound.example.org")]
    [InlineData("localhost.example.org:8080")]
    [InlineData("10.0.0.7")]
    public async Task The_demo_is_open_to_no_page_whose_name_leads_here(string host) =>
        (await demo.GetReplyAsync("/api/v1/catalog", ("Host", host))).Faults(HttpStatusCode.BadRequest, "request.malformed", "Host");

    [Theory]
    [InlineData("LOCALHOST")]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    public async Task The_demo_is_called_by_the_names_of_this_machine(string host) =>
        Assert.Equal(HttpStatusCode.OK, (await demo.GetReplyAsync("/api/v1/catalog", ("Host", host))).Status);

    [Theory]
    [InlineData("/api/v1/cases")]
    [InlineData("/api/v1/nothing")]
    public async Task Outside_of_the_demo_nobody_is_known(string path)
    {
        var reply = await guarded.GetReplyAsync(path, ("X-CityOps-Acting", "shiftLead:zhao"));

        reply.Problem(HttpStatusCode.Unauthorized, "caller.unknown");
        Assert.NotEmpty(reply.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task Outside_of_the_demo_nothing_can_be_reported()
    {
        (await guarded.ReportAsync(ReportBodies.Manhole("g-1"))).Problem(HttpStatusCode.Unauthorized, "caller.unknown");

        Assert.Empty(guarded.Cases.Commands);
    }

    [Fact]
    public async Task Probes_need_no_credentials()
    {
        Assert.Equal(HttpStatusCode.OK, (await guarded.GetReplyAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await guarded.GetReplyAsync("/health/ready")).Status);
    }

    private async Task<Actor> ActorOf(string source, params (string, string)[] headers)
    {
        await demo.ReportAsync(ReportBodies.Manhole(source), headers);
        return demo.Cases.Commands.OfType<ReportCase>().Single(c => c.Report.Source == source).Origin.By;
    }
}
