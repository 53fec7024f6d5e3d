using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CityOps.EndToEnd.Tests.Scenarios;
using NodaTime;

namespace CityOps.EndToEnd.Tests.OpenApi;

/// <summary>Makes the call of an example, and before it those that it needs. What these make has another id each time, and is put in its place.</summary>
/// <param name="engine">The engine.</param>
/// <param name="examples">The examples.</param>
/// <param name="receiver">Where webhooks lead instead of to the documented address.</param>
internal sealed partial class ExampleRun(EngineOnClock engine, CallExamples examples, string receiver)
{
    private const string Target = "https://example.org/cityops";
    private readonly Dictionary<string, string> _actual = [];
    private readonly HashSet<string> _done = [];
    private int _made;

    /// <summary>Does all that an example needs, and then its call.</summary>
    public async Task<ExampleAnswer> MakeAsync(string call)
    {
        _actual.Clear();
        _done.Clear();
        _actual[Target] = call.Contains("deadLetters", StringComparison.Ordinal) ? $"http://127.0.0.1:{EngineProcess.FreePort()}/" : receiver;
        await PrepareAsync(call);
        var answer = await SendAsync(call);
        Note(call, answer);
        var cases = string.Join(' ', _actual.Values);
        foreach (Match made in CaseId().Matches(cases))
        {
            // Or the next would be flagged as like it.
            await engine.PostAsync($"api/v1/cases/{made.Value}/acts/cancel", new { reason = "The end of the example." }, "leader:chen");
        }

        return answer with { Text = Replaced(answer.Text, back: true), Location = answer.Location is { } at ? Replaced(at, back: true) : null };
    }

