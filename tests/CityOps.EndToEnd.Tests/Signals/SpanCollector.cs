using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.EndToEnd.Tests.Signals;

/// <summary>A collector that takes spans as OTLP by HTTP.</summary>
internal sealed class SpanCollector : IAsyncLifetime
{
    private readonly WebApplication _app;

    public SpanCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes);
            foreach (var span in Span.AllOf(bytes.ToArray()))
            {
                Spans.Enqueue(span);
            }

            return Results.Bytes([], "application/x-protobuf");
        });
    }

    /// <summary>What came, in the order in which it came.</summary>
    public ConcurrentQueue<Span> Spans { get; } = new();

    public string Url => _app.Urls.Single();

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>The names of the spans from a span of a trace up to its first, once that is there.</summary>
    public async Task<IReadOnlyList<string>> WayUpAsync(string leaf, Func<Span, bool> isMeant)
    {
        List<string> way = [];
        await Wait.UntilAsync(
            () =>
            {
                way.Clear();
                for (var span = Spans.FirstOrDefault(s => s.Name == leaf && isMeant(s)); span is not null; span = ParentOf(span))
                {
                    way.Add(span.Name);
                    if (ParentOf(span) is null)
                    {
                        return Task.FromResult(span.Kind is Span.Server or Span.Consumer && !span.Name.StartsWith("decide", StringComparison.Ordinal));
                    }
                }

                return Task.FromResult(false);
            },
            () => $"No trace from {leaf} up to a request; there are {string.Join(", ", Spans)}.");
        return way;
    }

    private Span? ParentOf(Span span) => Spans.FirstOrDefault(s => s.Trace == span.Trace && s.Id == span.Parent);
}

/// <summary>A span as OTLP has it (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record Span(string Trace, string Id, string Parent, string Name, ulong Kind)
{
    public const ulong Server = 2;
    public const ulong Consumer = 5;

    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<Span> AllOf(byte[] request) =>
        from resource in Fields(request).Where(f => f.Number == 1)
        from scope in Fields(resource.Bytes).Where(f => f.Number == 2)
        from span in Fields(scope.Bytes).Where(f => f.Number == 2)
        select Of(Fields(span.Bytes).ToLookup(f => f.Number));

    private static Span Of(ILookup<ulong, Field> fields) => new(
        Hex(fields[1]), Hex(fields[2]), Hex(fields[4]), Encoding.UTF8.GetString(fields[5].Single().Bytes), fields[6].Single().Value);

    private static string Hex(IEnumerable<Field> fields) => Convert.ToHexStringLower(fields.SingleOrDefault()?.Bytes ?? []);

    private static List<Field> Fields(byte[] message)
    {
        List<Field> fields = [];
        for (var at = 0; at < message.Length;)
        {
            var key = Number(message, ref at);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new Field(key >> 3, Number(message, ref at), []));
                    break;
                case 2:
                    var length = (int)Number(message, ref at);
                    fields.Add(new Field(key >> 3, 0, message[at..(at + length)]));
                    at += length;
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No field of protobuf begins with {key}.");
            }
        }

        return fields;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }

    private sealed record Field(ulong Number, ulong Value, byte[] Bytes);
}
