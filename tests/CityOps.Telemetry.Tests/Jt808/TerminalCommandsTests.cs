using System.Threading.Channels;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>What a vehicle has not answered, at its terminal.</summary>
public sealed class TerminalCommandsTests : IDeviceGateway
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);
    private readonly Channel<AnswerCommand> _answers = System.Threading.Channels.Channel.CreateUnbounded<AnswerCommand>();
    private DeviceView _view = new(new Device(DeviceKind.Vehicle, "v1"), null);

    [Theory]
    [InlineData(0, true, null)]
    [InlineData(3, false, "The terminal answers with result 3.")]
    public async Task The_terminals_answer_is_the_commands(byte result, bool done, string? note)
    {
        await using var terminal = await Wired.EnteredAsync();
        using var commands = Commands(terminal);
        Given("o1", CommandType.Message, "stop");

        Assert.True(commands.TryWake("v1"));
        var (serial, message, body) = await terminal.NextWithSerialAsync();
        Assert.Equal((Jt808Message.Text, "0C" + "73746F70"), (message, body));
        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(serial, message, (Jt808Result)result));

        var answer = await _answers.Reader.ReadAsync().AsTask().WaitAsync(Deadline);
        Assert.Equal(("o1", done, note), (answer.Id, answer.Done, answer.Note));
    }

    [Fact]
    public async Task One_goes_after_the_other_and_a_silent_terminal_is_tried_again_with_the_next()
    {
        await using var terminal = await Wired.EnteredAsync();
        using var commands = Commands(terminal);
        Given("o1", CommandType.Message, "one");
        Given("o2", CommandType.Locate, null);
        Assert.True(commands.TryWake("v1"));
        Assert.Equal((Jt808Message.Text, "0C" + "6F6E65"), await terminal.NextAsync());
        terminal.Platform.Clock.Advance(Jt808Session.Patience);

        // Whether the run that gave up has ended by now or not: what is woken is served.
        Assert.True(commands.TryWake("v1"));
        var (serial, message, _) = await terminal.NextWithSerialAsync();
        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(serial, message, Jt808Result.Done));
        Assert.Equal("o1", (await _answers.Reader.ReadAsync().AsTask().WaitAsync(Deadline)).Id);
        Assert.Equal((Jt808Message.AskPosition, ""), await terminal.NextAsync());
    }

    [Fact]
    public async Task A_vehicle_without_a_terminal_is_not_woken()
    {
        await using var terminal = await Wired.EnteredAsync();
        using var commands = Commands(terminal);

        Assert.False(commands.TryWake("v2"));
    }

    private TerminalCommands Commands(Wired terminal) => new(
        terminal.Platform.Sessions, this, terminal.Platform.Clock, NullLogger<TerminalCommands>.Instance);

    private void Given(string id, CommandType type, string? text) => _view = _view with
    {
        Commands = _view.Commands.Add(new DownlinkCommand(
            id, new Order(type, text, null, Platform.Now + Duration.FromHours(1)), Platform.Now, "d1")),
    };

    Task<Answer<DeviceView>> IDeviceGateway.GetAsync(Device device, CancellationToken cancel) => Found();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(DownlinkAct act, CancellationToken cancel)
    {
        var answer = Assert.IsType<AnswerCommand>(act);
        _view = _view with { Commands = _view.Commands.RemoveAll(c => c.Id == answer.Id) };
        Assert.True(_answers.Writer.TryWrite(answer));
        return Found();
    }

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(CollectorCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(VehicleCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    void IDeviceGateway.Tell(ReadOnlySpan<LocatedFix> fixes) => throw new NotSupportedException();

    void IDeviceGateway.TellStatus(Device device, bool online) => throw new NotSupportedException();

    private Task<Answer<DeviceView>> Found() => Task.FromResult<Answer<DeviceView>>(new Answer<DeviceView>.Done(_view, false));
}
