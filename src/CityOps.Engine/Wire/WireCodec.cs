using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityOps.Domain.Cases;
using CityOps.Engine.Devices;
using CityOps.Engine.Journal;

namespace CityOps.Engine.Wire;

/// <summary>
/// Messages between nodes as bytes and back: parcels of fixes, which are most of them, in their own form; all others as JSON, as events are on
/// disk. Thread-safe.
/// </summary>
internal static class WireCodec
{
    private static readonly Dictionary<Type, string> Names = WireNames.All.ToDictionary(n => n.Value, n => n.Key);

    private static readonly JsonSerializerOptions Options = new(EventJson.Options)
    {
        TypeInfoResolver = EventJson.Options.TypeInfoResolver?.WithAddedModifier(NamedByType),
    };

    /// <summary>Finds out how every message is written and read, which the first of each would wait for.</summary>
    public static void Prepare()
    {
        foreach (var type in WireNames.All.Values.Where(type => type != typeof(FixParcel)))
        {
            Options.GetTypeInfo(type);
        }
    }

    /// <summary>The name of a message.</summary>
    /// <exception cref="ArgumentException">It is none of those that nodes send each other.</exception>
    public static string NameOf(object message) => Names.TryGetValue(message.GetType(), out var name)
        ? name
        : throw new ArgumentException($"{message.GetType()} has no name in {nameof(WireNames)}.", nameof(message));

    /// <summary>The message as bytes.</summary>
    public static byte[] Encode(object message) => message is FixParcel parcel
        ? parcel.ToBytes()
        : JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), Options);

    /// <summary>The message of a name and its bytes.</summary>
    /// <exception cref="JsonException">The name is unknown or the bytes are not what it names.</exception>
    public static object Decode(string name, ReadOnlySpan<byte> bytes)
    {
        if (!WireNames.All.TryGetValue(name, out var type))
        {
            throw new JsonException($"The message name '{name}' is unknown to this version of the program.");
        }

        return type == typeof(FixParcel)
            ? FixParcel.Of(bytes)
            : JsonSerializer.Deserialize(bytes, type, Options) ?? throw new JsonException($"A message '{name}' is null.");
    }

    /// <summary>A state that is one of several types says which; in the journal there is none.</summary>
    private static void NamedByType(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsAbstract || type.Type.Assembly != typeof(Case).Assembly)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$type" };
        foreach (var derived in type.Type.Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(type.Type)))
        {
            type.PolymorphismOptions.DerivedTypes.Add(
                new JsonDerivedType(derived, JsonNamingPolicy.CamelCase.ConvertName(derived.Name)));
        }
    }
}
