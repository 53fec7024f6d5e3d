using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Fakes;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Files;

public sealed class UploadTests(CityServer server) : IClassFixture<CityServer>, IDisposable
{
    private static readonly byte[] Picture = [1, 2, 3, 4, 5, 6, 7];

    public void Dispose() => server.Files.Fault = null;

    [Fact]
    public async Task A_file_comes_in_parts_and_is_there_after_the_last()
    {
        var begun = await BeginAsync();
        var path = begun.Headers.Location?.ToString() ?? "";
        Assert.Equal(HttpStatusCode.Created, begun.Status);

        var first = await AppendAsync(path, 0, Picture[..3]);
        var asked = await TusAsync(HttpMethod.Head, path);
        var last = await AppendAsync(path, 3, Picture[3..]);

        Assert.Equal((HttpStatusCode.NoContent, "3"), (first.Status, Value(first, "Upload-Offset")));
        Assert.Equal(("3", "7", "no-store"), (Value(asked, "Upload-Offset"), Value(asked, "Upload-Length"), Value(asked, "Cache-Control")));
        Assert.Equal((HttpStatusCode.NoContent, "7"), (last.Status, Value(last, "Upload-Offset")));
        Assert.True(server.Files.Has(MemoryFiles.HashOf(Picture)));
        Assert.Equal("1.0.0", Value(last, "Tus-Resumable"));
    }

    [Fact]
    public async Task A_part_that_begins_elsewhere_is_refused()
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";

