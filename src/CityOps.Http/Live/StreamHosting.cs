namespace CityOps.Http.Live;

/// <summary>Puts the live stream into the HTTP interface.</summary>
internal static class StreamHosting
{
    public static IServiceCollection AddStream(this IServiceCollection services) => services
        .AddSingleton<LivePositions>()
        .AddHostedService<BoardFollower>()
        .AddSingleton<StreamSeats>()
        .AddSingleton<StreamTicker>()
        .AddHostedService(sp => sp.GetRequiredService<StreamTicker>())
        .AddSingleton<StreamMetrics>()
        .AddSingleton<StreamSources>();
}
