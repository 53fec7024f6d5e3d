using System.Net;
using CityOps.Domain.Devices;
using CityOps.Engine.Changes;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Http.Open311;
using CityOps.Http.Tests.Open311;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Access;

/// <summary>Every call, by everybody, inside and outside of their scope.</summary>
public sealed class AccessTableTests(CityServer server, GuardedServer guarded) : IClassFixture<CityServer>, IClassFixture<GuardedServer>
{
    private const string Acting = "X-CityOps-Acting";
    private const string Webhook = "W1";

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
        var reply = await guarded.SendAsync(new HttpMethod(method), Filled(path), null, (Acting, "leader:zhang"));

        if (method == "HEAD")
        {
            Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        }
        else if (!IsOpen(path))
        {
            reply.Problem(HttpStatusCode.Unauthorized, "caller.unknown");
        }
        else if (OpenPaths.IsForEverybody(path))
        {
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        }
        else
        {
            reply.Wrong(403);
        }
    }

    [Fact]
    public async Task The_table_has_every_call_of_the_document()
    {
        var document = (await server.GetReplyAsync("/openapi/v1.json")).Json;

        var calls = from path in document.GetProperty("paths").EnumerateObject()
                    where path.Name.StartsWith("/api/v1", StringComparison.Ordinal) || IsOpen(path.Name)
                    from method in path.Value.EnumerateObject()
                    select $"{method.Name.ToUpperInvariant()} {(IsOpen(path.Name) ? path.Name : path.Name["/api/v1".Length..])}";

        Assert.Equal(calls.Order(StringComparer.Ordinal), AccessTable.Rows.Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal));
    }

    private Task<Reply> CallAsync(string method, string path, string acting) => (method, path) switch
    {
        ("GET", "/stream") => BeginningAsync(path, acting),
        (not "GET", _) when path.StartsWith("/files", StringComparison.Ordinal) && (method != "HEAD" || path.StartsWith("/files/uploads", StringComparison.Ordinal)) =>
            FileCalls.SendAsync(server, new HttpMethod(method), path, acting),
        ("POST", _) when IsOpen(path) => server.RequestAsync(OpenRequests.Form(Next()), "json", (Acting, acting)),
        ("PUT", _) => server.PutAsync($"/api/v1{path}", BodyOf(path), (Acting, acting)),
        ("POST", _) => server.PostAsync($"/api/v1{path}", BodyOf(path), (Acting, acting)),
        _ => server.SendAsync(new HttpMethod(method), Filled(path), null, (Acting, acting)),
    };

    /// <summary>The answer of a call that does not end by itself.</summary>
    private async Task<Reply> BeginningAsync(string path, string acting)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}") { Headers = { { Acting, acting } } };
        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Reply(answer.StatusCode, answer.Headers, answer.Content.Headers, "");
    }

    private static bool IsOpen(string path) => path.StartsWith(OpenPaths.Root, StringComparison.Ordinal);

    private static string Filled(string path) => IsOpen(path)
        ? path.Replace("{format}", "json", StringComparison.Ordinal).Replace("{code}", "component-0101", StringComparison.Ordinal)
        : $"/api/v1{path}";

    private static object BodyOf(string path) => path switch
    {
        "/reports" => ReportBodies.Manhole(Next()).ToJsonString(),
        "/webhooks" or $"/webhooks/{Webhook}" => new { url = "https://example.org/hook" },
        "/components" => new
        {
            code = $"3601020101{Interlocked.Increment(ref _number):D6}",
            lon = TestCity.WestLon,
            lat = TestCity.Lat,
            department = TestCity.Roads,
            source = "survey",
        },
        _ when path.EndsWith("/changes", StringComparison.Ordinal) => new { kind = "correct", state = "damaged", source = "patrol" },
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
        if (IsOpen(path))
        {
            return path.Contains("{id}", StringComparison.Ordinal)
                ? path.Replace("{id}", await DispatchedAsync(), StringComparison.Ordinal)
                : path;
        }

        if (path.StartsWith("/cases/", StringComparison.Ordinal))
        {
            return path.Replace("{id}", await DispatchedAsync(), StringComparison.Ordinal);
        }

        if (path.StartsWith("/webhooks/", StringComparison.Ordinal))
        {
            return path.Replace("{id}", Webhook, StringComparison.Ordinal)
                .Replace("{event}", await SubscribedAsync(), StringComparison.Ordinal);
        }

        if (path.StartsWith("/files/{sha256}", StringComparison.Ordinal))
        {
            return path.Replace("{sha256}", FileCalls.Named(server, await DispatchedAsync()), StringComparison.Ordinal);
        }

        if (path.StartsWith("/components/", StringComparison.Ordinal))
        {
            return path.Replace("{code}", TestCity.Cover, StringComparison.Ordinal);
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
        var id = (await server.ReportAsync(ReportBodies.Manhole(Next()), (Acting, "citizen:li")))["id"];
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });
        return id ?? throw new InvalidOperationException("The report was refused.");
    }

    /// <summary>The district's webhook is there, with an event that was given up, whose id this is.</summary>
    private async Task<string> SubscribedAsync()
    {
        var webhook = new Webhook(Webhook, new Uri("https://127.0.0.1:1/"), [], "360102", null, CityServer.Noon, "wang")
        {
            Secrets = WebhookSecrets.New(),
        };
        await server.Webhooks.PutAsync(webhook);
        var events = await server.Cases.OfEntityAsync($"case-{await server.ReportedAsync("table-0")}", 1, 1, CancellationToken.None);
        var changes = await new CaseChanges(server.Cases).OfAsync(events, CancellationToken.None);
        var change = (CaseChange)Assert.Single(changes).Event;
        server.Webhooks.Dead.Clear();
        server.Webhooks.Dead.Add(new Delivery(1, Webhook, change, 30, CityServer.Noon, "HTTP 500"));
        return change.Id;
    }

    private static string Next() => $"table-{Interlocked.Increment(ref _number)}";
}
