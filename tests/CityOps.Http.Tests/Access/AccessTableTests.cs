using System.Net;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Access;

/// <summary>Every call, by everybody, inside and outside of their scope.</summary>
public sealed class AccessTableTests(CityServer server, GuardedServer guarded) : IClassFixture<CityServer>, IClassFixture<GuardedServer>
{
    private static readonly Device Vehicle = new(DeviceKind.Vehicle, "v1");
    private static readonly Device Collector = new(DeviceKind.Collector, "c1");
    private static int _number;

    public static IEnumerable<object[]> Calls => AccessTable.Rows.Select(r => new object[] { r.Method, r.Path });

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Everybody_is_answered_as_the_table_says(string method, string path)
    {
        var row = AccessTable.Rows.Single(r => (r.Method, r.Path) == (method, path));
        var found = new List<string>();
        for (var i = 0; i < AccessTable.Callers.Length; i++)
        {
            var reply = await CallAsync(method, await PreparedAsync(path), AccessTable.Callers[i]);
            found.Add(row.Cells[i] switch
            {
                "+" when (int)reply.Status is >= 200 and < 300 => "+",
                "s" when reply.Status != HttpStatusCode.NotFound && (int)reply.Status < 500 => "s",
                _ => $"{(int)reply.Status}",
            });
        }

        Assert.Equal(row.Cells, found);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nobody_is_answered_without_credentials(string method, string path)
    {
        var reply = await guarded.SendAsync(new HttpMethod(method), $"/api/v1{path}", null, ("X-CityOps-Acting", "leader:zhang"));

        if (method == "HEAD")
        {
            Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
            return;
        }

        reply.Problem(HttpStatusCode.Unauthorized, "caller.unknown");
    }

    [Fact]
    public async Task The_table_has_every_call_of_the_document()
    {
        var document = (await server.GetReplyAsync("/openapi/v1.json")).Json;

        var calls = from path in document.GetProperty("paths").EnumerateObject()
                    where path.Name.StartsWith("/api/v1", StringComparison.Ordinal)
                    from method in path.Value.EnumerateObject()
                    select $"{method.Name.ToUpperInvariant()} {path.Name["/api/v1".Length..]}";

        Assert.Equal(calls.Order(StringComparer.Ordinal), AccessTable.Rows.Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal));
    }

    private Task<Reply> CallAsync(string method, string path, string acting) => method == "GET"
        ? server.GetReplyAsync($"/api/v1{path}", ("X-CityOps-Acting", acting))
        : path.StartsWith("/files", StringComparison.Ordinal) ? FileCalls.SendAsync(server, new HttpMethod(method), path, acting)
        : server.PostAsync($"/api/v1{path}", BodyOf(path), ("X-CityOps-Acting", acting));

    private static object BodyOf(string path) => path switch
    {
        "/reports" => ReportBodies.Manhole(Next()).ToJsonString(),
        "/commands" => new { type = "locate", to = new { grid = TestCity.Lone } },
        _ when path.EndsWith("/commands", StringComparison.Ordinal) => new { type = "locate" },

        // What any of the acts needs; the others pass it over.
        _ => new
        {
            reason = "r",
            note = "n",
            until = "2026-03-05T04:00:00Z",
            into = "C20260301aaaaaaaaaa",
            department = TestCity.Roads,
            amount = 1,
            satisfaction = "satisfied",
            upheld = true,
            category = "0101",
        },
    };

    /// <summary>The path of something that is there: a case that is freshly dispatched, a device that has a command.</summary>
    private async Task<string> PreparedAsync(string path)
    {
        if (path.StartsWith("/cases/", StringComparison.Ordinal))
        {
            return path.Replace("{id}", await DispatchedAsync(), StringComparison.Ordinal);
        }

        if (path.StartsWith("/files/{sha256}", StringComparison.Ordinal))
        {
            return path.Replace("{sha256}", FileCalls.Named(server, await DispatchedAsync()), StringComparison.Ordinal);
        }

        foreach (var device in (Device[])[Vehicle, Collector])
        {
            server.Devices.Put(new DeviceView(device, "known"));
            await server.PostAsync($"/api/v1/{device}/commands", new { id = "m-1", type = "locate" });
        }

        var note = new QuarantineNote(new Device(DeviceKind.Vehicle, "new"), "u", "a", CityServer.Noon, 1, null, []);
        server.Quarantine.Devices.Add(new QuarantinedDevice(note, CityServer.Noon, QuarantineStanding.Waiting, null, null));
        var filled = path.StartsWith("/devices", StringComparison.Ordinal)
            ? path.Replace("{kind}/{id}", "vehicles/new", StringComparison.Ordinal)
            : path.Replace("{id}", path.StartsWith("/vehicles", StringComparison.Ordinal) ? "v1" : "c1", StringComparison.Ordinal);
        return filled switch
        {
            "/grids" or "/tracks/near" => $"{filled}?lon={TestCity.WestLon}&lat={TestCity.Lat}",
            _ => filled.Replace("{command}", "m-1", StringComparison.Ordinal).Replace("{code}", TestCity.West, StringComparison.Ordinal),
        };
    }

    private async Task<string> DispatchedAsync()
    {
        var id = (await server.ReportAsync(ReportBodies.Manhole(Next()), ("X-CityOps-Acting", "citizen:li")))["id"];
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });
        return id ?? throw new InvalidOperationException("The report was refused.");
    }

    private static string Next() => $"table-{Interlocked.Increment(ref _number)}";
}
