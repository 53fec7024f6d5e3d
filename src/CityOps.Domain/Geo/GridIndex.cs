using CityOps.Domain.City;

namespace CityOps.Domain.Geo;

/// <summary>
/// Finds the unit grid of a place, prepared once from the boundaries. Exact: what a cell of the index does not answer
/// by itself is decided on the polygons. Immutable and safe to share between threads; finding allocates nothing.
/// </summary>
/// <remarks>
/// A place on an edge or vertex belongs to the unit grid with the lowest code (ordinal order) among those that touch
/// it, so every place of a city without gaps is in exactly one. Ordinals count the unit grids from 0 in the order of
/// their codes.
/// </remarks>
public sealed class GridIndex
{
    private readonly UnitGrid[] _grids;
    private readonly GridBoundaries _boundaries;
    private readonly GridCells _cells;

    /// <summary>Prepares the index.</summary>
    /// <exception cref="ArgumentException">Two unit grids have the same code, or a boundary is empty.</exception>
    public GridIndex(IEnumerable<UnitGrid> grids)
    {
        _grids = [.. grids];
        Array.Sort(_grids, static (a, b) => string.CompareOrdinal(a.Code, b.Code));
        for (var i = 0; i < _grids.Length; i++)
        {
            if (_grids[i].Boundary.IsEmpty)
            {
                throw new ArgumentException($"The unit grid {_grids[i].Code} has an empty boundary.", nameof(grids));
            }

            if (i > 0 && _grids[i].Code == _grids[i - 1].Code)
            {
                throw new ArgumentException($"Two unit grids have the code {_grids[i].Code}.", nameof(grids));
            }
        }

        _boundaries = new GridBoundaries(Array.ConvertAll(_grids, grid => grid.Boundary));
        _cells = new GridCellsBuilder(_grids, _boundaries).Build();
    }

    /// <summary>How many unit grids there are.</summary>
    public int Count => _grids.Length;

    /// <summary>The unit grid with the given ordinal, 0 to <see cref="Count"/> − 1.</summary>
    public UnitGrid this[int ordinal] => _grids[ordinal];

    /// <summary>The unit grid in which the place lies, or null outside of all.</summary>
    public UnitGrid? Locate(GeoPoint place) => TryLocate(place, out var ordinal) ? _grids[ordinal] : null;

    /// <summary>
    /// True if the place is farther than so much outside of a unit grid, by its code; also where there is no such grid.
    /// </summary>
    public bool IsBeyond(string code, GeoPoint place, Length margin)
    {
        var (low, high) = (0, _grids.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (string.CompareOrdinal(_grids[middle].Code, code))
            {
                case 0:
                    return _boundaries.DistanceTo(middle, place) > margin;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return true;
    }

    /// <summary>The ordinal of the unit grid in which the place lies; false, and −1, outside of all.</summary>
    public bool TryLocate(GeoPoint place, out int ordinal)
    {
        var (x, y) = (place.Longitude, place.Latitude);
        var content = _cells.At(x, y);
        if (content >= GridCells.Nothing)
        {
            ordinal = content;
            return content != GridCells.Nothing;
        }

        // In the order of the codes: the first one that covers the place is the one it belongs to.
        foreach (var candidate in _cells.Candidates(content))
        {
            if (_boundaries.Covers(candidate, x, y))
            {
                ordinal = candidate;
                return true;
            }
        }

        ordinal = GridCells.Nothing;
        return false;
    }
}
