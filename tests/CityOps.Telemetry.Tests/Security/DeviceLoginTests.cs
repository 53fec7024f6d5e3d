using CityOps.Engine.Ports;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Telemetry.Tests.Security;

/// <summary>What who guesses passwords learns, and whom they keep out.</summary>
public sealed class DeviceLoginTests : IDeviceAccounts, IDisposable
{
    private const string WithChosen = "vehicles/v1";
    private const string WithMade = "vehicles/v2";
    private const string WithNone = "vehicles/v3";
    private const string TooMany = "credentials.tooManyFailures";

    private readonly string _made = DevicePassword.Generate();
    private readonly Dictionary<string, string> _secrets;
    private readonly FakeTimeProvider _clock = new();
    private readonly DeviceLogin _login;

    public DeviceLoginTests()
    {
        _secrets = new Dictionary<string, string>
        {
            [WithChosen] = DevicePassword.HashChosen("correct horse battery"),
            [WithMade] = DevicePassword.HashGenerated(_made),
        };
        _login = new DeviceLogin(this, _clock);
    }

    public void Dispose() => _login.Dispose();

    [Theory]
    [InlineData(WithChosen)]
    [InlineData(WithMade)]
    [InlineData(WithNone)]
    public async Task After_some_guesses_no_more_are_heard_whether_there_is_an_account_or_not(string user)
    {
        for (var i = 0; i < DeviceLogin.MostFailures; i++)
        {
            Assert.NotEqual(TooMany, await RefusalOfAsync(user, "a guess"));
        }

        Assert.Equal(TooMany, await RefusalOfAsync(user, "a guess"));

        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotEqual(TooMany, await RefusalOfAsync(user, "a guess"));
        Assert.Equal(TooMany, await RefusalOfAsync(user, "a guess"));
    }

    [Fact]
    public async Task Who_guesses_keeps_no_device_out_whose_password_was_made()
    {
        for (var i = 0; i <= DeviceLogin.MostFailures; i++)
        {
            Assert.NotNull(await RefusalOfAsync(WithMade, "a guess"));
        }

        Assert.Null(await RefusalOfAsync(WithMade, _made));
    }

    [Fact]
    public async Task A_device_that_came_before_it_had_an_account_is_let_in_once_it_has_one()
    {
        for (var i = 0; i <= DeviceLogin.MostFailures; i++)
        {
            Assert.NotNull(await RefusalOfAsync(WithNone, _made));
        }

        _secrets[WithNone] = DevicePassword.HashGenerated(_made);

        Assert.Null(await RefusalOfAsync(WithNone, _made));
    }

    Task<DeviceAccount?> IDeviceAccounts.FindAsync(string user, CancellationToken cancel) => Task.FromResult(
        _secrets.TryGetValue(user, out var secret) ? new DeviceAccount(user, secret, false, null, default) : null);

    Task<IReadOnlyList<DeviceAccount>> IDeviceAccounts.ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    Task IDeviceAccounts.SaveAsync(IReadOnlyCollection<DeviceAccount> accounts, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<bool> IDeviceAccounts.RemoveAsync(string user, Instant at, CancellationToken cancel) => throw new NotSupportedException();

    Task<AccountChanges> IDeviceAccounts.ChangedAsync(long after, CancellationToken cancel) => throw new NotSupportedException();

    private async Task<string?> RefusalOfAsync(string user, string password) =>
        (await _login.CheckAsync(user, password, null, CancellationToken.None)).Refusal?.Code;
}
