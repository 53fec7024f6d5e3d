namespace CityOps.Bench.Cluster;

/// <summary>
/// A caller who asks one node as long as that answers, and then the next with the same: what an address in front of all nodes does.
/// One caller at a time.
/// </summary>
/// <param name="nodes">All nodes.</param>
/// <param name="first">Which is asked first.</param>
/// <param name="patience">How long an answer may take.</param>
internal sealed class AnyNode(IReadOnlyList<ClusterNode> nodes, int first, TimeSpan patience)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);
    private int _at = first;

    /// <summary>How often another was asked.</summary>
    public int AskedAgain { get; private set; }

    /// <summary>True for what a node that is down, stands still or ends does to its callers.</summary>
    public static bool IsNoAnswer(Exception e) => e is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>Asks until a node answers anything but that it cannot just now.</summary>
    public async Task<(int Status, string Body)> AskAsync(Func<HttpRequestMessage> request, CancellationToken stop)
    {
        while (true)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
            timeout.CancelAfter(patience);
            try
            {
                using var asking = request();
                using var answer = await nodes[_at % nodes.Count].Http.SendAsync(asking, timeout.Token);
                if ((int)answer.StatusCode != 503)
                {
                    return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(timeout.Token));
                }
            }
            catch (Exception e) when (IsNoAnswer(e) && !stop.IsCancellationRequested)
            {
                // The next may answer.
            }

            _at++;
            AskedAgain++;
            await Task.Delay(BetweenTries, stop);
        }
    }
}
