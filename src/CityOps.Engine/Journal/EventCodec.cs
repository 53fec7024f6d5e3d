using System.Text.Json;

namespace CityOps.Engine.Journal;

/// <summary>Events to bytes and back: JSON under an explicit name (<see cref="EventNames"/>). Thread-safe.</summary>
public static class EventCodec
{
    private static readonly Dictionary<Type, string> Names = EventNames.All.ToDictionary(n => n.Value, n => n.Key);

    /// <summary>Finds out how every event is written and read, which the first of each would wait for.</summary>
    public static void Prepare()
    {
        foreach (var type in EventNames.All.Values)
        {
            EventJson.Options.GetTypeInfo(type);
        }
    }

    /// <summary>The name on disk of an event.</summary>
    /// <exception cref="ArgumentException">It is no event that the journal knows.</exception>
    public static string NameOf(object @event) => Names.TryGetValue(Written(@event).GetType(), out var name)
        ? name
        : throw new ArgumentException($"{@event.GetType()} has no name in {nameof(EventNames)}.", nameof(@event));

    /// <summary>The event as UTF-8 JSON.</summary>
    public static byte[] Encode(object @event)
    {
        var written = Written(@event);
        return JsonSerializer.SerializeToUtf8Bytes(written, written.GetType(), EventJson.Options);
    }

    /// <summary>The event of a name and its bytes.</summary>
    /// <exception cref="JsonException">The name is unknown or the bytes are not what it names.</exception>
    public static object Decode(string name, ReadOnlySpan<byte> json) => EventNames.All.TryGetValue(name, out var type)
        ? JsonSerializer.Deserialize(json, type, EventJson.Options) switch
        {
            null => throw new JsonException($"An event '{name}' is null."),
            IEventVersion other => other.ToEvent(),
            var @event => @event,
        }
        : throw new JsonException($"The event name '{name}' is unknown to this version of the program.");

    private static object Written(object @event) =>
        EventNames.WrittenAs.TryGetValue(@event.GetType(), out var version) ? version(@event) : @event;
}
