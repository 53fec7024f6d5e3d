namespace CityOps.CityGenerator;

/// <summary>Divides sets of faces into connected parts of about equal size, by cutting them in two again and again.</summary>
internal sealed class Regions(Faces faces, DeterministicRandom random)
{
    private readonly (double X, double Y)[] _middles = [.. Enumerable.Range(0, faces.Rings.Count).Select(faces.Middle)];
    private readonly int[] _part = new int[faces.Rings.Count];
    private int _lastPart;

    /// <summary>The connected region as so many connected parts.</summary>
    public List<int[]> Divide(int[] region, int parts)
    {
        var done = new List<int[]>(parts);
        Cut(region, parts, done);
        return done;
    }

    private void Cut(int[] region, int parts, List<int[]> done)
    {
        if (parts == 1)
        {
            done.Add(region);
            return;
        }

        var half = parts / 2;
        var (one, other) = Bisect(region, (int)((long)region.Length * half / parts));
        if (one.Length < half || other.Length < parts - half)
        {
            throw new InvalidOperationException("A region came out too small to be divided: take another seed.");
        }

        Cut(one, half, done);
        Cut(other, parts - half, done);
    }

    private (int[] One, int[] Other) Bisect(int[] region, int wanted)
    {
        var width = region.Max(f => _middles[f].X) - region.Min(f => _middles[f].X);
        var height = region.Max(f => _middles[f].Y) - region.Min(f => _middles[f].Y);
        var tilt = random.Between(-0.35, 0.35);
        var along = region.Select(f => width > height
            ? _middles[f].X + (tilt * _middles[f].Y)
            : _middles[f].Y + (tilt * _middles[f].X)).ToArray();
        var sorted = (int[])region.Clone();
        Array.Sort(along, sorted);

        // A straight cut may leave crumbs: what is not of the largest piece goes to the other side, once each way.
        var (main, crumbs) = LargestPiece(sorted[..wanted]);
        var (rest, returned) = LargestPiece([.. sorted[wanted..], .. crumbs]);
        return ([.. main, .. returned], rest);
    }

    private (int[] Largest, int[] Others) LargestPiece(int[] region)
    {
        var inRegion = ++_lastPart;
        foreach (var face in region)
        {
            _part[face] = inRegion;
        }

        List<int> largest = [];
        foreach (var face in region)
        {
            if (_part[face] == inRegion)
            {
                var piece = Flood(face, inRegion, ++_lastPart);
                largest = piece.Count > largest.Count ? piece : largest;
            }
        }

        var largestPart = largest.Count == 0 ? 0 : _part[largest[0]];
        return ([.. largest], [.. region.Where(f => _part[f] != largestPart)]);
    }

    private List<int> Flood(int start, int from, int to)
    {
        var piece = new List<int> { start };
        _part[start] = to;
        for (var i = 0; i < piece.Count; i++)
        {
            foreach (var next in faces.Neighbours[piece[i]])
            {
                if (_part[next] == from)
                {
                    _part[next] = to;
                    piece.Add(next);
                }
            }
        }

        return piece;
    }
}
