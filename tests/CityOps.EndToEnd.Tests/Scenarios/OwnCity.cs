namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>A city for one story alone, which begins at a moment of its own.</summary>
internal sealed class OwnCity : IAsyncDisposable
{
    private OwnCity(StoryCity city) => City = city;

    public StoryCity City { get; }

    /// <summary>Changes the files of a city, and starts it.</summary>
    public static async Task<OwnCity> StartAsync(string at, params Action<SmallCity>[] changes)
    {
        var own = new OwnCity(new StoryCity(at));
        foreach (var change in changes)
        {
            change(own.City.Files);
        }

        await own.City.StartAsync();
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        City.Dispose();
    }
}
