namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>
/// The order in which a client of a broker acknowledges: that in which the messages came (MQTT 5, 4.6). What is done early waits for
/// those before it; one that takes too long is set aside, so that it does not keep a whole city's messages waiting. Not thread-safe.
/// </summary>
internal sealed class AcknowledgementOrder
{
    private readonly HashSet<ushort> _early = [];
    private readonly HashSet<ushort> _aside = [];
    private Queue<ushort> _expected = new();

    /// <summary>A message came that is to be acknowledged.</summary>
    public void Expect(ushort id) => _expected.Enqueue(id);

    /// <summary>A message may be acknowledged as far as it is concerned.</summary>
    /// <returns>True if it is its turn, too; ask for the next ones then.</returns>
    public bool Done(ushort id)
    {
        if (_expected.TryPeek(out var first) && first == id)
        {
            _expected.Dequeue();
            return true;
        }

        if (_aside.Remove(id))
        {
            return true;
        }

        _early.Add(id);
        return false;
    }

    /// <summary>The next whose turn it is, if it is done.</summary>
    public bool TryNext(out ushort id)
    {
        var isDone = _expected.TryPeek(out id) && _early.Remove(id);
        if (isDone)
        {
            _expected.Dequeue();
        }

        return isDone;
    }

    /// <summary>Those that came after this one wait for it no more; ask for the next ones then.</summary>
    public void SetAside(ushort id)
    {
        if (!_early.Contains(id) && _expected.Contains(id))
        {
            _expected = new Queue<ushort>(_expected.Where(expected => expected != id));
            _aside.Add(id);
        }
    }
}
