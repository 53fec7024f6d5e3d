using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Engine.Tests.Journal;

/// <summary>One event under each name with every field set, and the same with everything left out that may be.</summary>
internal static class EventSamples
{
    public static Instant At { get; } = Instant.FromUtc(2026, 3, 1, 8, 0, 1).PlusNanoseconds(250_000_000);

    public static Report Report { get; } = new(
        Channel.CitizenApp, "wx-778", At, GeoPoint.At(latitude: 28.6829, longitude: 115.8579), "360102001001001", "P1",
        CategoryKind.Component, "0137")
    {
        Condition = "2",
        Component = "3601020137000017",
        Description = "路灯不亮 \"dark\"",
        Photos = ["aa11", "bb22"],
        SelfHandled = true,
        Reporter = "citizen-7",
    };

    private static readonly Stamp Full = new(
        At + Duration.FromMilliseconds(12), At, new Actor("lead-1", Roles.ShiftLead | Roles.Dispatcher, "360102", "roads"),
        Channel.Console, "cmd-1", "9f8e");

    private static readonly Stamp Bare = new(At, At, new Actor("c-1", Roles.None), Channel.Collector, "m-1", "9f8e");
    private static readonly CaseId Other = CaseId.Parse("C20260228jihgfedcba");
    private static readonly CaseId Case = CaseId.Parse("C20260301abcdefghij");
    private static readonly OpenCase Open = new("360102001001001", CategoryKind.Component, "0137", Report.Place);

