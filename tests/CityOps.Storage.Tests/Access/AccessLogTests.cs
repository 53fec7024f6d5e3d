using System.Text.Json;
using CityOps.Engine.Ports;
using CityOps.Storage.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Storage.Tests.Access;

public sealed class AccessLogTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 4, 0);
    private static readonly AccessNote Refusal = new("desk", "leader@3601", "10.0.0.1", "GET", "/api/v1/books", "nothing", 403, "forbidden");
    private readonly TemporaryDirectory _directory = new();

    private string Folder => Path.Combine(_directory.Path, "access");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_is_the_same_is_one_line_of_its_day()
    {
        await RunAsync(log =>
        {
            log.Note(Refusal, Noon);
            log.Note(Refusal, Noon);
            log.Note(Refusal with { Who = null }, Noon);
            log.Note(Refusal with { Who = "other" }, Noon + Duration.FromDays(1));
        });

        var lines = File.ReadAllLines(Path.Combine(Folder, "2026-03-01.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([2L, 1L], lines.Select(l => l.GetProperty("count").GetInt64()));
        Assert.Equal("2026-03-01T04:00:00Z", lines[0].GetProperty("at").GetString());
        Assert.Equal("forbidden", lines[0].GetProperty("why").GetString());
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("who").ValueKind);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Folder, "2026-03-01.jsonl")));
        }
    }

    [Fact]
    public async Task Lines_are_added_to_what_is_there()
    {
        await RunAsync(log => log.Note(Refusal, Noon));
        await RunAsync(log => log.Note(Refusal, Noon));

        Assert.Equal(2, File.ReadAllLines(Path.Combine(Folder, "2026-03-01.jsonl")).Length);
    }

    [Fact]
    public async Task What_is_older_than_it_is_kept_goes_and_nothing_else()
    {
        Directory.CreateDirectory(Folder);
        foreach (var name in (string[])["2025-09-01.jsonl", "2025-09-02.jsonl", "notes.jsonl"])
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, name), "{}\n");
        }

        await RunAsync(log => log.Note(Refusal, Noon));

        Assert.Equal(
            ["2025-09-02.jsonl", "2026-03-01.jsonl", "notes.jsonl"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refusals_without_end_are_one_line_and_hide_no_look_at_personal_data()
    {
        var look = Refusal with { What = "reporter", Status = 200, Why = null };
        await RunAsync(log =>
        {
            for (var i = 0; i < AccessLogFiles.Most + 500; i++)
            {
                log.Note(Refusal with { Address = $"{i}" }, Noon);
            }

            log.Note(Refusal with { Address = "0" }, Noon);
            log.Note(look, Noon);
        });

        var lines = (await File.ReadAllLinesAsync(Path.Combine(Folder, "2026-03-01.jsonl"))).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(AccessLogFiles.Most + 2, lines.Count);
        Assert.Equal(500, lines.Single(l => l.GetProperty("why").GetString() == "tooManyToNote").GetProperty("count").GetInt64());
        Assert.Equal(2, lines.Single(l => l.GetProperty("address").GetString() == "0").GetProperty("count").GetInt64());
        Assert.Single(lines, l => l.GetProperty("what").GetString() == "reporter");
    }

    private async Task RunAsync(Action<IAccessLog> note)
    {
        using var log = new AccessLogFiles(_directory.Options, new FakeTimeProvider(Noon.ToDateTimeOffset()), NullLogger<AccessLogFiles>.Instance);
        await log.StartAsync(CancellationToken.None);
        note(log);
        await log.StopAsync(CancellationToken.None);
    }
}
