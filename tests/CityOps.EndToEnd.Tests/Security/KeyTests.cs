using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityOps.Host.Keys;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>HTTP without <c>--demo</c>: keys by the command line, beside an engine that runs.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task A_key_is_made_opens_the_engine_and_is_revoked()
    {
        await using var engine = await SecuredEngine.StartAsync();
        using var http = new HttpClient { BaseAddress = engine.HttpAddress };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/cases")).StatusCode);

        var key = await engine.KeysAsync(desk => desk.AddAsync("desk-1", ["acceptor", "leader"], "3601", null, ["read"], 30, default));
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        await UntilAsync(http, HttpStatusCode.OK);
        var report = await http.PostAsJsonAsync("/api/v1/reports", new { });
        Assert.Equal(HttpStatusCode.Forbidden, report.StatusCode);
        Assert.Equal("caller.scopeMissing", (await report.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());

        var listed = await engine.KeysAsync(desk => desk.ListAsync(default));
        Assert.Contains("acceptor+leader@3601", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(key, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('.')[^1], engine.DataAsText(), StringComparison.Ordinal);

        await engine.KeysAsync(desk => desk.RevokeAsync("desk-1", default));
        await UntilAsync(http, HttpStatusCode.Unauthorized);

        await Wait.UntilAsync(
            () => Task.FromResult(engine.AccessLog().Contains("\"why\":\"caller.keyRevoked\"", StringComparison.Ordinal)),
            () => $"The access log has {engine.AccessLog()}");
        Assert.Contains("\"why\":\"forbidden\"", engine.AccessLog(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, engine.AccessLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_a_place_or_of_a_name_that_was_given_is_not_made()
    {
        await using var engine = await SecuredEngine.StartAsync();

        await engine.KeysAsync(desk => desk.AddAsync("desk-1", [], null, null, ["report"], 30, default));

        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-1", [], null, null, ["report"], 30, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", ["leader"], null, null, ["read"], 30, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", ["king"], "3601", null, ["read"], 30, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", [], null, null, ["everything"], 30, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", ["leader"], "3609", null, ["read"], 30, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", ["handler"], null, "city-wotar", ["read"], 30, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", [], null, null, ["read"], 0, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.AddAsync("desk-2", [], null, null, ["read"], 2_000_000_000, default)));
        Assert.Equal(2, await engine.KeysCodeAsync(desk => desk.RevokeAsync("desk-2", default)));
    }

    private static Task UntilAsync(HttpClient http, HttpStatusCode wanted)
    {
        HttpStatusCode? found = null;
        return Wait.UntilAsync(
            async () =>
            {
                found = (await http.GetAsync("/api/v1/cases")).StatusCode;
                return found == wanted;
            },
            () => $"The call is answered {found}.");
    }
}
