using System.Collections.Concurrent;
using System.Security.Cryptography;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace CityOps.Http.Calling;

/// <summary>
/// The keys in memory. Looks once a second for what has changed, whoever changed it, and writes once a minute when keys were used last.
/// Thread-safe.
/// </summary>
internal sealed class KeyRing(IApiKeys keys, TimeProvider clock, ILogger<KeyRing> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly Duration BetweenNotes = Duration.FromMinutes(1);
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Instant> _uses = new(StringComparer.Ordinal);
    private long _revision;
    private Instant _noted;

    /// <summary>The key of a text, or the answer to who has none that holds.</summary>
    public (ApiKey? Key, Refused? Refused) Find(string text)
    {
        var now = clock.GetCurrentInstant();
        if (!ApiKeyText.TryParse(text, out var name, out var hash)
            || !_keys.TryGetValue(name, out var key)
            || !CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash))
        {
            return (null, Refused.KeyUnknown);
        }

        if (key.RevokedAt is not null)
        {
            return (null, Refused.KeyRevoked);
        }

        if (key.ExpiresAt <= now)
        {
            return (null, Refused.KeyExpired);
        }

        _uses[name] = now;
        return (key, null);
    }

    /// <summary>Reads every key before the first call is taken.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _noted = clock.GetCurrentInstant();
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                    if (clock.GetCurrentInstant() - _noted >= BetweenNotes)
                    {
                        await NoteAsync();
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A busy file: the keys that are known hold, and the next look sees the same changes.
                    HttpLog.KeysNotRead(log, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await NoteAsync();
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        foreach (var key in await keys.ChangedAsync(_revision, cancel))
        {
            _keys[key.Name] = key;
            _revision = key.Revision;
        }
    }

    private async Task NoteAsync()
    {
        _noted = clock.GetCurrentInstant();
        var uses = _uses.ToArray();
        if (uses.Length > 0)
        {
            await keys.NoteUseAsync(new Dictionary<string, Instant>(uses), CancellationToken.None);
        }

        foreach (var use in uses)
        {
            _uses.TryRemove(use);
        }
    }
}
