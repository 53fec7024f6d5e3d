using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Jt808;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Looks once a second for accounts and decisions that have changed, whoever changed them, and ends what is no longer allowed; writes
/// what was refused and noted meanwhile.
/// </summary>
internal sealed class DeviceWatch(
    IDeviceAccounts accounts,
    IQuarantine quarantine,
    DeviceDirectory directory,
    DeviceSessions sessions,
    Jt808Sessions terminals,
    QuarantineBook book,
    RefusalTally refusals,
    TimeProvider clock,
    ILogger<DeviceWatch> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private long _accounts;
    private long _decisions;

    /// <summary>Reads everything before the broker lets anyone in.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await book.LoadAsync(cancellationToken);
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                refusals.Flush();
                try
                {
                    await LookAsync(stoppingToken);
                    await book.FlushAsync(CancellationToken.None);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A full disk, a busy file: whoever is connected stays, and the next look sees the same changes.
                    logger.AccountsNotRead(e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            refusals.Flush();
            await book.FlushAsync(CancellationToken.None);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        var changed = await accounts.ChangedAsync(_accounts, cancel);
        var decided = await quarantine.DecidedAsync(_decisions, cancel);
        directory.Apply(changed);
        directory.Apply(decided);
        if (changed.Users.Count + decided.Devices.Count > 0)
        {
            sessions.Review();
        }

        CutTerminals(changed.Users);
        await sessions.EndAsync(changed.Users);
        await sessions.EndAsync(decided.Devices.Select(d => d.Device));
        (_accounts, _decisions) = (changed.Revision, decided.Revision);
    }

    /// <summary>A terminal's code has nothing to do with its account: it may go on unless that is disabled.</summary>
    private void CutTerminals(IEnumerable<AccountChange> changes)
    {
        foreach (var change in changes.Where(c => c.Disabled))
        {
            if (DeviceUser.TryParseDevice(change.User, out var device) && device.Kind == DeviceKind.Vehicle)
            {
                terminals.Cut(device.Id);
            }
        }
    }
}
