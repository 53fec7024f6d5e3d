using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Commands;

/// <summary>Every device of a group is told the same.</summary>
internal static class GroupEndpoint
{
    /// <summary>How many devices are told at a time.</summary>
    private const int AtOnce = 64;

    public static void MapGroupCommand(this IEndpointRouteBuilder api) => api.MapPost("/commands", SendAsync)
        .Describe(
            "commands", "Command a group of devices",
            "One command for each device that the list has at this moment, and without a place each vehicle of the city, at most 1,000, under the same id. Answers which were given it "
            + "and which were not; the same id again changes nothing for those that have it.")
        .Needs(KeyScopes.Command)
        .Takes(Header.IdempotencyKey)
        .Answers<GroupCommandBody>(StatusCodes.Status202Accepted)
        .Refuses(400, 403, 409, 413, 415, 422, 503);

    private static async Task<Results<Accepted<GroupCommandBody>, ProblemHttpResult>> SendAsync(
        Body<GroupCommandRequest> body,
        IdempotencyKey key,
        Caller caller,
        CommandSender sender,
        GroupReader groups,
        CancellationToken cancel)
    {
        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        if (!body.TryGet(out var request, out var unreadable))
        {
            return unreadable;
        }

        var faults = new Faults();
        GroupReader.Check(faults, request.To);
        if (!sender.TryRead(request, key.Value, faults, out var wanted, out var refused))
        {
            return refused;
        }

        var members = await groups.MembersAsync(request.To ?? new GroupRequest(), caller, cancel);
        if (members.Count > GroupReader.Most)
        {
            return GroupReader.TooLarge.ToProblem();
        }

        var answers = new List<(Device Device, Answer<DeviceView> Answer)>(members.Count);
        foreach (var some in members.Chunk(AtOnce))
        {
            answers.AddRange(await Task.WhenAll(
                some.Select(async device => (device, await sender.SendAsync(device, wanted, caller, cancel)))));
        }

        return Answered(wanted.Id, key.Value is not null, answers);
    }

    private static Results<Accepted<GroupCommandBody>, ProblemHttpResult> Answered(
        string id, bool byKey, List<(Device Device, Answer<DeviceView> Answer)> answers)
    {
        var reasons = answers.Select(a => (a.Device, Reason: (a.Answer as Answer<DeviceView>.Refused)?.Reason)).ToList();
        if (reasons.Count > 0 && reasons.All(r => r.Reason is not null && r.Reason == reasons[0].Reason))
        {
            // Nobody was told, for one reason: the caller may not, or the command is no good.
            return byKey && reasons[0].Reason == DownlinkRejections.IdUsed
                ? Problem.KeyReused(IdempotencyKey.Header)
                : (reasons[0].Reason ?? EngineRejections.Unavailable).ToProblem();
        }

        var given = reasons.Where(r => r.Reason is null).Select(r => r.Device).ToList();
        return TypedResults.Accepted(
            (string?)null,
            new GroupCommandBody(
                id,
                given.Count,
                [.. given.Select(d => new GivenBody(d.Kind, d.Id, CommandSender.PathOf(d, id)))],
                [
                    .. from r in reasons
                       where r.Reason is not null
                       select new NotGivenBody(r.Device.Kind, r.Device.Id, r.Reason.Code, r.Reason.Message),
                ]));
    }
}
