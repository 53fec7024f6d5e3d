using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Live;

/// <summary>A client of the stream: the framework's own parser on the answer.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly HttpResponseMessage _answer;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private LiveReader(HttpResponseMessage answer, SseParser<string> parser) =>
        (_answer, _parser, _items) = (answer, parser, parser.EnumerateAsync().GetAsyncEnumerator());

    /// <summary>The id to come again with.</summary>
    public string LastEventId => _parser.LastEventId;

    public static async Task<LiveReader> OpenAsync(CityServer server, string query, string? lastEventId = null, string? acting = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/stream?{query}");
        foreach (var (name, value) in new[] { ("Last-Event-ID", lastEventId), ("X-CityOps-Acting", acting) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new LiveReader(answer, SseParser.Create(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<(string Type, string? Id, JsonElement Data)?> NextAsync() =>
        await _items.MoveNextAsync().AsTask().WaitAsync(Patience)
            ? (_items.Current.EventType, _items.Current.EventId, JsonElement.Parse(_items.Current.Data))
            : null;

    /// <summary>Reads to the end of the stream: of what passed with the clock there may still be something to say.</summary>
    public async Task ToTheEndAsync()
    {
        var more = true;
        while (more)
        {
            more = await NextAsync() is not null;
        }
    }

    /// <summary>The next event, which must be of the type.</summary>
    public async Task<(string? Id, JsonElement Data)> NextAsync(string type)
    {
        var next = await NextAsync();
        Assert.Equal(type, next?.Type);
        return (next?.Id, next?.Data ?? default);
    }

    public async ValueTask DisposeAsync()
    {
        // First the connection: the parser waits on it.
        _answer.Dispose();
        try
        {
            await _items.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // A read was under way.
        }
    }
}
