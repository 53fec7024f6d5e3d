using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Geo;
using CityOps.Domain.Tests;
using CityOps.Engine;
using CityOps.Engine.Components;
using CityOps.Engine.Ports;
using CityOps.Storage.Components;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Storage.Tests.Components;

/// <summary>The registers of two nodes on one database.</summary>
public class ComponentRegisterTests : IAsyncLifetime, IDisposable
{
    private const string Cover = "3601020101000001";
    private const string Lamp = "3601020201000001";

    private static readonly CityConfiguration City = Cities.Empty with
    {
        Components = new[]
        {
            new Component(Cover, "0101", GeoPoint.At(latitude: 28.6, longitude: 115.8), "roads"),
            new Component(Lamp, "0201", GeoPoint.At(latitude: 28.61, longitude: 115.81), "roads"),
        }.ToDictionary(c => c.Code),
    };

    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ComponentRegister _one;
    private readonly ComponentRegister _other;

    public ComponentRegisterTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected ComponentRegisterTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _one = Register(new ComponentLog(_data));
        _other = Register(new ComponentLog(_data));
    }

    public async Task InitializeAsync()
    {
        await _one.StartAsync(default);
        await _other.StartAsync(default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task What_one_node_registers_the_other_has_after_its_next_look()
    {
        await _one.ChangeAsync(Correct(Cover, ComponentState.Damaged, "c-1"), default);

        await _other.FollowAsync(default);

        Assert.Equal(1, _other.Find(Cover)?.Version);
        Assert.Equal(ComponentState.Damaged, Assert.Single(_other.Index.All(), c => c.Entry.Code == Cover).State);
    }

    [SkippableFact]
    public async Task A_change_whose_number_comes_late_is_seen_too()
    {
        await _one.ChangeAsync(Correct(Cover, ComponentState.Damaged, "c-1"), default);
        Execute("UPDATE component_change SET number = 50");
        await _other.FollowAsync(default);
        await _one.ChangeAsync(Correct(Lamp, ComponentState.Missing, "c-2"), default);
        Execute("UPDATE component_change SET number = 20 WHERE command_id = 'c-2'");

        await _other.FollowAsync(default);

        Assert.Equal(ComponentState.Missing, _other.Find(Lamp)?.State);
    }

    [SkippableFact]
    public async Task A_change_is_decided_of_what_the_other_node_has_registered_a_moment_ago()
    {
        await _one.ChangeAsync(Correct(Cover, ComponentState.Damaged, "c-1"), default);

        var old = await _other.ChangeAsync(Correct(Cover, ComponentState.Missing, "c-2") with { Expected = 0 }, default);
        var second = await _other.ChangeAsync(Correct(Cover, ComponentState.Missing, "c-3"), default);
        var again = await _one.ChangeAsync(Correct(Cover, ComponentState.Missing, "c-3"), default);

        Assert.Equal(ComponentRejections.VersionDiffers, Assert.IsType<Answer<ManagedComponent>.Refused>(old).Reason);
        Assert.Equal((2, false), VersionOf(second));
        Assert.Equal((2, true), VersionOf(again));
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData(0L)]
    public async Task Who_is_beaten_by_the_other_node_decides_again(long? expected)
    {
        var log = new BeatenLog(new ComponentLog(_data), () => _one.ChangeAsync(Correct(Cover, ComponentState.Damaged, "c-1"), default));
        using var beaten = Register(log);
        await beaten.StartAsync(default);

        var answer = await beaten.ChangeAsync(Correct(Cover, ComponentState.Missing, "c-2") with { Expected = expected }, default);

        if (expected is null)
        {
            Assert.Equal((2, false), VersionOf(answer));
        }
        else
        {
            Assert.Equal(ComponentRejections.VersionDiffers, Assert.IsType<Answer<ManagedComponent>.Refused>(answer).Reason);
        }
    }

    private static ComponentRegister Register(IComponentLog log) => new(City, log, new FakeTimeProvider());

    private static ChangeComponent Correct(string code, ComponentState state, string command) => new(
        code, ComponentChangeKind.Correct, new Origin(new Actor("zhao", Roles.Leader), Channel.Console, command, Samples.Start)) { State = state };

    private static (long Version, bool Repeated) VersionOf(Answer<ManagedComponent> answer)
    {
        var done = Assert.IsType<Answer<ManagedComponent>.Done>(answer);
        return (done.View.Version, done.Repeated);
    }

    private void Execute(string sql)
    {
        using var connection = _data.Components.Open();
        connection.Execute(sql);
    }

    /// <summary>Somebody else is quicker, once.</summary>
    private sealed class BeatenLog(IComponentLog log, Func<Task> rival) : IComponentLog
    {
        private bool _isBeaten;

        public async Task<bool> AppendAsync(ComponentChange change, CancellationToken cancel)
        {
            if (!_isBeaten)
            {
                _isBeaten = true;
                await rival();
            }

            return await log.AppendAsync(change, cancel);
        }

        public Task<IReadOnlyList<NumberedChange>> NewestAsync(CancellationToken cancel) => log.NewestAsync(cancel);

        public Task<IReadOnlyList<NumberedChange>> AfterAsync(long number, CancellationToken cancel) => log.AfterAsync(number, cancel);

        public Task<ComponentChange?> FindAsync(string by, string commandId, CancellationToken cancel) => log.FindAsync(by, commandId, cancel);

        public Task<IReadOnlyList<ComponentChange>> OfAsync(string code, long before, int limit, CancellationToken cancel) =>
            log.OfAsync(code, before, limit, cancel);
    }
}
