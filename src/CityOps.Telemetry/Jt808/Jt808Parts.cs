using CityOps.Domain;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Codecs.Jt808;
using NodaTime;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// Puts the messages of one connection together that come in parts. Bounded in messages, parts and bytes, so that parts that never
/// become a message cannot fill the memory. Not thread-safe, but for <see cref="IsWaiting"/>.
/// </summary>
internal sealed class Jt808Parts
{
    /// <summary>How many messages may be incomplete at the same time; the oldest gives way.</summary>
    public const int MaxMessages = 4;

    /// <summary>How many parts a message may have.</summary>
    public const int MaxParts = 64;

    /// <summary>How many bytes of parts are kept, of all messages.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>A part that is missing for so long is asked for.</summary>
    public static readonly Duration Patience = Duration.FromSeconds(5);

    private const int MaxAsked = 3;
    private readonly List<Message> _messages = [];

    // The last that was too large: until it begins anew, what still comes of it is no message that parts are missing of.
    private (ushort Kind, ushort Count)? _tooLarge;

    /// <summary>True while parts are missing.</summary>
    public bool IsWaiting => _messages.Count > 0;

    /// <summary>Adds a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="now">When it came.</param>
    /// <param name="whole">The body of the message, if this part completes it.</param>
    /// <param name="lost">Gets the kinds of the messages that are given up for it.</param>
    /// <returns>A refusal, with which the message is given up; null for a part that is taken.</returns>
    public Rejection? Add(Jt808Frame part, Instant now, out byte[]? whole, ICollection<ushort> lost)
    {
        whole = null;
        if (part.Part < 1 || part.Part > part.PartCount)
        {
            return Refusals.MalformedFrame("The part's number is not one of the message's.");
        }

        if (part.PartCount > MaxParts)
        {
            return Refusals.TooMany(MaxParts);
        }

        var known = Find(part);
        if (known is null && _tooLarge == (part.MessageId, part.PartCount))
        {
            if (part.Part > 1)
            {
                return Refusals.TooLarge(MaxBytes);
            }

            _tooLarge = null;
        }

        var message = known ?? Begin(part, lost);
        if (message.Bodies[part.Part - 1] is null)
        {
            if (_messages.Sum(m => m.Length) + part.Body.Length > MaxBytes)
            {
                _messages.Remove(message);
                _tooLarge = (part.MessageId, part.PartCount);
                return Refusals.TooLarge(MaxBytes);
            }

            message.Bodies[part.Part - 1] = part.Body.ToArray();
        }

        message.At = now;
        if (!message.Missing.Any())
        {
            whole = [.. message.Bodies.SelectMany(body => body ?? [])];
            _messages.Remove(message);
        }

        return null;
    }

    /// <summary>The parts to ask for: of each message that had to wait too long, the serial of its first part and what is missing.</summary>
    /// <param name="now">The time.</param>
    /// <param name="lost">Gets the kinds of the messages that were asked for often enough, and are given up.</param>
    public IReadOnlyList<(ushort FirstSerial, IReadOnlyList<int> Parts)> Ask(Instant now, ICollection<ushort> lost)
    {
        List<(ushort, IReadOnlyList<int>)> asked = [];
        foreach (var message in _messages.Where(m => now - m.At >= Patience).ToList())
        {
            if (message.Asked == MaxAsked)
            {
                _messages.Remove(message);
                lost.Add(message.Kind);
                continue;
            }

            message.Asked++;
            message.At = now;
            asked.Add((message.FirstSerial, [.. message.Missing]));
        }

        return asked;
    }

    /// <summary>Gives all of them up.</summary>
    /// <returns>Their kinds.</returns>
    public IReadOnlyList<ushort> Clear()
    {
        ushort[] lost = [.. _messages.Select(m => m.Kind)];
        _messages.Clear();
        return lost;
    }

    // The parts of a message have serials in a row. Those that were asked for may come with new ones.
    private Message? Find(Jt808Frame part)
    {
        var (kind, first, count, index) = (part.MessageId, FirstSerialOf(part), part.PartCount, part.Part - 1);
        var alike = _messages.Where(m => m.Kind == kind && m.Bodies.Length == count).ToList();
        return alike.Find(m => m.FirstSerial == first) ?? alike.Find(m => m.Asked > 0 && m.Bodies[index] is null);
    }

    private Message Begin(Jt808Frame part, ICollection<ushort> lost)
    {
        if (_messages.Count == MaxMessages)
        {
            lost.Add(_messages[0].Kind);
            _messages.RemoveAt(0);
        }

        var message = new Message(part.MessageId, FirstSerialOf(part), new byte[]?[part.PartCount]);
        _messages.Add(message);
        return message;
    }

    private static ushort FirstSerialOf(Jt808Frame part) => unchecked((ushort)(part.Serial - part.Part + 1));

    private sealed record Message(ushort Kind, ushort FirstSerial, byte[]?[] Bodies)
    {
        public Instant At { get; set; }

        public int Asked { get; set; }

        public int Length => Bodies.Sum(body => body?.Length ?? 0);

        public IEnumerable<int> Missing => Bodies.Index().Where(body => body.Item is null).Select(body => body.Index + 1);
    }
}
