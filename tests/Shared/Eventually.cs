namespace CityOps.Testing;

/// <summary>Waits for what other threads do; only a fault takes as long as the deadline. Linked into the test projects.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>The value once it is as wanted.</summary>
    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> wanted)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (wanted(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Deadline, $"It is still {value}.");
            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>Ends once the condition holds.</summary>
    public static Task Holds(Func<bool> condition) => Is(() => Task.FromResult(condition()), holds => holds);
}
