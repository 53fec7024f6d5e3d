using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;

namespace CityOps.Simulator.Life;

/// <summary>Somewhere to go and look.</summary>
/// <param name="Task">The engine's task.</param>
/// <param name="IsInspection">True after handling, false before filing.</param>
/// <param name="Place">Where.</param>
internal sealed record Errand(string Task, bool IsInspection, GeoPoint Place)
{
    /// <summary>What is found there: mostly what one hopes for.</summary>
    /// <param name="luck">0 up to, but not, 1.</param>
    public string Found(double luck) => (IsInspection, luck) switch
    {
        (true, < 0.92) => "passed",
        (true, < 0.98) => "failed",
        (false, < 0.88) => "confirmed",
        (false, < 0.97) => "notFound",
        _ => "unable",
    };
}

/// <summary>
/// Where the engine has asked a collector to go and look. Hears commands while the collector walks; each counts once, however
/// often it comes. Safe for concurrent use.
/// </summary>
internal sealed class Errands
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _heard = [];
    private readonly List<Errand> _ahead = [];
    private readonly Queue<Errand> _arrived = new();
    private Errand? _underWay;

    /// <summary>A command has come.</summary>
    public void Hear(CommandMessage command)
    {
        if (command is not { Id: { } id, Task: { } task })
        {
            return;
        }

        lock (_gate)
        {
            if (!_heard.Add(id))
            {
                return;
            }

            if (command is { Type: "verify" or "inspect", Lon: { } lon, Lat: { } lat })
            {
                _ahead.Add(new(task, command.Type == "inspect", GeoPoint.At(latitude: lat, longitude: lon)));
            }
            else if (command.Type == "message")
            {
                _ahead.RemoveAll(errand => errand.Task == task);
                _underWay = _underWay?.Task == task ? null : _underWay;
            }
        }
    }

    /// <summary>The collector has come to the last goal; where an errand leads next, or null for none.</summary>
    public GeoPoint? Next()
    {
        lock (_gate)
        {
            if (_underWay is { } done)
            {
                _arrived.Enqueue(done);
            }

            _underWay = _ahead.FirstOrDefault();
            if (_underWay is not null)
            {
                _ahead.RemoveAt(0);
            }

            return _underWay?.Place;
        }
    }

    /// <summary>An errand whose place is reached, once; null for none.</summary>
    public Errand? Arrived()
    {
        lock (_gate)
        {
            return _arrived.TryDequeue(out var errand) ? errand : null;
        }
    }

    /// <summary>The shift is over: the engine finds others.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _ahead.Clear();
            _arrived.Clear();
            _underWay = null;
        }
    }
}
