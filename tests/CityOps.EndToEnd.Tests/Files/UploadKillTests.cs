using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.EndToEnd.Tests.Files;

/// <summary>A file is there whole or not at all, whenever the engine is killed; what was acknowledged of an upload is not sent again.</summary>
public sealed class UploadKillTests : IAsyncLifetime, IDisposable
{
    private const int Length = 1_500_000;
    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_file_that_is_put_while_the_engine_is_killed_is_not_there_and_after_its_answer_it_is()
    {
        var bytes = Picture(1);
        var path = $"api/v1/files/{HashOf(bytes)}";

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _engine.Http.PutAsync(path, new KillingContent(bytes, Length / 2, _engine)));
        await _engine.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _engine.Http.GetAsync(path)).StatusCode);
        Assert.Empty(Shown());

        Assert.Equal(HttpStatusCode.Created, (await _engine.Http.PutAsync(path, new ByteArrayContent(bytes))).StatusCode);
        _engine.Kill();
        await _engine.StartAsync();
        Assert.Equal(bytes, await _engine.Http.GetByteArrayAsync(path));
        Assert.Equal(HttpStatusCode.OK, (await _engine.Http.PutAsync(path, new ByteArrayContent(bytes))).StatusCode);
        Assert.Single(Shown());
    }

    [Fact]
    public async Task An_upload_in_parts_goes_on_after_every_kill()
    {
        var bytes = Picture(2);
        var upload = await BeginAsync(bytes);
        Assert.Equal(HttpStatusCode.NoContent, await AppendAsync(upload, 0, new ByteArrayContent(bytes[..100_000])));
        foreach (var cut in (int[])[1, 200_000, 700_000])
        {
            var offset = await OffsetAsync(upload);
            var rest = bytes[offset..];
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => AppendAsync(upload, offset, new KillingContent(rest, cut, _engine)));
            await _engine.StartAsync();
            Assert.InRange(await OffsetAsync(upload), Math.Max(100_000, offset), Length - 1);
            Assert.Empty(Shown());
        }

        var last = await OffsetAsync(upload);
        Assert.Equal(HttpStatusCode.NoContent, await AppendAsync(upload, last, new ByteArrayContent(bytes[last..])));
        _engine.Kill();
        await _engine.StartAsync();

        Assert.Equal(Length, await OffsetAsync(upload));
        Assert.Equal(bytes, await _engine.Http.GetByteArrayAsync($"api/v1/files/{HashOf(bytes)}"));
        Assert.Equal(HashOf(bytes), Assert.Single(Shown()));
    }

    /// <summary>Bytes that begin as a JPEG does.</summary>
    private static byte[] Picture(int seed)
    {
        var bytes = new byte[Length];
        new Random(seed).NextBytes(bytes);
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }.CopyTo(bytes, 0);
        return bytes;
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The names of the files that anyone could see.</summary>
    private IEnumerable<string?> Shown() => Directory.EnumerateDirectories(Path.Combine(_engine.Home, "data", "files"))
        .Where(folder => Path.GetFileName(folder).Length == 2).SelectMany(Directory.EnumerateFiles).Select(Path.GetFileName);

    private async Task<string> BeginAsync(byte[] bytes)
    {
        var metadata = Convert.ToBase64String(Encoding.ASCII.GetBytes(HashOf(bytes)));
        using var answer = await SendAsync(
            HttpMethod.Post, "api/v1/files/uploads", null, ("Upload-Length", $"{bytes.Length}"), ("Upload-Metadata", $"sha256 {metadata}"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location?.ToString() ?? "";
    }

    private async Task<int> OffsetAsync(string upload)
    {
        using var answer = await SendAsync(HttpMethod.Head, upload, null);
        return int.Parse(answer.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<HttpStatusCode> AppendAsync(string upload, int offset, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        using var answer = await SendAsync(HttpMethod.Patch, upload, content, ("Upload-Offset", $"{offset}"));
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await _engine.Http.SendAsync(request);
    }

    /// <summary>Kills the engine after so many of its bytes.</summary>
    private sealed class KillingContent(byte[] bytes, int after, EngineProcess engine) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, after));
            await stream.FlushAsync();
            engine.Kill();
            await stream.WriteAsync(bytes.AsMemory(after));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
