using System.Net;
using System.Text.Json;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Fakes;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Files;

public sealed class FileTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";
    private static readonly byte[] Picture = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    [Fact]
    public async Task A_file_is_put_once_however_often_it_is_sent()
    {
        byte[] once = [.. Picture, 1];
        var path = $"/api/v1/files/{MemoryFiles.HashOf(once)}";

        var first = await PutAsync(path, once);
        var again = await PutAsync(path, once);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(path, first.Headers.Location?.ToString());
        Assert.Equal(("image/jpeg", 1001), (again["type"], again.Json.GetProperty("length").GetInt32()));
    }

    [Fact]
    public async Task A_file_whose_store_does_not_answer_is_asked_for_again_later()
    {
        byte[] kept = [.. Picture, 7];
        var path = $"/api/v1/files/{server.Files.Add(kept, "collectors/demo")}";
        Reply reply;
        try
        {
            server.Files.IsDown = true;
            reply = await server.GetReplyAsync(path);
        }
        finally
        {
            server.Files.IsDown = false;
        }

        reply.Problem(HttpStatusCode.ServiceUnavailable, "files.unavailable");
        Assert.NotNull(reply.Headers.RetryAfter);
        Assert.False(reply.Headers.CacheControl?.MaxAge > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await server.GetReplyAsync(path)).Status);
    }

    [Fact]
    public async Task A_file_may_be_larger_than_any_other_body()
    {
        var large = new byte[3_000_000];

        Assert.Equal(HttpStatusCode.Created, (await PutAsync($"/api/v1/files/{MemoryFiles.HashOf(large)}", large)).Status);
    }

    [Fact]
    public async Task A_file_with_other_bytes_than_its_name_is_refused()
    {
        var reply = await PutAsync($"/api/v1/files/{MemoryFiles.HashOf([1])}", [2]);

        reply.Problem(HttpStatusCode.UnprocessableEntity, "file.hashDiffers");
        (await PutAsync("/api/v1/files/abc", [2])).Faults(HttpStatusCode.BadRequest, "request.malformed", "sha256");
    }

    [Fact]
    public async Task A_file_is_served_for_good_to_one_caller_alone_and_runs_nothing()
    {
        var hash = server.Files.Add(Picture, "collectors/demo");

        var reply = await server.GetReplyAsync($"/api/v1/files/{hash}");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("image/jpeg", reply.Content.ContentType?.MediaType);
        Assert.Equal($"\"{hash}\"", reply.Headers.ETag?.Tag);
        Assert.Equal("max-age=31536000, private, immutable", string.Join(", ", reply.Headers.CacheControl?.ToString().Split(", ") ?? []));
        Assert.Contains("X-Api-Key", reply.Headers.Vary);
        Assert.Contains("Authorization", reply.Headers.Vary);
        Assert.Equal("default-src 'none'; sandbox", reply.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal($"inline; filename={hash}.jpg", reply.Content.ContentDisposition?.ToString());
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_asked_for_and_what_is_known_is_not_sent_again()
    {
        var path = $"/api/v1/files/{server.Files.Add(Picture, "collectors/demo")}";

        var part = await server.GetReplyAsync(path, ("Range", "bytes=10-19"));
        var known = await server.GetReplyAsync(path, ("If-None-Match", $"\"{MemoryFiles.HashOf(Picture)}\""));

        Assert.Equal((HttpStatusCode.PartialContent, "bytes 10-19/1000"), (part.Status, part.Content.ContentRange?.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, known.Status);
    }

    [Fact]
    public async Task A_part_that_a_file_does_not_have_and_a_file_that_is_another_one_are_problems_that_nobody_keeps()
    {
        var path = $"/api/v1/files/{server.Files.Add(Picture, "collectors/demo")}";

        var part = await server.GetReplyAsync(path, ("Range", "bytes=1000-"));
        var other = await server.GetReplyAsync(path, ("If-Match", "\"other\""));

        part.Problem(HttpStatusCode.RequestedRangeNotSatisfiable, "http.requestedRangeNotSatisfiable");
        Assert.Equal("bytes */1000", part.Content.ContentRange?.ToString());
        other.Problem(HttpStatusCode.PreconditionFailed, "http.preconditionFailed");
        Assert.All((Reply[])[part, other], reply => Assert.Null(reply.Headers.CacheControl?.MaxAge));
    }

    [Theory]
    [InlineData("", 320)]
    [InlineData("?width=1", 160)]
    [InlineData("?width=161", 320)]
    [InlineData("?width=2048", 2048)]
    public async Task A_thumbnail_has_one_of_a_few_widths(string query, int width)
    {
        var hash = server.Files.Add(Picture, "collectors/demo");

        var reply = await server.GetReplyAsync($"/api/v1/files/{hash}/thumbnail{query}");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal($"\"{hash}-{width}\"", reply.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2049")]
    [InlineData("wide")]
    public async Task A_width_that_is_none_is_refused(string width) =>
        (await server.GetReplyAsync($"/api/v1/files/{server.Files.Add(Picture, "collectors/demo")}/thumbnail?width={width}"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "width");

    [Theory]
    [InlineData("collector:c1", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("leader:l", HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("shiftLead:s", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("shiftLead:s@360103", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("citizen:li", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("citizen:wu", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("citizen:c1", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("handler:h@roads", HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("handler:h@parks", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    public async Task A_photo_of_a_citizen_is_seen_by_who_sees_the_case_and_whole_by_who_is_told_of_the_citizen(
        string acting, HttpStatusCode original, HttpStatusCode thumbnail)
    {
        var hash = server.Files.Add(Picture, "citizens/li");
        server.Files.Add(Picture, "collectors/c1");
        var id = (await server.ReportAsync(
            ReportBodies.Manhole("f-1").With("photos", $"[\"{hash}\"]"), (Acting, "citizen:li")))["id"] ?? "";
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });
        server.Files.Uses[hash] = [id];

        Assert.Equal(original, (await server.GetReplyAsync($"/api/v1/files/{hash}", (Acting, acting))).Status);
        Assert.Equal(thumbnail, (await server.GetReplyAsync($"/api/v1/files/{hash}/thumbnail", (Acting, acting))).Status);
    }

    [Fact]
    public async Task Who_names_the_photo_of_another_in_a_report_of_their_own_does_not_get_its_original()
    {
        var hash = server.Files.Add([.. Picture, 3], "citizens/li");
        var photos = $"[\"{hash}\"]";
        var first = (await server.ReportAsync(ReportBodies.Manhole("f-3").With("photos", photos), (Acting, "citizen:li")))["id"] ?? "";
        var own = (await server.ReportAsync(ReportBodies.Manhole("f-4").With("photos", photos), (Acting, "collector:c1")))["id"] ?? "";

        server.Files.Uses[hash] = [own];
        Assert.Equal(HttpStatusCode.OK, (await server.GetReplyAsync($"/api/v1/files/{hash}", (Acting, "collector:c1"))).Status);
        server.Files.Uses[hash] = [own, first];

        (await server.GetReplyAsync($"/api/v1/files/{hash}", (Acting, "collector:c1")))
            .Problem(HttpStatusCode.Forbidden, "file.originalHidden");
    }

    [Fact]
    public async Task Who_names_a_photo_in_many_reports_does_not_get_its_original()
    {
        var hash = server.Files.Add([.. Picture, 4], "citizens/li");
        var own = (await server.ReportAsync(
            ReportBodies.Manhole("f-5").With("photos", $"[\"{hash}\"]"), (Acting, "collector:c1")))["id"] ?? "";
        server.Files.Uses[hash] = [.. Enumerable.Repeat(own, IFiles.MostCases)];

        (await server.GetReplyAsync($"/api/v1/files/{hash}", (Acting, "collector:c1")))
            .Problem(HttpStatusCode.Forbidden, "file.originalHidden");
    }

    [Fact]
    public async Task A_case_says_which_of_its_photos_have_not_arrived_and_is_sent_again_when_they_do()
    {
        byte[] late = [9, 9, 9];
        var id = (await server.ReportAsync(
            ReportBodies.Manhole("f-2").With("photos", $"[\"{MemoryFiles.HashOf(late).Hex.ToUpperInvariant()}\"]")))["id"];
        var before = await server.GetReplyAsync($"/api/v1/cases/{id}");
        Assert.False(Available(before));

        server.Files.Add(late, "collectors/c1");

        var after = await server.GetReplyAsync($"/api/v1/cases/{id}", ("If-None-Match", "\"1\""));
        Assert.Equal("\"1\"", after.Headers.ETag?.Tag);
        Assert.True(Available(after));
    }

    private static bool Available(Reply reply) =>
        reply.Json.GetProperty("evidence").EnumerateArray().Single() is var photo && photo.GetProperty("available").GetBoolean();

    private Task<Reply> PutAsync(string path, byte[] bytes) => server.SendAsync(HttpMethod.Put, path, new ByteArrayContent(bytes));
}
