using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CityOps.EndToEnd.Tests.Files;

[Collection(OneEngine.Name)]
public sealed class PhotoTests(EngineProcess engine)
{
    private const string Pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public async Task A_photo_that_comes_after_its_report_is_seen_with_the_case()
    {
        var photo = Convert.FromBase64String(Pixel);
        var hash = Convert.ToHexStringLower(SHA256.HashData(photo));
        var path = $"api/v1/files/{hash}";
        var (status, reported) = await engine.PostAsync("api/v1/reports", Report(hash), "citizen:photographer");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.False(reported.GetProperty("evidence")[0].GetProperty("available").GetBoolean());

        Assert.Equal(HttpStatusCode.Created, await SendAsync(HttpMethod.Put, path, "citizen:photographer", new ByteArrayContent(photo)));

        var seen = await engine.GetAsync($"api/v1/cases/{reported.Text("id")}");
        Assert.True(seen.GetProperty("evidence")[0].GetProperty("available").GetBoolean());
        await Wait.UntilAsync(
            async () => await SendAsync(HttpMethod.Get, path, "shiftLead:w") == HttpStatusCode.OK,
            () => $"The shift lead does not see the photo.\n{engine.Log}");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, $"{path}/thumbnail?width=160", "shiftLead:w"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, path, "citizen:other"));
    }

    private static JsonObject Report(string photo) => new()
    {
        ["source"] = $"photo-{Guid.NewGuid():N}",
        ["channel"] = "citizenApp",
        ["t"] = TimeProvider.System.GetUtcNow().ToString("O"),
        ["lon"] = 115.89,
        ["lat"] = 28.68,
        ["kind"] = "incident",
        ["category"] = "0101",
        ["photos"] = new JsonArray(photo),
    };

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string acting, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("X-CityOps-Acting", acting);
        using var answer = await engine.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
