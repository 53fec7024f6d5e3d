using System.Globalization;
using System.Text.RegularExpressions;
using CityOps.Bench.Cluster;
using CityOps.Bench.Processes;
using CityOps.Domain.Cases;
using CityOps.EndToEnd.Tests.Security;
using Npgsql;

namespace CityOps.EndToEnd.Tests.Cluster;

/// <summary>
/// A city on some nodes with a PostgreSQL and a Mosquitto, all real and on loopback. Skips the test where one of them is not installed.
/// </summary>
internal sealed partial class CityNodes : IAsyncDisposable
{
    private readonly PostgresServer _database;
    private readonly MosquittoServer _broker;

    private CityNodes(
        PostgresServer database, MosquittoServer broker, int nodes, TestAuthority authority, IReadOnlyDictionary<string, string> environment)
    {
        (_database, _broker) = (database, broker);

        // The first of them has the lowest address.
        int[] ports = [.. Ports.Free(nodes).Order()];
        Nodes = [.. ports.Select((port, i) => Node(i + 1, port, authority, environment))];
    }

    public IReadOnlyList<EngineProcess> Nodes { get; }

    /// <summary>What all of them have printed.</summary>
    public string Log => string.Join("\n=== next node ===\n", Nodes.Select(n => n.Log));

    /// <summary>All have started, at the same time.</summary>
    /// <param name="nodes">How many.</param>
    /// <param name="authority">Signs what they show each other.</param>
    /// <param name="environment">Variables for each of them.</param>
    public static async Task<CityNodes> StartAsync(int nodes, TestAuthority authority, IReadOnlyDictionary<string, string>? environment = null)
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        Skip.If(MosquittoServer.Missing is not null, MosquittoServer.Missing);
        var city = new CityNodes(await PostgresServer.StartAsync(), new MosquittoServer(), nodes, authority, environment ?? new Dictionary<string, string>());
        try
        {
            await city._broker.StartAsync();
            await Task.WhenAll(city.Nodes.Select(n => n.StartAsync()));
            await city.ConnectedAsync();
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the journal says of itself: each entity's events are 1, 2, 3 …, and who writes follows who wrote before.</summary>
    public async Task JournalIsWholeAsync()
    {
        await using var connection = await JournalRows.OpenAsync(_database.ConnectionString);
        Assert.Equal((0L, 0L), await JournalRows.FaultsAsync(connection));
    }

    /// <summary>The events of every case, in order.</summary>
    public async Task<IReadOnlyDictionary<CaseId, IReadOnlyList<CaseEvent>>> EventsOfCasesAsync()
    {
        await using var connection = await JournalRows.OpenAsync(_database.ConnectionString);
        var events = new List<CaseEvent>();
        await foreach (var @event in JournalRows.EventsOfCasesAsync(connection))
        {
            events.Add(@event);
        }

        return events.GroupBy(e => e.Case).ToDictionary(own => own.Key, IReadOnlyList<CaseEvent> (own) => [.. own]);
    }

    /// <summary>The names that begin so, of events that are in the journal.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(string beginning)
    {
        await using var connection = await JournalRows.OpenAsync(_database.ConnectionString);
        await using var command = new NpgsqlCommand("SELECT DISTINCT manifest FROM journal WHERE starts_with(manifest, @beginning) ORDER BY manifest", connection);
        command.Parameters.AddWithValue("beginning", beginning);
        await using var rows = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    /// <summary>The options of a node that has a certificate of the authority; the files are in the directory.</summary>
    public static string[] TlsOf(string home, TestAuthority authority)
    {
        var (certificate, key) = authority.Server();
        return
        [
            Written("Certificate", certificate),
            Written("Key", key),
            Written("ClientCa", authority.Pem),
        ];

        string Written(string option, string pem)
        {
            var file = Path.Combine(home, $"{option}.pem");
            File.WriteAllText(file, pem);
            return $"--CityOps:Cluster:Tls:{option}={file}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>
    /// Ends once the nodes have subscribed: the broker keeps nothing for a connection that was never there. Each node has one to send by,
    /// and together they have two by which messages come in.
    /// </summary>
    private async Task ConnectedAsync()
    {
        var counted = 0;
        await Wait.UntilAsync(
            async () =>
            {
                var told = await Task.WhenAll(Nodes.Select(n => n.Http.GetStringAsync("metrics")));
                counted = told.Sum(metrics => Connections().Matches(metrics).Sum(
                    m => int.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture)));
                return counted == Nodes.Count + 2;
            },
            () => $"There are {counted} connections to the broker.\n{Log}");
    }

    [GeneratedRegex(@"^cityops_mqtt_broker_connections(\{[^}]*\})? (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Connections();

    private EngineProcess Node(int number, int port, TestAuthority authority, IReadOnlyDictionary<string, string> environment)
    {
        var node = new EngineProcess { MqttPort = _broker.Port, Environment = environment };
        var secret = Path.Combine(node.Home, "bucket.secret");
        File.WriteAllText(secret, "no test of these sends a photo");
        node.Further =
        [
            $"--CityOps:Cluster:Node=node-{number}",
            $"--CityOps:Cluster:Port={port}",
            $"--CityOps:Storage:ConnectionString={_database.ConnectionString};Maximum Pool Size=15",
            "--CityOps:Mqtt:External:Host=127.0.0.1",
            $"--CityOps:Mqtt:External:Port={_broker.Port}",
            "--CityOps:Files:Bucket:Endpoint=http://127.0.0.1:9",
            "--CityOps:Files:Bucket:Name=none",
            "--CityOps:Files:Bucket:AccessKey=none",
            $"--CityOps:Files:Bucket:SecretFile={secret}",
            .. TlsOf(node.Home, authority),
        ];
        return node;
    }
}
