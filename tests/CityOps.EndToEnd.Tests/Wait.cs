using System.Diagnostics;
using System.Net.Sockets;
using MQTTnet.Exceptions;

namespace CityOps.EndToEnd.Tests;

/// <summary>Waits for conditions, each with a deadline.</summary>
internal static class Wait
{
    /// <summary>Far more than anything here takes, also several starts in turn on a busy machine: only a fault reaches it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>How long one attempt may take: more than the first answer of a cold engine on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the deadline.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            if (since.Elapsed > Deadline)
            {
                throw new TimeoutException(otherwise());
            }

            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>Tries until there is a result; what a killed engine throws at its clients is no result.</summary>
    public static async Task<T> ForAsync<T>(Func<CancellationToken, Task<T?>> attempt, Func<string> otherwise)
        where T : class
    {
        T? result = null;
        Exception? last = null;
        await UntilAsync(
            async () =>
            {
                using var patience = new CancellationTokenSource(Patience);
                try
                {
                    result = await attempt(patience.Token);
                }
                catch (Exception e) when (IsOfADeadPeer(e))
                {
                    last = e;
                }

                return result is not null;
            },
            () => $"{otherwise()} {last}");
        return result ?? throw new UnreachableException();
    }

    /// <summary>True for what an engine that is killed, ends or stands still does to its clients.</summary>
    public static bool IsOfADeadPeer(Exception e) =>
        e is HttpRequestException or IOException or SocketException or OperationCanceledException or MqttCommunicationException;
}
