using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Mqtt;
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

    [Fact]
    public async Task A_handset_that_comes_is_sent_its_notices_of_late_oldest_first()
    {
        _rows.AddRange([Row("N3", closesIn: 30), Row("N2", closesIn: 0), Row("N1", closesIn: -60)]);
        var post = new NoticePost(
            this, () => throw new InvalidOperationException("Nothing is posted here."), City,
            new FakeTimeProvider(Now.ToDateTimeOffset()));

        await new HandsetLink(new Lazy<IDownlink>(this), this, post).RepeatAsync(new Device(DeviceKind.Collector, "c1"), default);

        Assert.Equal([("cityops/v1/collectors/c1/command", "N1.1"), ("cityops/v1/collectors/c1/command", "N2.1")], _sent);
        Assert.Equal((new Actor("c1", Roles.Collector), Now - NoticePost.KeptFor), (_asked?.Viewer, _asked?.From));
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
        new Answer<DeviceView>.Refused(new Rejection(RejectionKind.NotFound, "collector.notFound", "Nobody knows them yet.")));

    void IDeviceGateway.Tell(ReadOnlySpan<LocatedFix> fixes) => throw new NotSupportedException();

    void IDeviceGateway.TellStatus(Device device, bool online) => throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(CollectorCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(DownlinkAct act, CancellationToken cancel) =>
        throw new NotSupportedException();

    private static NoticeRow Row(string id, int closesIn) => new(
        id, new NoticeSubject(NoticeKind.Urge, NoticeTopic.Verify, "due", LimitPhase.Due),
        new Recipient(Roles.Collector, "360102", Collector: "c1"), 1, ["C20260302aaaaaaaaaa"], Now, Now, Now,
        Now + Duration.FromSeconds(closesIn));

    private static CityConfiguration City { get; } = new("tiny", new Name("名", "name"), "Asia/Shanghai", "v1")
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>(),
        Departments = new Dictionary<string, Department>(),
        UnitGrids = new Dictionary<string, UnitGrid>(),
        PatrolGrids = new Dictionary<string, PatrolGrid>(),
        Collectors = new Dictionary<string, CollectorEntry>(),
        Vehicles = new Dictionary<string, VehicleEntry>(),
        Cameras = new Dictionary<string, Camera>(),
        Components = new Dictionary<string, Component>(),
        Categories = new Dictionary<(CategoryKind, string), Category>(),
        Calendars = new CalendarBook(
            new WorkingCalendar("1", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
    };
}
