using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>
/// The accounts that devices log in with. Another process may change them at any time; whoever keeps something of them asks what
/// has changed. Thread-safe.
/// </summary>
public interface IDeviceAccounts
{
    /// <summary>The account of a name; null where there is none.</summary>
    Task<DeviceAccount?> FindAsync(string user, CancellationToken cancel);

    /// <summary>Every account, by name.</summary>
    Task<IReadOnlyList<DeviceAccount>> ListAsync(CancellationToken cancel);

    /// <summary>Adds accounts, or puts them in the place of those of the same names; all of them in one commit.</summary>
    Task SaveAsync(IReadOnlyCollection<DeviceAccount> accounts, CancellationToken cancel);

    /// <summary>Removes an account.</summary>
    /// <returns>False where there was none.</returns>
    Task<bool> RemoveAsync(string user, Instant at, CancellationToken cancel);

    /// <summary>What has changed after the given revision; 0 for everything.</summary>
    Task<AccountChanges> ChangedAsync(long after, CancellationToken cancel);
}

/// <summary>An account.</summary>
/// <param name="User">The name: <c>vehicles/v0001</c>, <c>collectors/360102-001</c> or <c>gateways/g1</c>.</param>
/// <param name="Secret">The hash of the password; null where a client certificate is the only way in.</param>
/// <param name="Disabled">True while nobody may log in under the name, whatever they have.</param>
/// <param name="Carries">What a gateway carries; null for a device.</param>
/// <param name="ChangedAt">When it was changed last.</param>
public sealed record DeviceAccount(string User, string? Secret, bool Disabled, CarriedDevices? Carries, Instant ChangedAt)
{
    /// <summary>Grows with every change of any account; the store gives it.</summary>
    public long Revision { get; init; }
}

/// <summary>What a gateway carries.</summary>
/// <param name="Names">Devices by name.</param>
/// <param name="Department">All vehicles of this department; null for none.</param>
public sealed record CarriedDevices(IReadOnlyList<string> Names, string? Department);

/// <summary>Accounts that have changed.</summary>
/// <param name="Users">In the order of their changes.</param>
/// <param name="Revision">Ask for what has changed after this the next time.</param>
public sealed record AccountChanges(IReadOnlyList<AccountChange> Users, long Revision);

/// <summary>The last change of an account.</summary>
/// <param name="User">The name.</param>
/// <param name="Disabled">Whether it is disabled now; one that was removed is not.</param>
/// <param name="Revision">The revision of the change.</param>
public readonly record struct AccountChange(string User, bool Disabled, long Revision);
