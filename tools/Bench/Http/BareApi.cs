using System.CommandLine;
using System.Net;
using CityOps.Bench.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityOps.Bench.Http;

/// <summary>What the engine's reads are measured against: a minimal endpoint that answers every id with the same bytes.</summary>
internal static class BareApi
{
    private const string Name = "bare-api";

    public static Command ToCommand()
    {
        var port = new Argument<int>("port");
        var file = new Argument<string>("file");
        var command = new Command(Name) { port, file };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(port), parsed.GetRequiredValue(file), cancel));
        return command;
    }

    /// <param name="port">Where it listens.</param>
    /// <param name="file">What it answers.</param>
    public static Task<ChildProcess> StartAsync(int port, string file) =>
        ChildProcess.StartAsync("ready", typeof(BareApi).Assembly.Location, Name, $"{port}", file);

    private static async Task RunAsync(int port, string file, CancellationToken cancel)
    {
        var body = await File.ReadAllBytesAsync(file, cancel);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGet("/api/v1/cases/{id}", (string id) => TypedResults.Bytes(body, "application/json; charset=utf-8"));
        await app.StartAsync(cancel);
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync(cancel);
    }
}
