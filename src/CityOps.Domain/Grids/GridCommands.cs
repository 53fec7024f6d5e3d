using System.Collections.Immutable;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;

namespace CityOps.Domain.Grids;

/// <summary>News for a grid. They come through a feed, at least once; each may come again.</summary>
public abstract record GridCommand(string Grid, Origin Origin)
{
    /// <summary>
    /// Where collectors were last seen in the grid. Live, and so not journalled: the grid's actor adds what it knows, and the
    /// event says who was chosen by it.
    /// </summary>
    public ImmutableDictionary<string, GeoPoint> Seen { get; init; } = ImmutableDictionary<string, GeoPoint>.Empty;
}

/// <summary>A case was reported in the grid.</summary>
public sealed record NoteCaseOpened(string Grid, Origin Origin, string Case, OpenCase Opened) : GridCommand(Grid, Origin);

/// <summary>A case in the grid was closed.</summary>
public sealed record NoteCaseClosed(string Grid, Origin Origin, string Case) : GridCommand(Grid, Origin);

/// <summary>A collector of the grid began or ended a shift.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Origin">Where the news come from.</param>
/// <param name="Collector">The collector.</param>
/// <param name="On">True at the beginning.</param>
/// <param name="Number">The event's place among the collector's events: 1, 2, 3 …</param>
public sealed record NoteShift(string Grid, Origin Origin, string Collector, bool On, long Number) : GridCommand(Grid, Origin);

/// <summary>A case asks for a verification or an inspection.</summary>
public sealed record OfferTask(string Grid, Origin Origin, TaskOffer Offer) : GridCommand(Grid, Origin);

/// <summary>A collector answered the task.</summary>
public sealed record NoteTaskAnswered(string Grid, Origin Origin, string Task) : GridCommand(Grid, Origin);

/// <summary>The case does not want the task done any more.</summary>
public sealed record WithdrawTask(string Grid, Origin Origin, string Task) : GridCommand(Grid, Origin);

/// <summary>The time has come at which the grid wanted to decide by itself.</summary>
public sealed record ReachTaskLimit(string Grid, Origin Origin) : GridCommand(Grid, Origin);
