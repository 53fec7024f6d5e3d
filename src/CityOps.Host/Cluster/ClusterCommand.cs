using System.CommandLine;
using System.Text.Json;

namespace CityOps.Host.Cluster;

/// <summary><c>cityops cluster status</c>: asks a node how the cluster stands.</summary>
internal static class ClusterCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Command ToCommand()
    {
        var url = new Option<string>("--url")
        {
            Description = "The HTTP address of any node.", DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var key = new Option<FileInfo?>("--key-file") { Description = "A file with an API key for the whole city; none is needed with --demo." };
        var status = new Command("status", "Print the nodes, what they have, and how far the feeds are.") { url, key };
        status.SetAction((parsed, cancel) => StatusAsync(parsed.GetRequiredValue(url), parsed.GetValue(key), Console.Out, Console.Error, cancel));
        return new Command("cluster", "See how the nodes of a city stand.") { status };
    }

    /// <summary>Prints it.</summary>
    /// <returns>0, or 1 with what is wrong on <paramref name="errors"/>.</returns>
    public static async Task<int> StatusAsync(string url, FileInfo? key, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var node) || (node.Scheme != Uri.UriSchemeHttp && node.Scheme != Uri.UriSchemeHttps))
        {
            await errors.WriteLineAsync($"--url is '{url}', but takes an address such as http://127.0.0.1:8080.");
            return ExitCode.WrongInput;
        }

        using var http = new HttpClient { BaseAddress = node, Timeout = Patience };
        try
        {
            if (key is not null)
            {
                var held = (await File.ReadAllTextAsync(key.FullName, cancel)).Trim();
                if (held.Any(char.IsControl))
                {
                    await errors.WriteLineAsync($"--key-file {key} holds more than a line, but takes a file with a key and nothing else.");
                    return ExitCode.WrongInput;
                }

                http.DefaultRequestHeaders.Add("X-Api-Key", held);
            }

            using var answer = await http.GetAsync(new Uri("/api/v1/cluster", UriKind.Relative), cancel);
            var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel));
            if (!answer.IsSuccessStatusCode)
            {
                await errors.WriteLineAsync($"{url} answers {(int)answer.StatusCode}: {body.GetProperty("detail").GetString()}");
                return ExitCode.Failed;
            }

            Print(body, output);
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or JsonException or TaskCanceledException)
        {
            await errors.WriteLineAsync($"{url} cannot be asked: {e.Message} Name a node that runs with --url.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            await errors.WriteLineAsync($"{url} answers, but not as a node does. Name a node that runs with --url.");
            return ExitCode.Failed;
        }
    }

    private static void Print(JsonElement status, TextWriter output)
    {
        var nodes = status.GetProperty("nodes").EnumerateArray().Select(node => new[]
        {
            node.GetProperty("address").GetString() ?? "",
            string.Join('+', node.GetProperty("roles").EnumerateArray().Select(role => role.GetString())),
            (node.GetProperty("state").GetString() ?? "") + (node.GetProperty("reachable").GetBoolean() ? "" : ", does not answer"),
            Counts(node.GetProperty("shards")),
            Counts(node.GetProperty("entities")),
        });
        Table(output, [["NODE", "ROLES", "STATE", "SHARDS", "IN MEMORY"], .. nodes]);
        output.WriteLine();
        var feeds = status.GetProperty("feeds").EnumerateArray().Select(feed => new[]
        {
            $"{feed.GetProperty("name").GetString()}/{feed.GetProperty("slice").GetInt32()}",
            $"{feed.GetProperty("offset").GetInt64()}",
            $"{feed.GetProperty("behind").GetInt64()}",
        }).ToList();
        if (feeds.Count == 0)
        {
            output.WriteLine("The database does not say how far the feeds are.");
            return;
        }

        Table(output, [["FEED", "AT EVENT", "BEHIND"], .. feeds]);
    }

    private static string Counts(JsonElement kinds)
    {
        var counts = kinds.EnumerateObject().Where(kind => kind.Value.GetInt64() > 0).Select(kind => $"{kind.Name} {kind.Value.GetInt64()}").ToList();
        return counts.Count == 0 ? "-" : string.Join(", ", counts);
    }

    private static void Table(TextWriter output, IReadOnlyList<string[]> rows)
    {
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(rows.Max(r => r[column].Length)))).TrimEnd());
        }
    }
}
