using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Storage.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Storage.Tests.Journal;

/// <summary>A journal as Akka runs it, spoken to as a persistent actor does.</summary>
internal sealed class JournalRun : IAsyncDisposable
{
    /// <summary>Only a fault takes as long: commits wait for a disk that others use, too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly IHost _host;
    private readonly ActorSystem _system;
    private readonly IActorRef _journal;

    private JournalRun(IHost host)
    {
        _host = host;
        _system = host.Services.GetRequiredService<ActorSystem>();
        _journal = Persistence.Instance.Apply(_system).JournalFor("");
    }

    public static FakeTimeProvider Clock { get; } = new(Samples.Start.ToDateTimeOffset());

    public static async Task<JournalRun> StartAsync(JournalDatabase database, string? hocon = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(database)
            .AddMetrics()
            .AddSingleton<JournalMetrics>()
            .AddAkka("journal", akka => akka
                .AddHocon("""
                    akka.loglevel = OFF
                    akka.actor {
                      serializers.events = "CityOps.Engine.Journal.JournalSerializer, CityOps.Engine"
                      serialization-bindings."CityOps.Domain.Cases.CaseEvent, CityOps.Domain" = events
                    }
                    """, HoconAddMode.Prepend)
                .AddHocon(hocon ?? JournalHocon.Text, HoconAddMode.Prepend));
        var host = builder.Build();
        await host.StartAsync();
        return new JournalRun(host);
    }

    /// <summary>One PersistAll.</summary>
    public static AtomicWrite Write(string id, long first, params CaseEvent[] events) => WriteBy("writer-1", id, first, events);

    /// <summary>One PersistAll of a certain incarnation of an actor.</summary>
    public static AtomicWrite WriteBy(string writer, string id, long first, params CaseEvent[] events) => new(
        [.. events.Select((e, i) => (IPersistentRepresentation)new Persistent(e, first + i, id, writerGuid: writer))]);

    /// <summary>The n-th event, told from others by its command.</summary>
    public static CaseAccepted Event(int number) => new(
        CaseId.Of(new LocalDate(2026, 3, 1), Channel.Collector, "m-1"),
        Samples.StampAt(Samples.Start) with { CommandId = $"{number}" });

    /// <summary>Sends the writes of one actor; gives one answer an event.</summary>
    public async Task<IReadOnlyList<object>> WriteAsync(params AtomicWrite[] writes)
    {
        using var actor = new Receiver(_system);
        _journal.Tell(new WriteMessages(writes, actor.Ref, 1), actor.Ref);
        var answers = new List<object>();
        for (var i = 0; i <= writes.Sum(w => w.Size); i++)
        {
            answers.Add(await actor.ReceiveAsync(Patience));
        }

        return [.. answers.Where(a => a is WriteMessageSuccess or WriteMessageFailure or WriteMessageRejected)];
    }

    /// <summary>Writes one event a sequence number; all must be taken.</summary>
    public async Task FillAsync(string id, int first, int last)
    {
        foreach (var number in Enumerable.Range(first, last - first + 1))
        {
            Assert.IsType<WriteMessageSuccess>(Assert.Single(await WriteAsync(Write(id, number, Event(number)))));
        }
    }

    /// <summary>What a recovery gets: the events with their sequence numbers, and the highest.</summary>
    public async Task<(IReadOnlyList<IPersistentRepresentation> Events, long Highest)> ReplayAsync(
        string id, long from = 1, long to = long.MaxValue, long most = long.MaxValue)
    {
        using var actor = new Receiver(_system);
        _journal.Tell(new ReplayMessages(from, to, most, id, actor.Ref));
        var events = new List<IPersistentRepresentation>();
        while (true)
        {
            switch (await actor.ReceiveAsync(Patience))
            {
                case ReplayedMessage replayed:
                    events.Add(replayed.Persistent);
                    break;
                case RecoverySuccess success:
                    return (events, success.HighestSequenceNr);
                case ReplayMessagesFailure failure:
                    throw failure.Cause;
                case var other:
                    throw new InvalidOperationException($"{other}");
            }
        }
    }

    public async Task DeleteAsync(string id, long to)
    {
        using var actor = new Receiver(_system);
        _journal.Tell(new DeleteMessagesTo(id, to, actor.Ref));
        Assert.IsType<DeleteMessagesSuccess>(await actor.ReceiveAsync(Patience));
    }

    /// <summary>What the store of states answers.</summary>
    public async Task<object> AskStatesAsync(object request)
    {
        using var actor = new Receiver(_system);
        Persistence.Instance.Apply(_system).SnapshotStoreFor("").Tell(request, actor.Ref);
        return await actor.ReceiveAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
