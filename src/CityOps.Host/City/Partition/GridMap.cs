using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Host.City.Reading;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace CityOps.Host.City.Partition;

/// <summary>The unit grids as a map: is it one without gaps and overlaps, and does a place lie on it.</summary>
internal sealed class GridMap
{
    private readonly UnitGridFile _file;
    private readonly Registry<PatrolGrid> _patrolGrids;
    private readonly STRtree<int> _index = new();
    private readonly Envelope _extent = new();

    public GridMap(UnitGridFile file, Registry<PatrolGrid> patrolGrids)
    {
        (_file, _patrolGrids) = (file, patrolGrids);
        for (var tile = 0; tile < file.Tiles.Count; tile++)
        {
            var envelope = file.Tiles[tile].Shape.EnvelopeInternal;
            _index.Insert(envelope, tile);
            _extent.ExpandToInclude(envelope);
        }

        _index.Build();
    }

    /// <summary>Reports gaps, overlaps and odd patrol grids.</summary>
    public void Check(FaultLog log)
    {
        var edges = new EdgeTable(_file.Tiles);
        var complete = _file is { Shapeless: 0, Grids.IsMissing: false };
        new PartitionCheck(_file.Grids.File, _file.Tiles, edges, _index, log).Run(reportGaps: complete);
        if (complete)
        {
            BeatCheck.Run(_file.Tiles, edges, _patrolGrids, log);
        }
    }

    /// <summary>
    /// True if the place lies in a unit grid or on its border. While some grids have no shape, true wherever they may
    /// be: a broken polygon is one fault, not also one for each lamp that stands in it.
    /// </summary>
    public bool Covers(GeoPoint place)
    {
        var at = new Coordinate(place.Longitude, place.Latitude);
        if (_file.Shapeless > 0 || _file.Grids.IsMissing)
        {
            return _extent.IsNull || _extent.Contains(at);
        }

        foreach (var tile in _index.Query(new Envelope(at)))
        {
            if (SimplePointInAreaLocator.Locate(at, _file.Tiles[tile].Shape) != Location.Exterior)
            {
                return true;
            }
        }

        return false;
    }
}
