using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace CityOps.Engine.Wire;

/// <summary>
/// Hands messages to <see cref="WireCodec"/>. What it cannot read is a typed error, so that a newer node in the cluster does not end the
/// connection to an older one.
/// </summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The number under which messages say that they are ours. Never changes.</summary>
    public const int Number = 30429;

    public override int Identifier => Number;

    public override string Manifest(object o) => WireCodec.NameOf(o);

    public override byte[] ToBinary(object obj) => WireCodec.Encode(obj);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return WireCodec.Decode(manifest, bytes);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new SerializationException($"A message '{manifest}' of another node cannot be read: {e.Message}", e);
        }
    }
}
