using CityOps.Domain;
using CityOps.Domain.Grids;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>Wakes grids, which hand on tasks that are not answered in time.</summary>
internal sealed class GridDeadlineKind(IGridGateway grids, TimeProvider clock) : IDeadlineKind
{
    private const string Prefix = "grid-";
    private static readonly Actor Self = new("deadline-index", Roles.System);

    public string Name => "grid";

    // A task's limit is computed anew whenever it is given to someone; none is open for days.
    public string? CalendarFor(string? area) => null;

    public async Task<WakeAnswer> WakeAsync(Deadline entry, CancellationToken cancel)
    {
        var due = entry.Due ?? clock.GetCurrentInstant();
        var origin = new Origin(Self, Channel.System, $"wake-{due.ToUnixTimeTicks()}", due);
        return await grids.SendAsync(new ReachTaskLimit(entry.Entity[Prefix.Length..], origin), cancel) switch
        {
            Answer<GridView>.Done done => new WakeAnswer(
                done.Repeated ? WakeOutcome.Nothing : WakeOutcome.Fired,
                entry with { Due = DeadlineChange.WholeTick(done.View.Wake), Sequence = done.View.Sequence }),

            // The city has no such grid any more.
            Answer<GridView>.Refused { Reason.Kind: RejectionKind.NotFound } =>
                new WakeAnswer(WakeOutcome.Nothing, entry with { Due = null }),
            _ => new WakeAnswer(WakeOutcome.Unavailable, entry),
        };
    }

    public Task<WakeAnswer> RecomputeAsync(Deadline entry, CancellationToken cancel) =>
        Task.FromResult(new WakeAnswer(WakeOutcome.Nothing, entry));
}
