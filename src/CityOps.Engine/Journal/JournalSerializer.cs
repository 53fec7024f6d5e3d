using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace CityOps.Engine.Journal;

/// <summary>Hands journalled events to <see cref="EventCodec"/>; an unknown name is a typed error, never a guess.</summary>
internal sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => JournalSetup.SerializerId;

    public override string Manifest(object o) => EventCodec.NameOf(o);

    public override byte[] ToBinary(object obj) => EventCodec.Encode(obj);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return EventCodec.Decode(manifest, bytes);
        }
        catch (JsonException e)
        {
            throw new SerializationException($"A journalled event '{manifest}' cannot be read: {e.Message}", e);
        }
    }
}
