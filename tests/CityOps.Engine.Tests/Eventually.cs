namespace CityOps.Engine.Tests;

/// <summary>Waits for what other threads do.</summary>
internal static class Eventually
{
    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> wanted)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (wanted(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30), $"It is still {value}.");
            await Task.Delay(20);
        }
    }
}
