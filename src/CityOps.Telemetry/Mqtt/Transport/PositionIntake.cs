using System.Text;
using CityOps.Engine;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Security;
using NodaTime;

namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>What connections need to take positions.</summary>
internal sealed record PositionIntakes(MessageRouter Router, Positions Positions, FixPipeline Fixes, TimeProvider Clock);

/// <summary>What became of a message.</summary>
internal enum Taken
{
    /// <summary>It is the broker's.</summary>
    Not,

    /// <summary>It has to wait for room.</summary>
    NotYet,

    /// <summary>It was taken; the connection's next has to wait for room, so that less is shed.</summary>
    LastForNow,

    /// <summary>It was taken.</summary>
    Fully,
}

/// <summary>Takes the positions of one connection. One caller at a time.</summary>
/// <param name="shared">What all connections need.</param>
/// <param name="keepAlive">How long the broker waits for a word of the client; zero for ever.</param>
/// <param name="pass">What the connection may do; null where everyone may do everything.</param>
internal sealed class PositionIntake(PositionIntakes shared, Duration keepAlive, DevicePass? pass = null)
{
    private const int LongestTopic = 128;
    private const int MostTopics = 1000;

    private KnownTopic? _last;
    private Dictionary<string, KnownTopic>? _topics;
    private Instant _brokerHeardAt = Instant.MinValue;

    /// <summary>Takes the message if it has positions for this engine; everything else is the broker's.</summary>
    /// <param name="publish">The message.</param>
    /// <param name="sender">Who acknowledges it, once it is durable.</param>
    public Taken Take(Publish publish, IFixSender sender)
    {
        var now = shared.Clock.GetCurrentInstant();
        if (Find(publish.Topic) is not { } topic || publish.Payload.Length > shared.Router.MaxPayload || IsBrokersTurn(now))
        {
            return Taken.Not;
        }

        var acknowledged = publish.PacketId > 0;
        if (acknowledged && !shared.Fixes.HasRoom(acknowledged))
        {
            return Taken.NotYet;
        }

        if (pass is not null && !pass.MayGoOn(topic.Carried))
        {
            // The gate before the broker says what becomes of it.
            return Taken.Not;
        }

        var fixes = shared.Positions.Decode(topic.Topic, topic.Name, publish.Payload, now);
        if (!acknowledged)
        {
            shared.Fixes.Offer(fixes, now);
            return shared.Fixes.HasRoom(acknowledged) ? Taken.Fully : Taken.LastForNow;
        }

        if (fixes.IsEmpty)
        {
            // What is refused is dealt with.
            sender.Durable(publish.PacketId);
        }
        else
        {
            shared.Fixes.Take(
                fixes, now, TelemetryTracing.Position(topic.Topic, fixes.Length, sender, shared.Router.TracedPositions), publish.PacketId);
        }

        return Taken.Fully;
    }

    /// <summary>The broker ends clients that it has not heard of for their keep-alive time: now and then it gets a message, too.</summary>
    private bool IsBrokersTurn(Instant now)
    {
        if (keepAlive == Duration.Zero || now - _brokerHeardAt < keepAlive / 2)
        {
            return false;
        }

        _brokerHeardAt = now;
        return true;
    }

    private KnownTopic? Find(ReadOnlySpan<byte> topic)
    {
        if (_last is { } last && topic.SequenceEqual(last.Bytes))
        {
            return last;
        }

        Span<char> name = stackalloc char[LongestTopic];
        return topic.Length <= LongestTopic && Encoding.UTF8.TryGetChars(topic, name, out var length)
            ? _last = Find(name[..length], topic)
            : null;
    }

    private KnownTopic? Find(ReadOnlySpan<char> name, ReadOnlySpan<byte> bytes)
    {
        if (_topics is not null && _topics.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known))
        {
            return known;
        }

        if (!shared.Router.TryPosition(name, out var topic))
        {
            return null;
        }

        var carried = pass?.Rights.OfTopic(name);
        if (pass is not null && carried is null)
        {
            return null;
        }

        known = new KnownTopic(name.ToString(), bytes.ToArray(), topic, carried);
        if (_last is not null)
        {
            // Only a gateway, which speaks for many devices, has more than one.
            _topics ??= [];
            if (_topics.Count == MostTopics)
            {
                _topics.Clear();
            }

            _topics[known.Name] = known;
        }

        return known;
    }

    private sealed record KnownTopic(string Name, byte[] Bytes, Topic Topic, CarriedDevice? Carried);
}
