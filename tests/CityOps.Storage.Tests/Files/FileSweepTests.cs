using CityOps.Storage.Files;
using NodaTime;
using static CityOps.Storage.Tests.Files.FileRun;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Files;

public class FileSweepTests : IDisposable
{
    private static readonly byte[] Picture = JpegOf(1000);
    private static readonly TimeSpan Grace = TimeSpan.FromDays(7);
    private readonly FileRun _run;

    public FileSweepTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected FileSweepTests(TemporaryDirectory directory) =>
        _run = new FileRun(directory: directory);

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task What_no_case_names_is_deleted_after_its_grace_and_not_before()
    {
        await _run.PutAsync(Picture);

        _run.Clock.Advance(Grace);
        await SweepTwiceAsync();
        Assert.True(_run.Files.Has(HashOf(Picture)));

        _run.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SweepTwiceAsync());
        Assert.Empty(_run.OnDisk);
        Assert.False(await _run.Files.IsUploadedByAsync(HashOf(Picture), "li", default));
    }

    [SkippableFact]
    public async Task What_a_case_names_stays_and_tells_its_cases()
    {
        await _run.PutAsync(Picture);
        var named = _run.Name(HashOf(Picture));
        await _run.FollowAsync(named);

        _run.Clock.Advance(Grace * 100);
        Assert.Equal(0, await SweepTwiceAsync());

        Assert.True(_run.Files.Has(HashOf(Picture)));
        Assert.Equal(named.PersistenceId, $"case-{Assert.Single(await _run.Files.CasesOfAsync(HashOf(Picture), default))}");
    }

    [SkippableFact]
    public async Task What_was_named_and_the_feed_does_not_know_yet_stays()
    {
        await _run.PutAsync(Picture);
        _run.Clock.Advance(Grace * 2);

        var named = _run.Name(HashOf(Picture));
        Assert.Equal(0, await SweepTwiceAsync());
        Assert.True(_run.Files.Has(HashOf(Picture)));

        await _run.FollowAsync(named);
        Assert.Equal(0, await SweepTwiceAsync());
        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task What_is_named_between_two_rounds_comes_back()
    {
        await _run.PutAsync(Picture);
        _run.Clock.Advance(Grace * 2);
        await _run.Sweep.SweepAsync(default);
        Assert.False(_run.Files.Has(HashOf(Picture)));

        await _run.FollowAsync(_run.Name(HashOf(Picture)));
        Assert.Equal(0, (await _run.Sweep.SweepAsync(default)).Deleted);

        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task What_comes_again_between_two_rounds_stays_and_is_its_uploaders()
    {
        await _run.PutAsync(Picture);
        _run.Clock.Advance(Grace * 2);
        await _run.Sweep.SweepAsync(default);

        await _run.PutAsync(Picture, "wu");
        Assert.Equal(0, (await _run.Sweep.SweepAsync(default)).Deleted);

        Assert.True(_run.Files.Has(HashOf(Picture)));
        Assert.True(await _run.Files.IsUploadedByAsync(HashOf(Picture), "wu", default));
    }

    [SkippableFact]
    public async Task What_was_hidden_before_a_restart_is_looked_at_again()
    {
        await _run.PutAsync(Picture);
        _run.Clock.Advance(Grace * 2);
        await _run.Sweep.SweepAsync(default);
        _run.Sweep.Dispose();
        var named = _run.Name(HashOf(Picture));
        _run.NewSweep();

        await _run.Sweep.SweepAsync(default);
        Assert.Equal(0, (await _run.Sweep.SweepAsync(default)).Deleted);
        await _run.FollowAsync(named);
        Assert.Equal(0, await SweepTwiceAsync());

        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task What_another_node_hid_is_not_deleted_before_the_feed_has_passed_that()
    {
        await _run.PutAsync(Picture);
        await _run.Sweep.SweepAsync(default);
        var named = _run.Name(HashOf(Picture));
        _run.Store.Condemn(HashOf(Picture), Instant.MaxValue);

        Assert.Equal(0, await SweepTwiceAsync());
        await _run.FollowAsync(named);
        Assert.Equal(0, await SweepTwiceAsync());

        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task A_start_deletes_the_halves_of_a_kill_and_keeps_uploads()
    {
        _run.Incoming.Make("put-1");
        await _run.Uploads.BeginAsync(HashOf(Picture), "li", 1000, default);

        await _run.Sweep.StartAsync(default);
        await _run.Sweep.StopAsync(default);

        Assert.Single(_run.OnDisk);
        Assert.DoesNotContain(_run.OnDisk, f => f.EndsWith("put-1", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_sweep_that_found_the_feed_behind_comes_again_soon()
    {
        await _run.PutAsync(Picture);
        _run.Clock.Advance(Grace * 2);
        _run.Name(HashOf([1]));
        await _run.Sweep.StartAsync(default);
        await Eventually.Holds(() => _run.Newest.Asked == 1);
        await _run.FollowAsync();

        await Eventually.Holds(() =>
        {
            if (_run.Newest.Asked == 1)
            {
                // Slowly, since rounds take time of their own; and time stands once the next one has begun, however long that takes.
                _run.Clock.Advance(FileSweep.Soon / 60);
            }

            return !_run.Files.Has(HashOf(Picture));
        });

        Assert.True(_run.Clock.GetUtcNow() - Start.ToDateTimeOffset() - (Grace * 2) < TimeSpan.FromMinutes(30));
        await _run.Sweep.StopAsync(default);
    }

    private async Task<int> SweepTwiceAsync() => (await _run.Sweep.SweepAsync(default)).Deleted + (await _run.Sweep.SweepAsync(default)).Deleted;
}
