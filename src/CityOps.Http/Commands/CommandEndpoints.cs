using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Devices;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Commands;

/// <summary>Devices are told what to do.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this IEndpointRouteBuilder api)
    {
        api.MapCommands("collectors", DeviceKind.Collector);
        api.MapCommands("vehicles", DeviceKind.Vehicle);
        api.MapGroupCommand();
    }

    private static void MapCommands(this IEndpointRouteBuilder api, string path, DeviceKind kind)
    {
        api.MapPost($"/{path}/{{id}}/commands", (
                string id, Body<CommandRequest> body, IdempotencyKey key, Caller caller, DeviceFinder devices, CommandSender sender,
                CancellationToken cancel) =>
                SendAsync(new Device(kind, id), body, key, caller, devices, sender, cancel))
            .Describe(
                path, "Command a device",
                "It is kept for a device that is offline. For dispatchers, shift leads and leaders, and handlers of the vehicle's "
                + "department. The same id again changes nothing.")
            .Needs(KeyScopes.Command)
            .Takes(Header.IdempotencyKey)
            .Refuses(400, 403, 404, 409, 413, 415, 422, 503);
        api.MapGet($"/{path}/{{id}}/commands", (
                string id, Caller caller, DeviceFinder devices, TimeProvider clock, CancellationToken cancel) =>
                ListAsync(new Device(kind, id), caller, devices, clock, cancel))
            .Describe(path, "The commands of a device", "Those that wait for an answer and the last 50 that have ended, newest first.")
            .Refuses(404, 503);
        api.MapGet($"/{path}/{{id}}/commands/{{command}}", (
                string id, string command, Caller caller, DeviceFinder devices, CancellationToken cancel) =>
                ReadAsync(new Device(kind, id), command, caller, devices, cancel))
            .Describe(path, "One command of a device", "What became of it.")
            .Refuses(404, 503);
    }

    private static async Task<Results<Accepted<CommandBody>, ProblemHttpResult>> SendAsync(
        Device device,
        Body<CommandRequest> body,
        IdempotencyKey key,
        Caller caller,
        DeviceFinder devices,
        CommandSender sender,
        CancellationToken cancel) =>
        !key.IsValid(out var malformed) ? malformed
        : !body.TryGet(out var request, out var unreadable) ? unreadable
        : !sender.TryRead(request, key.Value, new Faults(), out var wanted, out var refused) ? refused
        : !caller.Met(devices.Exists(device, caller)) ? DownlinkRejections.NoDevice(device.Kind).ToProblem()
        : await sender.SendAsync(device, wanted, caller, cancel) is var answer
            && answer is Answer<DeviceView>.Done { View: var view } && Downlink.Find(view.Commands, wanted.Id) is { } command
            ? TypedResults.Accepted(CommandSender.PathOf(view.Device, command.Id), new CommandBody(command))
            : key.Value is not null && answer is Answer<DeviceView>.Refused { Reason: var reason } && reason == DownlinkRejections.IdUsed
            ? Problem.KeyReused(IdempotencyKey.Header)
            : RefusalOf(answer);

    private static async Task<Results<Ok<Listing<CommandBody>>, ProblemHttpResult>> ListAsync(
        Device device, Caller caller, DeviceFinder devices, TimeProvider clock, CancellationToken cancel) =>
        (await devices.FindAsync(device, caller, cancel)).ToResult(found => TypedResults.Ok(Listing.Whole(
            found.View.Commands.Reverse().Select(c => new CommandBody(c)), clock.GetCurrentInstant())));

    private static async Task<Results<Ok<CommandBody>, ProblemHttpResult>> ReadAsync(
        Device device, string command, Caller caller, DeviceFinder devices, CancellationToken cancel)
    {
        var answer = await devices.FindAsync(device, caller, cancel);
        return answer is Answer<DeviceView>.Done { View: var view } && Downlink.Find(view.Commands, command) is { } found
            ? TypedResults.Ok(new CommandBody(found))
            : RefusalOf(answer);
    }

    private static ProblemHttpResult RefusalOf(Answer<DeviceView> answer) =>
        (answer is Answer<DeviceView>.Refused { Reason: var reason } ? reason : DownlinkRejections.NotFound).ToProblem();
}
