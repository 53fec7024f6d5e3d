using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CityOps.Bench.Processes;
using CityOps.Storage.Files;

namespace CityOps.Storage.Tests.Files;

/// <summary>An S3-compatible server of the test's own (the npm package s3rver), which can be ended and started again on the same data.</summary>
internal sealed class S3Server : IDisposable
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Missing = "s3rver is not here: tools/test installs it with npm when run as root.";

    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = Ports.Free(1)[0];
    private Process? _process;

    /// <summary>True if it is installed.</summary>
    public static bool IsHere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "s3rver")));

    /// <summary>Its one bucket; the credentials are those that it always has.</summary>
    public BucketOptions Bucket => new(new Uri($"http://127.0.0.1:{_port}"), "photos", "S3RVER", "S3RVER") { Prefix = "city/" };

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            "s3rver", ["-d", _directory.Path, "-a", "127.0.0.1", "-p", $"{_port}", "-s", "--no-vhost-buckets", "--configure-bucket", "photos"]));
        await Eventually.Is(
            async () =>
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, _port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            listens => listens);
    }

    public void Stop()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _directory.Dispose();
    }
}
