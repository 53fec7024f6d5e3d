using CityOps.Telemetry.Tests.Jt808;

namespace CityOps.Telemetry.Tests.Ingest;

/// <summary>What becomes of fixes whose sender does not wait for them.</summary>
public sealed class FixPipelineTests
{
    [Fact]
    public async Task What_waited_for_a_place_when_its_sender_went_is_written_all_the_same()
    {
        await using var platform = new Platform();
        var fixes = Enumerable.Range(0, 20_000).Select(second => Platform.Fix("v1", second)).ToArray();
        var written = await platform.Fixes.TakeAsync(fixes, Platform.Now, CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var waiting = platform.Fixes.TakeAsync([Platform.Fix("v2")], Platform.Now, gone.Token).AsTask();
        Assert.False(waiting.IsCompleted);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await platform.Fixes.StartAsync(CancellationToken.None);
        await written;

        Assert.Contains(Platform.Fix("v2"), platform.Durable);
    }
}
