using System.Globalization;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// Carries what vehicles have not answered to terminals that are connected: one command of a vehicle after the other, no vehicle
/// waiting for another. What is open in the vehicle is the queue, so that none is kept here: there is at most one run a terminal.
/// Thread-safe.
/// </summary>
internal sealed class TerminalCommands : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly Jt808Sessions _terminals;
    private readonly IDeviceGateway _devices;
    private readonly TimeProvider _clock;
    private readonly ILogger<TerminalCommands> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    // The vehicles that are being served; true where there is news since their commands were read.
    private readonly Dictionary<string, bool> _running = [];

    public TerminalCommands(
        Jt808Sessions terminals, IDeviceGateway devices, TimeProvider clock, ILogger<TerminalCommands> logger)
    {
        (_terminals, _devices, _clock, _logger) = (terminals, devices, clock, logger);
        terminals.Entered += Wake;
    }

    /// <summary>The vehicle has commands; false if its terminal is not connected. Does not wait.</summary>
    public bool TryWake(string vehicle)
    {
        var isConnected = _terminals.IsConnected(vehicle);
        if (isConnected)
        {
            Wake(vehicle);
        }

        return isConnected;
    }

    public void Dispose()
    {
        _terminals.Entered -= Wake;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Wake(string vehicle)
    {
        lock (_gate)
        {
            if (!_running.TryAdd(vehicle, false))
            {
                _running[vehicle] = true;
                return;
            }
        }

        _ = RunAsync(vehicle, _stopping.Token);
    }

    private async Task RunAsync(string vehicle, CancellationToken cancel)
    {
        try
        {
            do
            {
                await CarryAsync(vehicle, cancel);
            }
            while (GoesOn(vehicle));
        }
#pragma warning disable CA1031 // Nobody awaits it; the terminal is served again when it comes, or with its next command.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (e is not OperationCanceledException)
            {
                _logger.CommandsFailed(e, vehicle);
            }

            lock (_gate)
            {
                _running.Remove(vehicle);
            }
        }
    }

    private bool GoesOn(string vehicle)
    {
        lock (_gate)
        {
            if (_running[vehicle])
            {
                _running[vehicle] = false;
                return true;
            }

            _running.Remove(vehicle);
            return false;
        }
    }

    private async Task CarryAsync(string vehicle, CancellationToken cancel)
    {
        var device = new Device(DeviceKind.Vehicle, vehicle);
        var read = await UntilAnsweredAsync(() => _devices.GetAsync(device, cancel), vehicle, cancel);
        if (read is not Answer<DeviceView>.Done { View: var view })
        {
            return;
        }

        foreach (var command in view.Commands.Where(c => c.IsOpen))
        {
            var outcome = await _terminals.SendAsync(vehicle, Of(command.Order), cancel);
            if (AnswerOf(outcome) is not var (done, note))
            {
                // A terminal that is away or silent is tried again when it comes, or with its next command.
                return;
            }

            var origin = new Origin(
                new Actor(vehicle, Roles.Device), Channel.Vehicle, $"{command.Id}/jt808", _clock.GetCurrentInstant());
            await UntilAnsweredAsync(
                () => _devices.SendAsync(new AnswerCommand(device, origin, command.Id, done, note), cancel), vehicle, cancel);
        }
    }

    private static TerminalCommand Of(Order order) => order switch
    {
        { Type: CommandType.Locate } => new AskPosition(),
        { Place: { } place } => new ShowText(
            string.Create(CultureInfo.InvariantCulture, $"{order.Text} ({place.Longitude:0.00000},{place.Latitude:0.00000})").TrimStart()),
        _ => new ShowText(order.Text ?? ""),
    };

    /// <summary>What the terminal says to it; null where it says nothing.</summary>
    private static (bool Done, string? Note)? AnswerOf(TerminalOutcome outcome) => outcome switch
    {
        TerminalOutcome.Answered or TerminalOutcome.Located => (true, null),
        TerminalOutcome.NotLocated => (false, "The terminal does not know where it is."),
        TerminalOutcome.Refused { Result: var result } => (false, $"The terminal answers with result {result}."),
        _ => null,
    };

    private async Task<Answer<DeviceView>> UntilAnsweredAsync(
        Func<Task<Answer<DeviceView>>> ask, string vehicle, CancellationToken cancel)
    {
        while (true)
        {
            var answer = await ask();
            if (answer is not Answer<DeviceView>.Refused { Reason.Kind: RejectionKind.Unavailable })
            {
                return answer;
            }

            _logger.EngineAway($"vehicles/{vehicle}");
            await Task.Delay(BetweenTries, _clock, cancel);
        }
    }
}
