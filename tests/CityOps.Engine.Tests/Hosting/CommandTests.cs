using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Devices;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>Commands through the whole engine, on a clock of the test's.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly Instant Due = EngineRun.Start + Duration.FromHours(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-commands-").FullName;
    private readonly FakeTimeProvider _clock = new(EngineRun.Start.ToDateTimeOffset());

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(DeviceKind.Vehicle, "v1")]
    [InlineData(DeviceKind.Collector, "c1")]
    public async Task A_command_goes_down_and_expires_though_nothing_else_happens(DeviceKind kind, string id)
    {
        var device = new Device(kind, id);
        await using (var run = await StartAsync())
        {
            var given = EngineRun.Done(await run.Devices.SendAsync(Send(device, "o1"), default));
            Assert.Equal(CommandState.Waiting, Assert.Single(given.Commands).State);

            await Eventually.Is(() => Task.FromResult(run.Handsets.Told), told => told.Count == 1);
            Assert.Equal((device, "o1"), (run.Handsets.Told[0].Device, run.Handsets.Told[0].Command.Id));
            await IndexedAsync(run, $"{kind}-{id}".ToLowerInvariant(), Due);
        }

        // The engine is down at its due time.
        _clock.Advance(TimeSpan.FromHours(2));
        await using var next = await StartAsync();
        var expired = await next.DeviceAsync(device, d => d.Commands is [{ State: CommandState.Expired }]);
        Assert.Equal(Due, expired.Commands[0].EndedAt);
        await IndexedAsync(next, $"{kind}-{id}".ToLowerInvariant(), null);
    }

    [Fact]
    public async Task What_was_answered_is_not_sent_again_by_a_feed_that_begins_anew()
    {
        var device = new Device(DeviceKind.Vehicle, "v1");
        await using (var run = await StartAsync())
        {
            await run.Devices.SendAsync(Send(device, "o1"), default);
            await run.Devices.SendAsync(Send(device, "o2"), default);
            await Eventually.Is(() => Task.FromResult(run.Handsets.Told), told => told.Count == 2);
            EngineRun.Done(await run.Devices.SendAsync(new AnswerCommand(device, EngineRun.By("r"), "o1", true, null), default));
            await run.ResetFeedsAsync("commands");
        }

        await using var next = await StartAsync();
        await Eventually.Is(() => Task.FromResult(next.Handsets.Told), told => told.Count > 0);
        Assert.Equal(["o2"], next.Handsets.Told.Select(t => t.Command.Id));
    }

    [Fact]
    public async Task A_device_that_was_never_heard_of_is_not_commanded()
    {
        await using var run = await StartAsync();

        var answer = await run.Devices.SendAsync(Send(new Device(DeviceKind.Vehicle, "nobody"), "o1"), default);

        Assert.Equal("vehicle.notFound", Assert.IsType<Answer<DeviceView>.Refused>(answer).Reason.Code);
        Assert.Empty(await run.Journal.OfEntityAsync("vehicle-nobody", 1, long.MaxValue, default));
    }

    [Fact]
    public async Task Lists_do_not_carry_commands()
    {
        var device = new Device(DeviceKind.Vehicle, "v1");
        await using var run = await StartAsync();
        run.Tell(device, 0, TinyCity.Middle(0));
        await run.Devices.SendAsync(Send(device, "o1"), default);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var listed = await Eventually.Is(
            () => run.Lists.DevicesAsync(new Engine.Ports.DeviceQuery(DeviceKind.Vehicle), default), page => page.Items.Count == 1);
        Assert.Empty(listed.Items[0].Commands);
    }

    private Task<EngineRun> StartAsync() => EngineRun.StartAsync(_directory, clock: _clock);

    private static async Task IndexedAsync(EngineRun run, string entity, Instant? due) => await Eventually.Is(
        () => run.Deadlines.FindAsync([entity], default), entries => entries.SingleOrDefault()?.Due == due);

    private static SendCommand Send(Device device, string id) =>
        new(device, EngineRun.By(id), id, new Order(CommandType.Message, "回来", null, Due));
}
