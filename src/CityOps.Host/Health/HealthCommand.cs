using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityOps.Host.Configuration;

namespace CityOps.Host.Health;

/// <summary>
/// <c>cityops health</c>: asks the engine that runs here with the same options how it is, for watchers that can start a program and nothing
/// else, as in an image without a shell.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command ToCommand()
    {
        var live = new Option<bool>("--live") { Description = "Whether it is alive; otherwise whether it can serve." };
        var command = new Command("health", "Ask the engine that runs here how it is. Exit code 0: healthy or degraded; 1: it is not, or does not answer.")
        {
            live, ConfigFile.Named,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(live), ConfigFile.Of(parsed), parsed.UnmatchedTokens, cancel));
        return command;
    }

    private static async Task<int> RunAsync(bool live, string? file, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var (options, faults) = OptionsReader.Read(file, arguments);
        if (faults.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, faults));
            return ExitCode.WrongInput;
        }

        var url = UrlOf(options.Http, live ? "health/live" : "health/ready");
        try
        {
            using var handler = new SocketsHttpHandler { UseProxy = false };
            if (url.Scheme == Uri.UriSchemeHttps)
            {
                // Its certificate is for the name that others call it by: here it must be the one of the options, whatever the name.
                var own = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(options.Http.Tls.Certificate, cancel));
                handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => own.Equals(shown);
            }

            using var http = new HttpClient(handler) { Timeout = Patience };
            using var answer = await http.GetAsync(url, cancel);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(cancel));
            return answer.StatusCode == HttpStatusCode.OK ? 0 : ExitCode.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or CryptographicException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url}: {e.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>An engine that listens everywhere is asked on loopback.</summary>
    internal static Uri UrlOf(CityOpsOptions.HttpSection http, string path)
    {
        var address = IPAddress.Parse(http.Address);
        var host = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        return new UriBuilder(http.Tls.Certificate.Length > 0 ? "https" : "http", host.ToString(), http.Port, path).Uri;
    }
}
