using System.CommandLine;
using CityOps.Bench;
using CityOps.Bench.Calendar;
using CityOps.Bench.Cluster;
using CityOps.Bench.Deadlines;
using CityOps.Bench.Entity;
using CityOps.Bench.External;
using CityOps.Bench.Feed;
using CityOps.Bench.Fuzz;
using CityOps.Bench.Http;
using CityOps.Bench.Ingest;
using CityOps.Bench.Journal;
using CityOps.Bench.Lifecycle;
using CityOps.Bench.Lists;
using CityOps.Bench.Live;
using CityOps.Bench.Locate;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Peers;
using CityOps.Bench.Tracks;

var root = new RootCommand("Measures CityOps beside the bare libraries it stands on. The last line is one JSON object.")
{
    IngestBench.ToCommand(),
    JournalBench.ToCommand(),
    LocateBench.ToCommand(),
    EntityBench.ToCommand(),
    FeedBench.ToCommand(),
    FuzzBench.ToCommand(),
    HttpBench.ToCommand(),
    CalendarBench.ToCommand(),
    ClusterBench.ToCommand(), CostBench.ToCommand(), ClusterConsole.ToCommand(),
    DeadlinesBench.ToCommand(),
    LifecycleBench.ToCommand(),
    ListsBench.ToCommand(),
    TracksBench.ToCommand(),
    PeersBench.ToCommand(),
    ExternalBench.ToCommand(),
    BareApi.ToCommand(),
    StreamBench.ToCommand(),
    BareBroker.ToCommand(),
    BareSubscriber.ToCommand(),
    PeerProcess.ToCommand(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}");
    return 1;
}
