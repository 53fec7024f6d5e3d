using System.Text.Json.Nodes;

namespace CityOps.EndToEnd.Tests.OpenApi;

/// <summary>The examples of the OpenAPI document, made on the whole program.</summary>
public sealed class ExampleTests(DemoOnClock demo) : IClassFixture<DemoOnClock>
{
    [Fact]
    public async Task Every_call_has_an_example_that_does_what_it_says()
    {
        var document = JsonNode.Parse(await demo.Engine.Http.GetStringAsync("openapi/v1.json"))?.AsObject() ?? [];
        var examples = new CallExamples();
        Assert.Equal(CallsOf(document).Order(StringComparer.Ordinal), examples.Calls.Order(StringComparer.Ordinal));

        var run = new ExampleRun(demo.Engine, examples, demo.Receiver.Url);
        List<string> faults = [];
        foreach (var call in examples.Calls)
        {
            var answer = await run.MakeAsync(call);
            if (CallExamples.IsRecording)
            {
                examples.Record(call, answer.Body, answer.Location);
            }

            faults.AddRange(FaultsOf(new DocumentedCall(document, call), examples[call], answer).Select(fault => $"{call}: {fault}"));
        }

        if (CallExamples.IsRecording)
        {
            examples.Write();
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> FaultsOf(DocumentedCall call, JsonObject example, ExampleAnswer answer)
    {
        var status = (int?)example["status"] ?? 200;
        if (answer.Status != status)
        {
            yield return $"is answered {answer}, not {status}";
            yield break;
        }

        foreach (var (place, documented) in new[] { ("path", "path"), ("query", "query"), ("headers", "header") })
        {
            foreach (var name in (example[place]?.AsObject() ?? []).Select(p => p.Key).Except(call.Parameters(documented)))
            {
                yield return $"has the undocumented {documented} {name}";
            }
        }

        if (example["body"] is { } sent && call.FaultOf(null, call.TypesOf(null)?[0] ?? "", sent) is { } wrong)
        {
            yield return $"sends {sent.ToJsonString()}, which is not as documented: {wrong}";
        }

        var types = call.TypesOf(status);
        if (types is null || (answer.Type is not null && !types.Contains(answer.Type)) || (answer.Type is null && types.Count > 0))
        {
            yield return $"is answered {status} with {answer.Type ?? "no body"}, and documented with {(types is null ? "nothing" : string.Join(", ", types))}";
        }
        else if (answer.Body is { } body && answer.Type is { } type)
        {
            if (call.FaultOf(status, type, body) is { } fault)
            {
                yield return $"is answered {Brief(body)}, which is not as documented: {fault}";
            }

            if (CallExamples.IsRecording)
            {
                yield break;
            }

            if (call.ExampleOf(status) is not { } shown)
            {
                yield return "has no recorded answer";
            }
            else if (call.FaultOf(status, type, shown) is { } stale)
            {
                yield return $"has a recorded answer that is not as documented: {stale}";
            }
        }
    }

    private static string Brief(JsonNode body) => body.ToJsonString() is { Length: > 400 } text ? text[..400] : body.ToJsonString();

    private static IEnumerable<string> CallsOf(JsonObject document) =>
        from path in document["paths"]?.AsObject() ?? []
        from method in path.Value?.AsObject() ?? []
        select $"{method.Key.ToUpperInvariant()} {path.Key}";
}
