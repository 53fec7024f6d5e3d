using System.Runtime.InteropServices;
using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>The tails of all devices. Thread-safe for readers beside one writer.</summary>
internal sealed class TrackTails
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Device, TrackTail> _tails = [];
    private int _count;

    /// <summary>How many fixes there are.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(ReadOnlySpan<Fix> batch)
    {
        lock (_gate)
        {
            foreach (ref readonly var fix in batch)
            {
                ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_tails, fix.Device, out _);
                (own ??= new TrackTail(fix.Device)).Add(fix);
            }

            _count += batch.Length;
        }
    }

    /// <summary>When the newest fix of a device was taken that has fixes here.</summary>
    public Instant NewestOf(Device device)
    {
        lock (_gate)
        {
            return _tails[device].Extent.Last;
        }
    }

    /// <summary>The devices that have fixes here.</summary>
    public List<Device> Devices()
    {
        lock (_gate)
        {
            return [.. _tails.Where(t => t.Value.Count > 0).Select(t => t.Key)];
        }
    }

    /// <summary>The fixes of a device.</summary>
    public List<Fix> Of(Device device)
    {
        byte[] blob;
        lock (_gate)
        {
            if (!_tails.TryGetValue(device, out var tail) || tail.Count == 0)
            {
                return [];
            }

            blob = tail.Blob();
        }

        return FixBlob.Decode(blob);
    }

    /// <summary>The fixes of every device whose fixes reach into a span and a box.</summary>
    public List<Fix> Within(TrackExtent extent)
    {
        List<byte[]> blobs;
        lock (_gate)
        {
            blobs = [.. _tails.Values.Where(t => t.Count > 0 && t.Extent.Reaches(extent)).Select(t => t.Blob())];
        }

        return [.. blobs.SelectMany(blob => FixBlob.Decode(blob))];
    }

    /// <summary>The tails of devices, for the writer.</summary>
    public List<TrackTail> ToWrite(IEnumerable<Device> devices)
    {
        lock (_gate)
        {
            return [.. devices.Select(device => _tails[device])];
        }
    }

    /// <summary>Their fixes are in chunks now.</summary>
    public void Clear(IEnumerable<TrackTail> written)
    {
        lock (_gate)
        {
            foreach (var tail in written)
            {
                _count -= tail.Count;
                tail.Clear();
            }
        }
    }
}
