using System.Diagnostics.Metrics;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>How many entities an engine has in memory, by its own metric.</summary>
internal sealed class EntityCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _inMemory;

    public EntityCount(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other engines of this process have the same meter under a factory of their own.
            if (instrument.Name == "cityops.entities" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _inMemory, change));
        _listener.Start();
    }

    public long InMemory => Interlocked.Read(ref _inMemory);

    public void Dispose() => _listener.Dispose();
}
