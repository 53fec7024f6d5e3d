using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Cluster;

/// <summary>Tests of a city on several nodes; what these printed is shown, and they end with the test.</summary>
public abstract class NodesTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Where the test says what it saw.</summary>
    protected ITestOutputHelper Output => output;

    /// <summary>The city of the test, once it has started it.</summary>
    private protected CityNodes? City { get; set; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        output.WriteLine(City?.Log ?? "");
        if (City is not null)
        {
            await City.DisposeAsync();
        }
    }
}
