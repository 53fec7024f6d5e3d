using CityOps.Engine;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// Deletes what nobody names and uploads that were given up. A file is hidden first, and deleted only when the feed of uses has passed
/// every event that was journalled until then: a case that named the file while it could be seen has brought it back by then, and one
/// that names it later finds it missing and has it sent again. All nodes of a cluster sweep the bucket that they share.
/// </summary>
internal sealed class FileSweep(
    IncomingFolder incoming, IFileStore store, FileBook book, UploadStore uploads, FileUses uses, IFeedStore feeds, IJournalReader journal, StorageOptions options, TimeProvider clock,
    ILogger<FileSweep> log) : BackgroundService
{
    /// <summary>After so long a round that could not be ended is tried again: under load the feed of uses is always a little behind.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    // A bucket is listed for them as a whole.
    private static readonly Duration BetweenStrays = Duration.FromDays(1);
    private readonly Duration _grace = Duration.FromTimeSpan(options.Files.KeepUnnamed);

    // What was hidden, by whichever node, when the journal was as far as that.
    private HashSet<FileHash> _hidden = [];
    private long? _condemnedBefore;
    private Instant _lookForStraysAt;

    /// <summary>Deletes the halves that a kill left behind, before the first upload is taken.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        incoming.ForgetBut(await book.AllAsync(cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    /// <summary>One round. What it hides, a later round deletes.</summary>
    public async Task<Swept> SweepAsync(CancellationToken cancel)
    {
        await uploads.ExpireAsync(cancel);

        // A feed that is behind, or is made again, does not know yet what is named.
        var newest = await journal.NewestAsync(cancel);
        var seen = await feeds.OffsetAsync(IFiles.UseFeed, 0, cancel);
        var deleted = _condemnedBefore <= seen ? await SettleAsync(cancel) : 0;
        if (seen < newest)
        {
            return new Swept(deleted, false);
        }

        await CondemnAsync(cancel);
        var hidden = store.AllCondemned().ToHashSet();
        (_condemnedBefore, _hidden) = (await journal.NewestAsync(cancel), hidden);
        if (_lookForStraysAt <= clock.GetCurrentInstant())
        {
            await store.DeleteStraysAsync(clock.GetCurrentInstant() - _grace, cancel);
            _lookForStraysAt = clock.GetCurrentInstant() + BetweenStrays;
        }

        return new Swept(deleted, true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await TrySweepAsync(stoppingToken) ? BetweenSweeps : Soon, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }
    }

    /// <returns>True if the round is done.</returns>
    private async Task<bool> TrySweepAsync(CancellationToken cancel)
    {
        try
        {
            var swept = await SweepAsync(cancel);
            if (swept.Deleted > 0)
            {
                log.FilesSwept(swept.Deleted);
            }

            return swept.IsDone;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A busy file, a full disk, a store that is down: nothing was deleted that should not be, and the next round goes on.
            log.FilesNotSwept(e);
            return true;
        }
    }

    private async Task CondemnAsync(CancellationToken cancel)
    {
        var before = clock.GetCurrentInstant() - _grace;
        foreach (var hash in store.OlderThan(before))
        {
            if ((await uses.CasesOfAsync(hash, cancel)).Count == 0)
            {
                store.Condemn(hash, before);
            }
        }
    }

    private async Task<int> SettleAsync(CancellationToken cancel)
    {
        var deleted = 0;
        foreach (var hash in store.AllCondemned().Where(_hidden.Contains))
        {
            if ((await uses.CasesOfAsync(hash, cancel)).Count > 0 && store.Pardon(hash))
            {
                continue;
            }

            if (await store.DeleteAsync(hash, cancel))
            {
                await book.ForgetUploadersAsync(hash, clock.GetCurrentInstant() - _grace, cancel);
                deleted++;
            }
        }

        return deleted;
    }
}

/// <summary>What came of a round.</summary>
/// <param name="Deleted">How many files were deleted.</param>
/// <param name="IsDone">False where the feed of uses was behind, so that nothing could be judged.</param>
internal readonly record struct Swept(int Deleted, bool IsDone);
