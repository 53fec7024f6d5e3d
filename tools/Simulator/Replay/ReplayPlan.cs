using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Replay;

/// <summary>The files to replay; null for what is not wanted.</summary>
internal sealed record ReplayFiles(string? ServiceRequests, string? Walk, string? Car, string? Frames);

/// <summary>A recorded track as the track of a device of the city.</summary>
/// <param name="Device"><c>collectors/ID</c> or <c>vehicles/ID</c>.</param>
/// <param name="Points">In the city's place and the replay's time.</param>
internal sealed record PlannedTrack(string Device, IReadOnlyList<TrackPoint> Points);

/// <summary>All that a replay will send, worked out before anything is sent: the same on every replay.</summary>
internal sealed record ReplayPlan(
    IReadOnlyList<ReportMessage> Reports, IReadOnlyList<PlannedTrack> Tracks, IReadOnlyList<RecordedFrame> Frames)
{
    /// <summary>When the replayed tracks begin: a Monday morning in the city, 09:00 at +08:00.</summary>
    public static Instant TracksBegin { get; } = Instant.FromUtc(2026, 3, 2, 1, 0);

    /// <summary>Reads the files.</summary>
    /// <param name="city">Where it is moved to.</param>
    /// <param name="files">What to replay.</param>
    /// <param name="limit">At most so many of the service requests.</param>
    /// <exception cref="InputException">A file cannot be used.</exception>
    public static ReplayPlan Read(SimulatedCity city, ReplayFiles files, int limit)
    {
        var mapping = new NewYorkMapping(city);
        return new(
            files.ServiceRequests is { } requests
                ? [.. ServiceRequests.Read(requests).Take(limit).Select(mapping.ReportOf)]
                : [],
            [
                .. TrackOf("--walk", files.Walk, "collectors", LastOf(city.Configuration.Collectors.Keys), city),
                .. TrackOf("--car", files.Car, "vehicles", LastOf(city.Configuration.Vehicles.Keys), city),
            ],
            files.Frames is { } frames ? RecordedFrames.Read(frames) : []);
    }

    // The last of them, since 'simulator live --collectors N' lives with the first ones.
    private static string? LastOf(IEnumerable<string> ids) => ids.Max(StringComparer.Ordinal);

    private static IEnumerable<PlannedTrack> TrackOf(
        string option, string? path, string kind, string? id, SimulatedCity city)
    {
        if (path is null)
        {
            return [];
        }

        var points = GpxTrack.Moved(GpxTrack.Read(option, path), city.Centre, TracksBegin);
        return id is null
            ? throw new InputException($"{option} {path}: the city has no {kind} to give the track to.")
            : [new PlannedTrack($"{kind}/{id}", points)];
    }
}
