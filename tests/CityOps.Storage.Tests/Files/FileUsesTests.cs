using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using CityOps.Storage.Files;
using CityOps.Storage.Lists.Cases;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Files;

/// <summary>Which cases name a file.</summary>
public class FileUsesTests : IDisposable
{
    private static readonly FileHash Hash = FileRun.HashOf([1]);

    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly FeedStore _feeds;

    public FileUsesTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected FileUsesTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _feeds = new FeedStore(
            _data, _writer, [new CaseProjection(new PlaceNames(null)), new FileUseProjection()], new FakeTimeProvider(Start.ToDateTimeOffset()));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task Of_the_cases_that_name_a_file_the_first_are_told_however_many_name_it_later()
    {
        // Its id stands before those of all others.
        var first = Naming("first-0", 0);
        JournalledEvent[] events =
        [
            .. Enumerable.Range(0, IFiles.MostCases).Select(i => Journalled(i + 1, 1, Naming($"later-{i}", i + 1))),
            Journalled(IFiles.MostCases + 1, 1, first),
        ];
        await _feeds.CommitAsync("read-model", 0, events.Length, events, default);
        await _feeds.CommitAsync(IFiles.UseFeed, 0, events.Length, events, default);

        var named = await new FileUses(_data).CasesOfAsync(Hash, default);

        Assert.Equal((first.Case.Value, IFiles.MostCases), (named[0], named.Count));
    }

    private static CaseReported Naming(string source, int minute) =>
        Reported(ReportOf(source) with { Photos = [Hash.Hex] }, Start + Duration.FromMinutes(minute));
}