    public static IReadOnlyList<object> Fullest { get; } =
    [
        new CaseReported(Case, Full, Report),
        new CaseFiled(Case, Full, new Filing(CategoryKind.Incident, "0113", "1", new TimeLimit(1.5m, LimitClock.WorkingHours))),
        new CaseDispatched(Case, Full, "roads"),
        new CaseAccepted(Case, Full),
        new CaseHandled(Case, Full, "换灯", ["cc33"]),
        new InspectionBegun(Case, Full),
        new CaseClosed(Case, Full, "P1", "好"),
        new ShiftStarted("360102-001", Full),
        new ShiftEnded("360102-001", Full),
        new AlarmsRaised("truck-1", Full, 0x8000_0001),
        new AlarmsCleared("truck-1", Full, 2),
        new CaseOpenedInGrid("P1", Full, Case.Value, Open),
        new CaseClosedInGrid("P1", Full, Case.Value),
        new CollectorCameOnShift("P1", Full, "360102-001"),
        new CollectorWentOffShift("P1", Full, "360102-001"),
        new CaseSelfHandled(Case, Full, "P1"),
        new VerificationAsked(Case, Full, Offer, "看一下"),
        new CaseRefused(Case, Full, "P1", "不在辖区"),
        new CaseCorrected(Case, Full, CategoryKind.Incident, "0113", "1", Hours, Place, "P1", Entry),
        new CaseMerged(Case, Full, "P1", Other, "同一处"),
        new DuplicateCounted(Case, Full, Other),
        new SimilarFound(Case, Full, [Other.Value]),
        new CaseDelegated(Case, Full, "360102", "请区里处理"),
        new CaseReturned(Case, Full, "roads", "不归我管"),
        new CaseRedispatched(Case, Full, "lights", "改派"),
        new ReturnRejected(Case, Full, "归你管"),
        new CaseDisputed(Case, Full, "争议"),
        new DisputeRuled(Case, Full, "roads", "裁定"),
        new ExtensionAsked(Case, Full, Hours, "等配件"),
        new ExtensionApproved(Case, Full, Hours, "同意"),
        new ExtensionRejected(Case, Full, "不同意"),
        new SuspensionAsked(Case, Full, At, "雨季"),
        new CaseSuspended(Case, Full, At, "同意"),
        new SuspensionRejected(Case, Full, "不同意"),
        new CaseResumed(Case, Full, "恢复"),
        new CaseReworked(Case, Full, "未修好"),
        new CaseReopened(Case, Full, "又坏了", Entry),
        new CaseCancelled(Case, Full, "P1", "误报"),
        new CaseUrged(Case, Full, "roads", "请尽快"),
        new CaseSupervised(Case, Full, "督办"),
        new CaseAppealed(Case, Full, "下雨"),
        new AppealRuled(Case, Full, true, "属实"),
        new FollowUpCalled(Case, Full, Satisfaction.Satisfied, "谢谢"),
        new TaskGiven(Case, Full, Offer.Id, "360102-001"),
        new TaskAnswered(
            Case, Full, "P1", Offer.Id, TaskKind.Verification, TaskOutcome.Confirmed, "在", ["dd44"], Report.Place),
        new DeadlinePassed(
            Case, Full, ClockStage.Handle, 1, "100", At, At, Duration.FromSeconds(5),
            [new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads", "360102-001")])
        {
            Schedule = new Schedule([Clock], At, At, At),
        },
        new DeadlinesRecomputed(Case, Full, [Clock]) { Schedule = new Schedule([Clock with { Calendar = "2" }], At, At, At) },
        new TaskGivenInGrid("P1", Full, Offer, "360102-001", At, "360102-002") { Schedule = new GridSchedule(At) },
        new TaskWaitsInGrid("P1", Full, Offer, "360102-001") { Schedule = new GridSchedule(null) },
        new TaskOverdueInGrid("P1", Full, Offer.Id, "360102-001"),
        new TaskEndedInGrid("P1", Full, Offer.Id, "360102-001", true),
        new TaskTaken("360102-001", Full, InHand),
        new TaskLeft("360102-001", Full, Offer.Id, new GridNews("P1", 18), TaskEnd.HandedOn),
        new DuplicateDeclined(Case, Full, Other),
        new MergeUndone(Case, Full, Other, Stage.Filed, Entry with { ReportedAt = At }),
        new GeofenceEntered("truck-1", Full, "centre", GeofenceRule.Enter, true, Report.Place),
        new GeofenceLeft("truck-1", Full, "route", GeofenceRule.Leave, true, Report.Place),
        new SpeedingEnded("truck-1", Full, new SpeedingSpell(At, At, new Speed(12.5), new Speed(20.25), Report.Place)),
        new CommandGiven(Truck, Full, "o-1", Order) { Wake = At },
        new CommandDelivered(Truck, Full, "o-1") { Wake = At },
        new CommandAnswered(new Device(DeviceKind.Collector, "360102-001"), Full, "o-1", true, "到了") { Wake = At },
        new CommandExpired(Truck, Full, "o-1") { Wake = At },
        Grid.Empty with
        {
            OpenCases = Grid.Empty.OpenCases.Add(Case.Value, Open with { ReportedAt = At }),
            OnShift = ["360102-001"],
            Heard = Grid.Empty.Heard.Add("360102-001", 7),
            Tasks = [new GridTask(Offer) { Collector = "360102-001", Due = At, Had = ["360102-001", "360102-002"] }, new GridTask(Offer)],
            Inspectors = Grid.Empty.Inspectors.Add("roads", "360102-001"),
            Wake = At,
        },
        new Vehicle(0x8000_0001, At)
        {
            Fences = [new FenceStay("centre", true, At), new FenceStay("route", false, At)],
            CrossedAt = At,
            SpedUntil = At,
        },
        new Collector(true, At)
        {
            InHand = [InHand],
            Heard = Grid.Empty.Heard.Add("P1", 17),
            Commands = [new DownlinkCommand("o-1", Order, At, "lead-1") { State = CommandState.Sent, SentAt = At }],
        },
    ];

    public static IReadOnlyList<object> Barest { get; } =
    [
        new CaseReported(Case, Bare, new Report(
            Channel.Sensor, "s", At, GeoPoint.At(latitude: -1, longitude: -1), "g", "b", CategoryKind.Incident, "0113")),
        new CaseHandled(Case, Bare, null, []),
        new CaseClosed(Case, Bare, "P1", null),
        new ShiftStarted("360102-001", Bare),
        new CaseFiled(Case, Full, new Filing(CategoryKind.Incident, "0113", "1", Hours), "360102", Entry),
        new CaseDispatched(Case, Full, "roads", "note"),
        new InspectionBegun(Case, Full, Offer, "note"),
        new CaseClosed(Case, Full, "P1", null, true, true),
        new CaseResumed(Case, Bare, null) { Schedule = new Schedule([], null, null, null) },
        new DeadlinePassed(Case, Bare, ClockStage.File, 1, "due", At, At, Duration.Zero, [new Notice(EscalationKind.Notify, Roles.ShiftLead)]),
        new CaseFiled(Case, Bare, new Filing(CategoryKind.Incident, "0113", "1", Hours)) { Void = new VoidTask("P1", Offer.Id) },
        new CaseCorrected(
            Case, Bare, CategoryKind.Incident, "0113", null, null, Place, "P1", Entry with { ReportedAt = At }, Offer, "3601"),
        new TaskGiven(Case, Bare, Offer.Id, null),
        new CaseOpenedInGrid("P1", Bare, Case.Value, Open with { ReportedAt = At }, [Other.Value]),
        new CollectorCameOnShift("P1", Bare, "360102-001", 7),
        new CollectorWentOffShift("P1", Bare, "360102-001", 8),
        new TaskGivenInGrid("P1", Bare, Offer with { Reporter = null, Department = null }, "360102-001", At, null),
        new TaskWaitsInGrid("P1", Bare, Offer, null),
        new TaskEndedInGrid("P1", Bare, Offer.Id, null, false),
        Grid.Empty,
        Vehicle.Unknown,
        new Collector(false, default),
        new CommandGiven(Truck, Bare, "o-1", new Order(CommandType.Locate, null, null, At)),
        new CommandAnswered(Truck, Bare, "o-1", false, null),
        Vehicle.Unknown with
        {
            Commands =
            [
                new DownlinkCommand("o-1", Order, At, "lead-1")
                {
                    State = CommandState.Done, SentAt = At, EndedAt = At, Note = "到了",
                },
                new DownlinkCommand("o-2", new Order(CommandType.Message, "回来", null, At), At, "lead-1"),
            ],
        },
    ];

    private static Device Truck => new(DeviceKind.Vehicle, "truck-1");

    private static Order Order => new(CommandType.Dispatch, "去看一下", Report.Place, At);

    private static TimeLimit Hours => new(1.5m, LimitClock.WorkingHours);

    private static TaskOffer Offer => new(
        $"{Case}-v1", TaskKind.Verification, "P1", "360102001001001", Report.Place, "看一下", "360102-001", "roads", Hours);

    private static TaskInHand InHand => new(
        Offer.Id, TaskKind.Verification, Case, new GridNews("P1", 17), At, At, Report.Place, "看一下");

    private static CasePlace Place => new(Report.Place, "360102001001001", "P1");

    private static GridEntry Entry => new("P1", "360102001001001", CategoryKind.Incident, "0113", Report.Place);

    private static CaseClock Clock => new(
        ClockStage.Handle, 1,
        new StageClock(Hours, At, [new ClockPause(At, At, PauseReason.Suspension), new ClockPause(At, null, PauseReason.Other)], [Hours], At),
        "1")
    {
        Due = At,
        Yellow = At,
        Next = new PendingStep("100", At),
        Passed = ["75"],
        IsLate = true,
    };
}
