namespace CityOps.Storage.Tests;

/// <summary>Waits for what other threads do.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
