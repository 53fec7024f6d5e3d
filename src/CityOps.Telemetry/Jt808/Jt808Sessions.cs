using System.Collections.Concurrent;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Telemetry.Jt808;

/// <summary>The terminals that have authenticated, by vehicle. Who comes again on another connection takes its place. Thread-safe.</summary>
internal sealed class Jt808Sessions(IDeviceGateway devices) : ITerminals
{
    private readonly ConcurrentDictionary<string, Jt808Session> _byVehicle = new();

    /// <summary>A vehicle's terminal has authenticated.</summary>
    public event Action<string>? Entered;

    /// <summary>True while the vehicle's terminal is connected.</summary>
    public bool IsConnected(string vehicle) => _byVehicle.ContainsKey(vehicle);

    /// <inheritdoc/>
    public async Task<TerminalOutcome> SendAsync(string vehicle, TerminalCommand command, CancellationToken cancel) =>
        _byVehicle.TryGetValue(vehicle, out var session)
            ? await session.AskAsync(command, cancel)
            : new TerminalOutcome.NotConnected();

    /// <summary>The terminal has authenticated: its vehicle is online.</summary>
    public void Enter(Jt808Session session, Terminal terminal)
    {
        session.Begin(terminal);
        Jt808Session? before = null;
        _byVehicle.AddOrUpdate(
            terminal.Vehicle.Id, session,
            (_, other) =>
            {
                before = other;
                return session;
            });
        if (before is not null && before != session)
        {
            // A connection that the network has lost, and that nobody has closed yet.
            before.Close();
        }

        devices.TellStatus(terminal.Vehicle, online: true);
        Entered?.Invoke(terminal.Vehicle.Id);
    }

    /// <summary>Ends the connection of a vehicle's terminal, if it has one.</summary>
    public void Cut(string vehicle)
    {
        if (_byVehicle.TryGetValue(vehicle, out var session))
        {
            session.Close();
        }
    }

    /// <summary>The terminal has logged off: its vehicle is offline, unless it has come on another connection.</summary>
    public void Leave(Jt808Session session)
    {
        var left = session.Current;
        session.End();
        if (left is not null && _byVehicle.TryRemove(new KeyValuePair<string, Jt808Session>(left.Vehicle.Id, session)))
        {
            devices.TellStatus(left.Vehicle, online: false);
        }
    }
}
