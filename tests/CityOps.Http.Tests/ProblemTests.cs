using System.Net;
using System.Text;
using CityOps.Domain;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class ProblemTests : IAsyncLifetime
{
    private readonly CityServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v2/cases")]
    public async Task A_path_under_which_nothing_is_has_a_problem_document(string path) =>
        (await _server.GetReplyAsync(path)).Problem(HttpStatusCode.NotFound, "http.notFound");

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones()
    {
        var reply = await _server.SendAsync(HttpMethod.Delete, "/api/v1/cases", null);

        reply.Problem(HttpStatusCode.MethodNotAllowed, "http.methodNotAllowed");
        Assert.Equal(["GET"], reply.Content.Allow);
    }

    [Theory]
    [InlineData("""{"t":""", "line 1")]
    [InlineData("{\n\"t\": nonsense}", "line 2")]
    [InlineData("not json", "line 1")]
    [InlineData("""{"lon":NaN}""", "line 1")]
    [InlineData("""{"lon":1,}""", "line 1")]
    [InlineData("{} {}", "line 1")]
    public async Task A_body_that_is_no_json_is_told_where(string body, string where)
    {
        var problem = (await _server.PostAsync("/api/v1/reports", body))
            .Problem(HttpStatusCode.BadRequest, "request.malformedJson");

        Assert.Contains(where, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    public async Task A_body_that_is_no_object_is_refused(string body) =>
        (await _server.PostAsync("/api/v1/reports", body))
            .Problem(HttpStatusCode.UnprocessableEntity, "request.wrongType");

    [Fact]
    public async Task A_field_that_stands_twice_is_refused() =>
        (await _server.PostAsync("/api/v1/reports", """{"lon":1,"lon":2}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "request.wrongType");

    [Fact]
    public async Task A_body_that_is_nested_without_end_is_refused() =>
        (await _server.PostAsync("/api/v1/reports", $$"""{"x":{{new string('[', 5000)}}"""))
            .Problem(HttpStatusCode.BadRequest, "request.malformedJson");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("nonsense")]
    public async Task Another_kind_of_body_is_refused(string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        (await _server.SendAsync(HttpMethod.Post, "/api/v1/reports", content))
            .Problem(HttpStatusCode.UnsupportedMediaType, "request.mediaType");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON;charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/vnd.city+json")]
    public async Task Json_in_utf8_is_read_however_that_is_said(string type)
    {
        using var content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. "{}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        (await _server.SendAsync(HttpMethod.Post, "/api/v1/reports", content))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", "category", "kind", "lat", "lon", "t");
    }

    [Fact]
    public async Task A_compressed_body_is_refused_as_such()
    {
        using var content = new ByteArrayContent([0x1f, 0x8b]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");

        (await _server.SendAsync(HttpMethod.Post, "/api/v1/reports", content))
            .Problem(HttpStatusCode.UnsupportedMediaType, "request.mediaType");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_a_megabyte_is_refused(bool chunked)
    {
        using var content = new StringContent(
            $$"""{"description":"{{new string('x', 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/reports") { Content = content };
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await _server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("http.requestEntityTooLarge", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_just_under_a_megabyte_is_read() =>
        (await _server.ReportAsync(ReportBodies.Manhole("p-1").With("extra", $"\"{new string('x', 1_000_000)}\"")))
            .Json.GetProperty("id");

    [Fact]
    public async Task A_fault_inside_does_not_show_outside()
    {
        _server.Cases.Fault = new InvalidOperationException("secret");

        var reply = await _server.GetReplyAsync("/api/v1/cases/C20260301aaaaaaaaaa");

        reply.Problem(HttpStatusCode.InternalServerError, "http.internalServerError");
        Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
        Assert.Contains("secret", Assert.Single(_server.Logs.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RejectionKind.Invalid, HttpStatusCode.UnprocessableEntity)]
    [InlineData(RejectionKind.NotFound, HttpStatusCode.NotFound)]
    [InlineData(RejectionKind.Conflict, HttpStatusCode.Conflict)]
    [InlineData(RejectionKind.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(RejectionKind.Unavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task Every_kind_of_refusal_has_its_status(RejectionKind kind, HttpStatusCode expected)
    {
        _server.Cases.Refusal = new Rejection(kind, DocumentedProblems.MadeUp, "Some text.", "some");

        foreach (var reply in new[]
        {
            await _server.GetReplyAsync("/api/v1/cases/C20260301aaaaaaaaaa"),
            await _server.PostAsync("/api/v1/cases/C20260301aaaaaaaaaa/acts/file", new { }),
            await _server.ReportAsync(ReportBodies.Manhole("p-2")),
        })
        {
            reply.Faults(expected, DocumentedProblems.MadeUp, "some");
            Assert.Equal(kind == RejectionKind.Unavailable, reply.Headers.RetryAfter is not null);
        }
    }
}
