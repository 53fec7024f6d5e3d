using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Storage.Access;
using CityOps.Storage.Devices;
using NodaTime;

namespace CityOps.Storage.Tests.Access;

public class ApiKeyTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 4, 0);
    private readonly TemporaryDirectory _directory;

    public ApiKeyTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected ApiKeyTests(TemporaryDirectory directory) => _directory = directory;

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task A_key_is_kept_as_it_was_made()
    {
        var keys = Store();
        Assert.True(await keys.AddAsync(Key("desk"), default));

        var found = Assert.Single(await keys.ListAsync(default));

        Assert.Equal(Key("desk").Holder, found.Holder);
        Assert.Equal([1, 2, 3], found.Hash.ToArray());
        Assert.Equal(
            (KeyScopes.Read | KeyScopes.Act, Noon, (Instant?)(Noon + Duration.FromDays(1)), (Instant?)null, (Instant?)null, 1L),
            (found.Scopes, found.CreatedAt, found.ExpiresAt, found.UsedAt, found.RevokedAt, found.Revision));
    }

    [SkippableFact]
    public async Task A_name_is_given_once_even_after_its_key_is_revoked()
    {
        var keys = Store();
        Assert.True(await keys.AddAsync(Key("desk"), default));
        Assert.False(await keys.AddAsync(Key("desk"), default));
        Assert.True(await keys.RevokeAsync("desk", Noon, default));
        Assert.False(await keys.RevokeAsync("desk", Noon, default));
        Assert.False(await keys.AddAsync(Key("desk"), default));
        Assert.Equal(Noon, Assert.Single(await keys.ListAsync(default)).RevokedAt);
    }

    [SkippableFact]
    public async Task Another_process_sees_what_has_changed_and_a_use_is_no_change()
    {
        var (desk, engine) = (Store(), Store());
        await desk.AddAsync(Key("a"), default);
        await desk.AddAsync(Key("b"), default);
        Assert.Equal(["a", "b"], (await engine.ChangedAsync(0, default)).Select(k => k.Name));

        await desk.RevokeAsync("a", Noon, default);
        await engine.NoteUseAsync(new Dictionary<string, Instant> { ["b"] = Noon }, default);

        Assert.Equal("a", Assert.Single(await engine.ChangedAsync(2, default)).Name);
        Assert.Equal([null, Noon], (await desk.ListAsync(default)).Select(k => k.UsedAt));
    }

    [SkippableFact]
    public async Task Changes_at_the_same_time_have_numbers_of_their_own()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"k-{i}")];
        var keys = Store();

        await Task.WhenAll(names.Select(name => keys.AddAsync(Key(name), default)));
        Assert.Equal(Numbers(1), (await keys.ChangedAsync(0, default)).Select(k => k.Revision));
        await Task.WhenAll(names.Select(name => keys.RevokeAsync(name, Noon, default)));
        Assert.Equal(Numbers(21), (await keys.ChangedAsync(20, default)).Select(k => k.Revision));

        IEnumerable<long> Numbers(int first) => Enumerable.Range(first, names.Length).Select(i => (long)i);
    }

    private ApiKeyStore Store() => new(new DeviceFile(_directory.Options));

    private static ApiKey Key(string name) => new(
        name, new byte[] { 1, 2, 3 }, new KeyHolder(Roles.ShiftLead | Roles.Leader, "3601", null), KeyScopes.Read | KeyScopes.Act, Noon,
        Noon + Duration.FromDays(1));
}