    private async Task PrepareAsync(string call)
    {
        foreach (var step in examples.Before(call).Where(step => !_done.Contains(step)).ToList())
        {
            if (step.StartsWith('+'))
            {
                engine.GoOnTo(engine.Now + Duration.FromDays(int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture)));
                continue;
            }

            await PrepareAsync(step);
            foreach (var token in Tokens(examples[step]))
            {
                _actual[token] = $"{token}-{++_made}";
            }

            var answer = await SendAsync(step);
            Assert.True(answer.Status is >= 200 and < 300, $"{step}: {answer}\n{engine.Log}");
            Note(step, answer);
        }
    }

    /// <summary>Makes a call; what is read is read until it is there.</summary>
    private async Task<ExampleAnswer> SendAsync(string call)
    {
        _done.Add(call);
        var answer = await OnceAsync(call);
        if (call.StartsWith("GET ", StringComparison.Ordinal) && examples[call]["answer"] is not null)
        {
            await Wait.UntilAsync(
                async () => answer.IsLike(examples[call]) || (answer = await OnceAsync(call)).IsLike(examples[call]),
                () => $"{call}: {answer} is not like {examples[call]["answer"]?.ToJsonString()}.");
        }
        else if (call.StartsWith("GET ", StringComparison.Ordinal))
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Delay(50);
                answer = await OnceAsync(call);
            }
        }

        return answer;
    }

    private async Task<ExampleAnswer> OnceAsync(string call)
    {
        if (call.EndsWith("/deadLetters", StringComparison.Ordinal))
        {
            // An event is given up after a day of tries.
            engine.GoOnTo(engine.Now + Duration.FromHours(12));
        }

        using var request = RequestOf(call);
        using var answer = await engine.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var type = answer.Content.Headers.ContentType?.MediaType;
        var text = type == "text/event-stream" ? await FirstEventAsync(answer)
            : type?.StartsWith("image/", StringComparison.Ordinal) == true ? ""
            : await answer.Content.ReadAsStringAsync();
        return new ExampleAnswer((int)answer.StatusCode, type, text, answer.Headers.Location?.ToString());
    }

    private HttpRequestMessage RequestOf(string call)
    {
        var example = examples[call];
        var path = call.Split(' ')[1];
        foreach (var (name, value) in example["path"]?.AsObject() ?? [])
        {
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(Replaced(Text(value))), StringComparison.Ordinal);
        }

        var query = string.Join('&', (example["query"]?.AsObject() ?? []).Select(q => $"{q.Key}={Uri.EscapeDataString(Replaced(Text(q.Value)))}"));
        var request = new HttpRequestMessage(new HttpMethod(call.Split(' ')[0]), $"{path}?{query}".TrimEnd('?')) { Content = ContentOf(call, example) };
        foreach (var (name, value) in example["headers"]?.AsObject() ?? [])
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, Replaced(Text(value))), name);
        }

        return request;
    }

    private HttpContent? ContentOf(string call, JsonObject example)
    {
        if (example["bytes"] is { } bytes)
        {
            var content = new ByteArrayContent(Convert.FromBase64String(Text(bytes)));
            content.Headers.ContentType = new MediaTypeHeaderValue(
                call.StartsWith("PATCH", StringComparison.Ordinal) ? "application/offset+octet-stream" : "application/octet-stream");
            return content;
        }

        return example["body"] is not JsonObject body ? null
            : call.Contains(" /open311", StringComparison.Ordinal)
            ? new FormUrlEncodedContent(body.Select(f => KeyValuePair.Create(f.Key, Text(f.Value))))
            : new StringContent(Replaced(body.ToJsonString()), Encoding.UTF8, "application/json");
    }

    // A live stream says nothing while the clock stands.
    private async Task<string> FirstEventAsync(HttpResponseMessage answer)
    {
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = new StringBuilder();
        while (true)
        {
            var line = lines.ReadLineAsync();
            await Wait.UntilAsync(
                () =>
                {
                    engine.GoOnTo(engine.Now + Duration.FromSeconds(1));
                    return Task.FromResult(line.IsCompleted);
                },
                () => $"No event came: {first}");
            if (await line is not { Length: > 0 } text)
            {
                if (first.ToString().Contains("data:", StringComparison.Ordinal))
                {
                    return first.ToString();
                }

                first.Clear();
                continue;
            }

            first.Append(text).Append('\n');
        }
    }

    /// <summary>What a call has made is called otherwise than in its example.</summary>
    private void Note(string call, ExampleAnswer answer)
    {
        if (answer.Made is { } made && new ExampleAnswer(0, null, examples[call]["answer"]?.ToJsonString() ?? "", (string?)examples[call]["location"]).Made is { } documented)
        {
            _actual[documented] = made;
        }
    }

    private string Replaced(string text, bool back = false) => _actual.OrderByDescending(p => p.Key.Length).Aggregate(
        text, (replaced, pair) => back
            ? replaced.Replace(pair.Value, pair.Key, StringComparison.Ordinal)
            : replaced.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    /// <summary>What makes a call another one when it is made again.</summary>
    private static IEnumerable<string> Tokens(JsonObject example) =>
        new[] { example["headers"]?["Idempotency-Key"], example["body"]?["channel"] is null ? null : example["body"]?["source"] }
            .OfType<JsonNode>().Select(Text).Distinct();

    private static string Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "";

    [GeneratedRegex("C[0-9]{8}[A-Za-z0-9]{10}")]
    private static partial Regex CaseId();
}

/// <summary>An answer to an example's call.</summary>
/// <param name="Status">The status.</param>
/// <param name="Type">The media type; null where there is no body.</param>
/// <param name="Text">The body; empty for bytes.</param>
/// <param name="Location">The header.</param>
internal sealed record ExampleAnswer(int Status, string? Type, string Text, string? Location)
{
    /// <summary>The body: JSON, or its text; null where there is none.</summary>
    public JsonNode? Body => Text.Length == 0 ? null : Type is null || Type.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(Text) : Text;

    /// <summary>The id of what was made, if something was.</summary>
    public string? Made => Location?.Split('/')[^1] ?? Body switch
    {
        JsonObject one => (string?)one["id"],
        JsonArray { Count: > 0 } list => (string?)list[0]?["service_request_id"],
        _ => null,
    };

    /// <summary>True if it has the fields of the recorded one, and entries where that has some.</summary>
    public bool IsLike(JsonObject example) => Status == ((int?)example["status"] ?? 200) && (Body, example["answer"]) switch
    {
        (JsonObject one, JsonObject other) => FieldsOf(one).SequenceEqual(FieldsOf(other))
            && one.All(p => p.Value is not JsonArray { Count: 0 } || other[p.Key] is JsonArray { Count: 0 }),
        (JsonArray some, JsonArray others) => some.Count > 0 || others.Count == 0,
        _ => (Body is null) == (example["answer"] is null),
    };

    private static IEnumerable<string> FieldsOf(JsonObject body) => body.Select(p => p.Key);
}
