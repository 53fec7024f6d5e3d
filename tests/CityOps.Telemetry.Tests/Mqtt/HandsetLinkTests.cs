using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Tests;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Telemetry.Tests.Mqtt;

/// <summary>What a handset is sent again when it comes.</summary>
public sealed class HandsetLinkTests : INotices, IDeviceGateway, IDownlink
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 1, 0);

    private readonly List<(string Topic, string Id)> _sent = [];
    private readonly List<NoticeRow> _rows = [];
    private NoticeQuery? _asked;
    private DeviceView? _view;
    private DownlinkAct? _act;

    [Fact]
    public async Task A_handset_that_comes_is_sent_its_notices_of_late_oldest_first()
    {
        _rows.AddRange([Row("N3", closesIn: 30), Row("N2", closesIn: 0), Row("N1", closesIn: -60)]);

        await Link(Nobody).RepeatAsync(new Device(DeviceKind.Collector, "c1"), default);

        Assert.Equal([("cityops/v1/collectors/c1/command", "N1.1"), ("cityops/v1/collectors/c1/command", "N2.1")], _sent);
        Assert.Equal((new Actor("c1", Roles.Collector), Now - NoticePost.KeptFor), (_asked?.Viewer, _asked?.From));
    }

    [Theory]
    [InlineData(DeviceKind.Vehicle)]
    [InlineData(DeviceKind.Collector)]
    public async Task A_device_that_comes_is_sent_what_it_has_not_answered(DeviceKind kind)
    {
        var order = new Order(CommandType.Locate, null, null, Now + Duration.FromHours(1));
        _view = new DeviceView(new Device(kind, "d1"), null)
        {
            Commands =
            [
                new DownlinkCommand("o1", order, Now, "li") { State = CommandState.Done },
                new DownlinkCommand("o2", order, Now, "li") { State = CommandState.Sent },
                new DownlinkCommand("o3", order, Now, "li"),
            ],
        };

        await Link(Nobody).RepeatAsync(_view.Device, default);

        Assert.Equal([($"cityops/v1/{_view.Device}/command", "o2"), ($"cityops/v1/{_view.Device}/command", "o3")], _sent);
    }

    [Fact]
    public async Task A_vehicle_without_a_terminal_is_told_by_its_topic()
    {
        var command = new DownlinkCommand("o1", new Order(CommandType.Locate, null, null, Now + Duration.FromHours(1)), Now, "li");

        await Link(Nobody).SendAsync(new Device(DeviceKind.Vehicle, "v1"), command, default);

        Assert.Equal([("cityops/v1/vehicles/v1/command", "o1")], _sent);
    }

    [Theory]
    [InlineData("cityops/v1/vehicles/v1/command", """{"id":"o1","type":"locate","t":"2026-03-02T01:00:00Z"}""", "o1")]
    [InlineData("cityops/v1/vehicles/v1/command", """{"id":"o1","type":"message","t":"2026-03-02T01:00:00Z","case":"C1"}""", null)]
    [InlineData("cityops/v1/vehicles/v1/ack", """{"id":"o1","status":"accepted"}""", null)]
    public async Task What_a_device_acknowledges_is_known_to_be_there(string topic, string payload, string? id)
    {
        await Link(Nobody).NoteSentAsync(topic, System.Text.Encoding.UTF8.GetBytes(payload), default);

        Assert.Equal(id, (_act as NoteSent)?.Id);
    }

    private NoticePost Nobody => new(
        this, () => throw new InvalidOperationException("Nothing is posted here."), Cities.Empty, new FakeTimeProvider(Now.ToDateTimeOffset()));

    private HandsetLink Link(NoticePost post)
    {
        var clock = new FakeTimeProvider(Now.ToDateTimeOffset());
        return new HandsetLink(
            new Lazy<IDownlink>(this), this, post,
            new TerminalCommands(new Jt808Sessions(this), this, clock, NullLogger<TerminalCommands>.Instance), clock);
    }

    Task<Page<NoticeRow>> INotices.ListAsync(NoticeQuery query, CancellationToken cancel)
    {
        _asked = query;
        return Task.FromResult(new Page<NoticeRow>(_rows, null, Now));
    }

    Task<IReadOnlyList<NoticeRow>> INotices.UnsentAsync(Instant now, Instant notBefore, int limit, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task INotices.MarkSentAsync(NoticeRow notice, CancellationToken cancel) => throw new NotSupportedException();

    Task IDownlink.SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse(payload);
        _sent.Add((topic, json.RootElement.GetProperty("id").GetString() ?? ""));
        return Task.CompletedTask;
    }

    Task<Answer<DeviceView>> IDeviceGateway.GetAsync(Device device, CancellationToken cancel) => Task.FromResult<Answer<DeviceView>>(
        _view is not null
            ? new Answer<DeviceView>.Done(_view, false)
            : new Answer<DeviceView>.Refused(new Rejection(RejectionKind.NotFound, "collector.notFound", "Nobody knows them yet.")));

    void IDeviceGateway.Tell(ReadOnlySpan<LocatedFix> fixes) => throw new NotSupportedException();

    void IDeviceGateway.TellStatus(Device device, bool online) => throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(CollectorCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(VehicleCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(DownlinkAct act, CancellationToken cancel)
    {
        _act = act;
        return Task.FromResult<Answer<DeviceView>>(new Answer<DeviceView>.Done(new DeviceView(act.Device, null), false));
    }

    private static NoticeRow Row(string id, int closesIn) => new(
        id, new NoticeSubject(NoticeKind.Urge, NoticeTopic.Verify, "due", LimitPhase.Due),
        new Recipient(Roles.Collector, "360102", Collector: "c1"), 1, ["C20260302aaaaaaaaaa"], Now, Now, Now,
        Now + Duration.FromSeconds(closesIn));
}
