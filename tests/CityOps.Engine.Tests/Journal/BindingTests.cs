using Akka.Actor;
using CityOps.Engine.Journal;

namespace CityOps.Engine.Tests.Journal;

/// <summary>Akka has a serializer for whatever it is given, and one that promises nothing where nobody says which.</summary>
public sealed class BindingTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("cityops", EngineHocon.For(new EngineOptions { Address = "127.0.0.1", Port = 0 }));

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Every_event_and_every_state_that_is_kept_is_written_by_the_serializer_of_the_journal() => Assert.All(
        EventNames.All.Values.Where(type => !type.IsAssignableTo(typeof(IEventVersion))),
        type => Assert.Equal(JournalSetup.SerializerId, _system.Serialization.FindSerializerForType(type).Identifier));
}
