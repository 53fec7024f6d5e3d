using CityOps.Http.Live;
using CityOps.Http.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Http.Tests.Live;

/// <summary>The tick of streams on the server's clock.</summary>
internal static class Ticking
{
    /// <summary>Lets time pass until there was a tick and every group of readers has heard of it: up to just before the next one.</summary>
    public static async Task TickAsync(this CityServer server, TimeSpan? later = null)
    {
        var ticker = server.Services.GetRequiredService<StreamTicker>();
        var before = Told();
        var then = server.Clock.GetUtcNow() + (later ?? StreamTicker.Between);
        var into = TimeSpan.FromTicks(then.Ticks % StreamTicker.Between.Ticks);
        server.Clock.SetUtcNow(then - into + (StreamTicker.Between * (StreamTicker.Groups - 1) / StreamTicker.Groups));
        await Eventually.Holds(() => Told() > before);

        long Told() => Enumerable.Range(0, StreamTicker.Groups).Min(group => ticker.Current(group).Tick.Number);
    }
}