        (await AppendAsync(path, 1, Picture)).Problem(HttpStatusCode.Conflict, "upload.offsetDiffers");
    }

    [Fact]
    public async Task An_upload_is_of_its_caller_alone_and_can_be_given_up()
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";

        Assert.Equal(HttpStatusCode.NotFound, (await TusAsync(HttpMethod.Head, path, ("X-CityOps-Acting", "citizen:other"))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await TusAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await TusAsync(HttpMethod.Head, path)).Status);
    }

    [Theory]
    [InlineData("Upload-Length", "-1")]
    [InlineData("Upload-Length", "x")]
    [InlineData("Upload-Metadata", "")]
    [InlineData("Upload-Metadata", "sha256")]
    [InlineData("Upload-Metadata", "sha256 !!!")]
    [InlineData("Upload-Metadata", "sha256 YWJj")]
    public async Task A_header_that_is_wrong_is_named(string header, string value)
    {
        var headers = new Dictionary<string, string> { ["Upload-Length"] = "7", ["Upload-Metadata"] = Metadata(Picture), [header] = value };

        var reply = await TusAsync(HttpMethod.Post, "/api/v1/files/uploads", [.. headers.Select(h => (h.Key, h.Value))]);

        reply.Faults(HttpStatusCode.BadRequest, "request.malformed", header);
    }

    [Fact]
    public async Task Another_version_of_the_protocol_is_refused()
    {
        var reply = await server.SendAsync(HttpMethod.Post, "/api/v1/files/uploads", null, ("Tus-Resumable", "0.2.2"));

        reply.Problem(HttpStatusCode.PreconditionFailed, "upload.version");
        Assert.Equal("1.0.0", Value(reply, "Tus-Version"));
    }

    [Fact]
    public async Task A_part_of_another_media_type_is_refused()
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";

        var reply = await server.SendAsync(
            HttpMethod.Patch, path, new ByteArrayContent(Picture), ("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"));

        reply.Problem(HttpStatusCode.UnsupportedMediaType, "request.mediaType");
    }

    [Fact]
    public async Task What_the_network_lets_not_pass_comes_by_POST()
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";

        var part = await AppendAsync(HttpMethod.Post, path, 0, Picture[..3], ("X-HTTP-Method-Override", "PATCH"));
        var asked = await TusAsync(HttpMethod.Head, path);
        var gone = await TusAsync(HttpMethod.Post, path, ("X-HTTP-Method-Override", "DELETE"));

        Assert.Equal((HttpStatusCode.NoContent, "3", "3"), (part.Status, Value(part, "Upload-Offset"), Value(asked, "Upload-Offset")));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (gone.Status, (await TusAsync(HttpMethod.Head, path)).Status));
    }

    [Fact]
    public async Task No_other_call_is_taken_for_another() => Assert.Equal(
        HttpStatusCode.MethodNotAllowed,
        (await server.SendAsync(HttpMethod.Post, "/api/v1/webhooks/W1", null, ("X-HTTP-Method-Override", "DELETE"))).Status);

    [Fact]
    public async Task A_media_type_is_the_same_in_capitals_and_with_parameters()
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";
        var content = new ByteArrayContent(Picture[..3]);
        content.Headers.TryAddWithoutValidation("Content-Type", "Application/Offset+Octet-Stream; charset=utf-8");

        var reply = await server.SendAsync(HttpMethod.Patch, path, content, ("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"));

        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
    }

    [Theory]
    [InlineData("TooLarge", HttpStatusCode.RequestEntityTooLarge, "file.tooLarge")]
    [InlineData("TypeUnknown", HttpStatusCode.UnsupportedMediaType, "file.typeUnknown")]
    [InlineData("Unavailable", HttpStatusCode.ServiceUnavailable, "files.unavailable")]
    [InlineData("TooManyOpen", HttpStatusCode.TooManyRequests, "upload.tooManyOpen")]
    [InlineData("QuotaUsed", HttpStatusCode.TooManyRequests, "upload.quotaUsed")]
    [InlineData("Busy", HttpStatusCode.Locked, "upload.busy")]
    [InlineData("Elsewhere", HttpStatusCode.ServiceUnavailable, "upload.elsewhere")]
    public async Task What_is_not_taken_is_answered_with_why(string fault, HttpStatusCode status, string code)
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";
        server.Files.Fault = Enum.Parse<UploadFault>(fault);

        (await AppendAsync(path, 0, Picture)).Problem(status, code);
    }

    [Theory]
    [InlineData("HEAD", UploadFault.Busy, HttpStatusCode.Locked)]
    [InlineData("HEAD", UploadFault.HashDiffers, HttpStatusCode.UnprocessableEntity)]
    [InlineData("HEAD", UploadFault.Elsewhere, HttpStatusCode.ServiceUnavailable)]
    [InlineData("DELETE", UploadFault.Busy, HttpStatusCode.Locked)]
    [InlineData("DELETE", UploadFault.Elsewhere, HttpStatusCode.ServiceUnavailable)]
    public async Task To_ask_and_to_give_up_are_refused_as_a_part_is(string method, UploadFault fault, HttpStatusCode status)
    {
        var path = (await BeginAsync()).Headers.Location?.ToString() ?? "";
        server.Files.Fault = fault;

        var reply = await TusAsync(new HttpMethod(method), path);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, reply.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task Options_say_what_is_understood()
    {
        var reply = await server.SendAsync(HttpMethod.Options, "/api/v1/files/uploads", null);

        Assert.Equal(("1.0.0", "creation,expiration,termination"), (Value(reply, "Tus-Version"), Value(reply, "Tus-Extension")));
    }

    private static string Metadata(byte[] bytes) =>
        $"sha256 {Convert.ToBase64String(Encoding.ASCII.GetBytes(MemoryFiles.HashOf(bytes).Hex))}";

    private static string? Value(Reply reply, string header) =>
        reply.Headers.TryGetValues(header, out var values) ? string.Join(", ", values) : null;

    private Task<Reply> BeginAsync() => TusAsync(
        HttpMethod.Post, "/api/v1/files/uploads", ("Upload-Length", $"{Picture.Length}"), ("Upload-Metadata", Metadata(Picture)));

    private Task<Reply> AppendAsync(string path, int offset, byte[] bytes) => AppendAsync(HttpMethod.Patch, path, offset, bytes);

    private Task<Reply> AppendAsync(HttpMethod method, string path, int offset, byte[] bytes, params (string, string)[] headers)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return server.SendAsync(method, path, content, [("Tus-Resumable", "1.0.0"), ("Upload-Offset", $"{offset}"), .. headers]);
    }

    private Task<Reply> TusAsync(HttpMethod method, string path, params (string, string)[] headers) =>
        server.SendAsync(method, path, null, [("Tus-Resumable", "1.0.0"), .. headers]);
}
