using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Devices;
using CityOps.Telemetry.Codecs;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Telemetry.Mqtt;

/// <summary>
/// Messages that are answered on <c>ack</c>, reports, shifts and results, and responses to commands, which are not. Acknowledged after
/// their event is journalled.
/// </summary>
internal sealed class DeskMessages(
    ICaseGateway cases,
    IDeviceGateway devices,
    GridIndex grids,
    RefusalBook refusals,
    Lazy<IDownlink> down,
    TimeProvider clock,
    ILogger<DeskMessages> logger)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly NowAndThen _notices = new(clock);

    public Task ReportAsync(
        Device device, string topic, ReadOnlyMemory<byte> payload, Instant now, CancellationToken cancel) =>
        ReportCodec.Decode(payload.Span, now) switch
        {
            Decoded<ReportMessage>.Accepted accepted => ReportAsync(device, topic, accepted.Value, now, cancel),
            var decoded => RefuseAsync(device, topic, decoded, now, cancel),
        };

    public Task ShiftAsync(
        Device device, string topic, ReadOnlyMemory<byte> payload, Instant now, CancellationToken cancel) =>
        ShiftCodec.Decode(payload.Span, now) switch
        {
            Decoded<ShiftMessage>.Accepted accepted => ShiftAsync(device, topic, accepted.Value, now, cancel),
            var decoded => RefuseAsync(device, topic, decoded, now, cancel),
        };

    /// <summary>Refuses a message, and answers it so.</summary>
    /// <param name="device">Whose it is.</param>
    /// <param name="topic">What it came on.</param>
    /// <param name="id">Its id; null where that is not known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">When it came.</param>
    /// <param name="cancel">Ends with the connection.</param>
    public Task RefuseAsync(
        Device device, string topic, string? id, Rejection reason, Instant now, CancellationToken cancel)
    {
        refusals.Note(device, topic, reason, now);
        return SendAsync(device, new Acknowledgement(id, "refused", null, reason.Code, reason.Message), cancel);
    }

    private async Task ReportAsync(Device device, string topic, ReportMessage message, Instant now, CancellationToken cancel)
    {
        if (grids.Locate(message.Place) is not { } unitGrid)
        {
            await RefuseAsync(device, topic, message.Id, DeskRefusals.OutsideCity, now, cancel);
            return;
        }

        var (role, channel) = Speaking(device);

        // A handset numbers its messages by itself, so the id is unique only together with the device's.
        var source = $"{device.Id}/{message.Id}";
        var report = new Report(
            channel, source, message.ObservedAt, message.Place, unitGrid.Code, unitGrid.Beat, message.Kind, message.Category)
        {
            Condition = message.Condition,
            Component = message.Component,
            Description = message.Description,
            Photos = message.Photos,
            SelfHandled = message.SelfHandled,
            Reporter = device.Id,
        };
        var origin = new Origin(new Actor(device.Id, role), channel, source, message.ObservedAt);
        var answer = await UntilAnsweredAsync(() => cases.ReportAsync(report, origin, cancel), topic, cancel);
        await AnswerAsync(device, topic, message.Id, answer, view => view.Id.Value, now, cancel);
    }

    private async Task ShiftAsync(Device device, string topic, ShiftMessage message, Instant now, CancellationToken cancel)
    {
        var origin = new Origin(new Actor(device.Id, Roles.Collector), Channel.Collector, message.Id, message.ObservedAt);
        var command = new ChangeShift(device.Id, origin, message.On);
        var answer = await UntilAnsweredAsync(() => devices.SendAsync(command, cancel), topic, cancel);
        await AnswerAsync(device, topic, message.Id, answer, _ => null, now, cancel);
    }

    public async Task ResultAsync(
        Device device, string topic, ReadOnlyMemory<byte> payload, Instant now, CancellationToken cancel)
    {
        var decoded = ResultCodec.Decode(payload.Span, now);
        if (decoded is Decoded<ResultMessage>.Refused refused)
        {
            await RefuseAsync(device, topic, refused.Id, refused.Reason, now, cancel);
        }
        else if (decoded is Decoded<ResultMessage>.Accepted accepted)
        {
            await ResultAsync(device, topic, accepted.Value, now, cancel);
        }
    }

    public async Task ResponseAsync(
        Device device, string topic, ReadOnlyMemory<byte> payload, Instant now, CancellationToken cancel)
    {
        var refused = ResponseCodec.Decode(payload.Span, now) switch
        {
            Decoded<ResponseMessage>.Accepted accepted => await ResponseAsync(device, topic, accepted.Value, cancel),
            Decoded<ResponseMessage>.Refused malformed => malformed.Reason,
            _ => throw new InvalidOperationException("A message is accepted or refused."),
        };
        if (refused is not null)
        {
            refusals.Note(device, topic, refused, now);
        }
    }

    private async Task<Rejection?> ResponseAsync(Device device, string topic, ResponseMessage message, CancellationToken cancel)
    {
        var (role, channel) = Speaking(device);
        var origin = new Origin(new Actor(device.Id, role), channel, $"{message.Id}/response", message.ObservedAt);
        var command = new AnswerCommand(device, origin, message.Id, message.Done, message.Note);
        return await UntilAnsweredAsync(() => devices.SendAsync(command, cancel), topic, cancel) is Answer<DeviceView>.Refused refused
            ? refused.Reason
            : null;
    }

    private static (Roles Role, Channel Channel) Speaking(Device device) => device.Kind == DeviceKind.Collector
        ? (Roles.Collector, Channel.Collector)
        : (Roles.Device, Channel.Vehicle);

    private async Task ResultAsync(Device device, string topic, ResultMessage message, Instant now, CancellationToken cancel)
    {
        if (!CaseTask.TryCaseOf(message.Task, out var id))
        {
            await RefuseAsync(device, topic, message.Id, TaskRejections.NotFound, now, cancel);
            return;
        }

        // With the task in it, so that an id used again by mistake cannot make one answer pass for another.
        var origin = new Origin(
            new Actor(device.Id, Roles.Collector), Channel.Collector, $"{message.Id}/{message.Task}", message.ObservedAt);
        var command = new AnswerTask(id, origin, message.Task, message.Outcome, message.Note, message.Photos, message.Place);
        var answer = await UntilAnsweredAsync(() => cases.SendAsync(command, cancel), topic, cancel);
        await AnswerAsync(device, topic, message.Id, answer, view => view.Id.Value, now, cancel);
    }

    /// <summary>While the engine cannot answer, the device waits for its acknowledgement: nothing is lost.</summary>
    private async Task<Answer<TView>> UntilAnsweredAsync<TView>(
        Func<Task<Answer<TView>>> send, string topic, CancellationToken cancel)
    {
        while (true)
        {
            var answer = await send();
            if (answer is not Answer<TView>.Refused { Reason.Kind: RejectionKind.Unavailable })
            {
                return answer;
            }

            if (_notices.IsTime())
            {
                logger.EngineAway(topic);
            }

            await Task.Delay(BetweenTries, clock, cancel);
        }
    }

    private Task AnswerAsync<TView>(
        Device device, string topic, string id, Answer<TView> answer, Func<TView, string?> caseOf, Instant now, CancellationToken cancel) =>
        answer switch
        {
            Answer<TView>.Done done => SendAsync(
                device, new Acknowledgement(id, done.Repeated ? "duplicate" : "accepted", caseOf(done.View), null, null), cancel),
            Answer<TView>.Refused refused => RefuseAsync(device, topic, id, refused.Reason, now, cancel),
            _ => throw new InvalidOperationException("An answer is done or refused."),
        };

    private Task RefuseAsync<TMessage>(
        Device device, string topic, Decoded<TMessage> decoded, Instant now, CancellationToken cancel) =>
        decoded is Decoded<TMessage>.Refused refused
            ? RefuseAsync(device, topic, refused.Id, refused.Reason, now, cancel)
            : throw new InvalidOperationException("A message is accepted or refused.");

    private Task SendAsync(Device device, Acknowledgement ack, CancellationToken cancel) =>
        down.Value.SendAsync(
            $"cityops/v1/{device}/ack", JsonSerializer.SerializeToUtf8Bytes(ack, AcknowledgementJson.Default.Acknowledgement), cancel);
}
