using System.Text.Json;
using System.Text.Json.Serialization;
using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Ports;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Telemetry.Mqtt;

/// <summary>The payload of <c>command</c>.</summary>
/// <param name="Id">The command's id; the same command again has the same.</param>
/// <param name="Type"><c>verify</c>, <c>inspect</c>, <c>dispatch</c>, <c>message</c> or <c>locate</c>.</param>
/// <param name="T">When it was given, RFC 3339.</param>
/// <param name="Due">When the task is handed on, or the command expires, if it is not answered by then.</param>
/// <param name="Case">The case.</param>
/// <param name="Task">The task's id.</param>
/// <param name="Lon">Where to go: degrees east, WGS-84.</param>
/// <param name="Lat">Where to go: degrees north, WGS-84.</param>
/// <param name="Text">What to look at, or what is told.</param>
internal sealed record CommandPayload(
    string Id, string Type, string T, string? Due, string? Case, string? Task, double? Lon, double? Lat, string? Text)
{
    /// <summary>The UTF-8 JSON of a command.</summary>
    public static byte[] Bytes(HandsetCommand command) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(command), CommandPayloadJson.Default.CommandPayload);

    /// <summary>The UTF-8 JSON of what someone told a device.</summary>
    public static byte[] Bytes(DownlinkCommand command) => JsonSerializer.SerializeToUtf8Bytes(
        new CommandPayload(
            command.Id, TypeOf(command.Order), Time(command.GivenAt), Time(command.Order.Due), null, null,
            command.Order.Place?.Longitude, command.Order.Place?.Latitude, command.Order.Text),
        CommandPayloadJson.Default.CommandPayload);

    /// <summary>The id of the command in a payload that was made here; null where it is a task or a notice.</summary>
    public static string? OrderIn(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize(payload, CommandPayloadJson.Default.CommandPayload) is { Case: null, Task: null } command
            ? command.Id
            : null;

    private static string TypeOf(Order order) => order.Type switch
    {
        CommandType.Message => "message",
        CommandType.Locate => "locate",
        CommandType.Dispatch => "dispatch",
        _ => throw new InvalidOperationException($"{order.Type} has no word."),
    };

    private static CommandPayload Of(HandsetCommand command) => command switch
    {
        GoAndLook { InHand: var task } => new CommandPayload(
            command.Id, task.Kind == TaskKind.Verification ? "verify" : "inspect", Time(command.SentAt), Time(task.Due),
            task.Case.Value, task.Id, task.Place.Longitude, task.Place.Latitude, task.Text),
        TaskGone gone => new CommandPayload(
            command.Id, "message", Time(command.SentAt), null, CaseTask.TryCaseOf(gone.Task, out var id) ? id.Value : null, gone.Task,
            null, null, gone.End == TaskEnd.HandedOn
                ? "任务已转交，不必再去。 The task was handed on: no need to go."
                : "任务已撤回，不必再去。 The task was withdrawn: no need to go."),
        Told told => new CommandPayload(
            told.Id, "message", Time(told.SentAt), null, told.Case, null, null, null, $"{told.Text.Zh} {told.Text.En}"),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no payload."),
    };

    private static string Time(Instant at) => InstantPattern.ExtendedIso.Format(at);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandPayload))]
internal sealed partial class CommandPayloadJson : JsonSerializerContext;
