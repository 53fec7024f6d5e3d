using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Telemetry.Security;

/// <summary>What came of a login: who it is, or why not.</summary>
/// <param name="User">The user, as far as it could be read.</param>
/// <param name="Account">The account; a device with a certificate may have none.</param>
/// <param name="Refusal">Why it is refused; null where it is not.</param>
internal readonly record struct Login(DeviceUser? User, DeviceAccount? Account, Rejection? Refusal);

/// <summary>
/// Finds out who logs in. A password that was right before costs microseconds; slow checks run a few at a time and wait in a bounded
/// queue, so that neither a city's devices after an outage nor a guesser take the processor from those who are connected. Thread-safe.
/// </summary>
internal sealed class DeviceLogin(IDeviceAccounts accounts, TimeProvider clock) : IDisposable
{
    /// <summary>So many wrong passwords in a row, and no more are looked at for a while.</summary>
    public const int MostFailures = 5;

    /// <summary>So many names without an account are counted; about 200 bytes each.</summary>
    private const int MostUnknown = 100_000;

    private const int MostWaiting = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _slow = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly ConcurrentDictionary<string, Failures> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Failures> _unknown = new(StringComparer.Ordinal);
    private readonly VerifiedPasswords _verified = new();
    private int _waiting;

    /// <summary>Who it is.</summary>
    /// <param name="userName">What the client says; may be left out with a certificate.</param>
    /// <param name="password">The password; null without.</param>
    /// <param name="certificate">A certificate that the city's authority has signed; null without.</param>
    /// <param name="cancel">Ends the check.</param>
    public async Task<Login> CheckAsync(
        string? userName, string? password, X509Certificate2? certificate, CancellationToken cancel)
    {
        if (certificate is not null)
        {
            return await ByCertificateAsync(userName, certificate, cancel);
        }

        if (string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(password))
        {
            return new Login(null, null, SecurityRefusals.NoCredentials);
        }

        if (!DeviceUser.TryParse(userName, out var user))
        {
            return new Login(null, null, SecurityRefusals.MalformedUser);
        }

        var account = await accounts.FindAsync(userName, cancel);
        var refusal = account?.Secret is { } secret ? await CheckAsync(userName, secret, password, cancel) : CheckUnknown(userName);
        return new Login(user, account, refusal ?? (account is { Disabled: true } ? SecurityRefusals.Disabled : null));
    }

    /// <summary>True if the account is still as it was when the login was checked.</summary>
    public async Task<bool> IsCurrentAsync(Login login, CancellationToken cancel) =>
        login.User is { } user
        && (await accounts.FindAsync(user.ToString(), cancel))?.Revision == login.Account?.Revision;

    public void Dispose() => _slow.Dispose();

    private async Task<Login> ByCertificateAsync(string? userName, X509Certificate2 certificate, CancellationToken cancel)
    {
        if (!CertificateUser.TryRead(certificate, out var user)
            || (!string.IsNullOrEmpty(userName) && userName != user.ToString()))
        {
            return new Login(user, null, SecurityRefusals.CertificateMismatch);
        }

        var account = await accounts.FindAsync(user.ToString(), cancel);
        return new Login(user, account, account is { Disabled: true } ? SecurityRefusals.Disabled : null);
    }

    private async Task<Rejection?> CheckAsync(string user, string secret, string password, CancellationToken cancel)
    {
        if (_verified.Knows(user, secret, password))
        {
            return null;
        }

        // After the look at what was right before: who guesses cannot lock out a device that is known. Nor one that was not seen since the
        // start, if its password was made here: that is not guessed, and costs nothing to look at.
        var isPaused = IsPaused(_failures, user, secret);
        if (isPaused && DevicePassword.IsSlow(secret))
        {
            return SecurityRefusals.TooManyFailures;
        }

        if (await VerifyAsync(secret, password, cancel) is not { } right)
        {
            return SecurityRefusals.Busy;
        }

        if (right)
        {
            _verified.Note(user, secret, password);
            _failures.TryRemove(user, out _);
            return null;
        }

        if (isPaused)
        {
            return SecurityRefusals.TooManyFailures;
        }

        NoteFailure(_failures, user, secret);
        return SecurityRefusals.WrongPassword;
    }

    /// <summary>Refused as an account with another password is, after some tries too: else who guesses would learn which names have one.</summary>
    private Rejection CheckUnknown(string user)
    {
        if (IsPaused(_unknown, user, string.Empty))
        {
            return SecurityRefusals.TooManyFailures;
        }

        if (_unknown.Count >= MostUnknown)
        {
            _unknown.Clear();
        }

        NoteFailure(_unknown, user, string.Empty);
        return SecurityRefusals.UnknownUser;
    }

    private bool IsPaused(ConcurrentDictionary<string, Failures> all, string user, string secret)
    {
        var failures = all.GetValueOrDefault(user);
        return failures.Secret == secret && failures.Count >= MostFailures && clock.GetElapsedTime(failures.At) < Pause;
    }

    private void NoteFailure(ConcurrentDictionary<string, Failures> all, string user, string secret) => all.AddOrUpdate(
        user, _ => new Failures(1, clock.GetTimestamp(), secret),
        (_, before) => new Failures(before.Secret == secret ? before.Count + 1 : 1, clock.GetTimestamp(), secret));

    /// <summary>Null where too many wait.</summary>
    private async Task<bool?> VerifyAsync(string secret, string password, CancellationToken cancel)
    {
        if (!DevicePassword.IsSlow(secret))
        {
            return DevicePassword.Verify(secret, password);
        }

        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _slow.WaitAsync(cancel);
            try
            {
                return await Task.Run(() => DevicePassword.Verify(secret, password), cancel);
            }
            finally
            {
                _slow.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Wrong passwords in a row, for the account's hash as it was then: another password has another chance.</summary>
    private readonly record struct Failures(int Count, long At, string Secret);
}
