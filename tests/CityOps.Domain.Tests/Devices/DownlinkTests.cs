using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Domain.Tests.Devices;

public sealed class DownlinkTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    private static readonly Instant Due = Start + Duration.FromHours(1);
    private static readonly Device Truck = new(DeviceKind.Vehicle, "v1");
    private static readonly Order Order = new(CommandType.Message, "回来", null, Due);
    private static readonly Actor Dispatcher = new("d1", Roles.Dispatcher);
    private static readonly Scenario<Vehicle, DeviceCommand, DeviceEvent> New = new(new VehicleDecider("v1"), Start);
    private static readonly Scenario<Vehicle, DeviceCommand, DeviceEvent> Given = New.Done(Send("o1"));

    [Fact]
    public void What_is_given_waits_for_the_device()
    {
        var after = New.When(Send("o1"))
            .Then(new CommandGiven(Truck, At(Dispatcher).Stamp(Start, "v1"), "o1", Order) { Wake = Due });

        Assert.Equal(new DownlinkCommand("o1", Order, Start, "d1"), Assert.Single(after.State.Commands));
    }

    [Fact]
    public void A_collector_is_commanded_by_the_same_rules()
    {
        var collector = new Device(DeviceKind.Collector, "c1");
        var after = new Scenario<Collector, DeviceCommand, DeviceEvent>(new CollectorDecider("v1"), Start)
            .Done(Send("o1") with { Device = collector })
            .Done(new AnswerCommand(collector, At(Dispatcher), "o1", true, "好"));

        Assert.Equal(CommandState.Done, Assert.Single(after.State.Commands).State);
    }

    [Fact]
    public void The_same_command_again_changes_nothing()
    {
        Given.When(Send("o1")).Then();

        // Whose due time was left out has another one by default.
        Given.When(Send("o1") with { Order = Order with { Due = Due + Duration.FromHours(1) } }).Then();
    }

    [Fact]
    public void The_same_command_again_changes_nothing_also_once_it_is_late() => Given.At(Due).When(Send("o1")).Then();

    [Fact]
    public void Another_command_under_the_same_id_is_refused() =>
        Given.When(Send("o1") with { Order = Order with { Text = "别回来" } }).ThenRefused("command.idUsed");

    [Fact]
    public void A_command_is_sent_and_done()
    {
        var sent = Given.Done(new NoteSent(Truck, At(Dispatcher), "o1"));
        var done = sent.At(Start + Duration.FromMinutes(1)).Done(new AnswerCommand(Truck, At(Dispatcher), "o1", true, "好"));

        Assert.Equal((CommandState.Sent, Start), (sent.State.Commands[0].State, sent.State.Commands[0].SentAt));
        var command = Assert.Single(done.State.Commands);
        Assert.Equal((CommandState.Done, "好", Start, Start), (command.State, command.Note, command.SentAt, command.EndedAt));
        Assert.Null(Downlink.Wake(done.State.Commands));
    }

    [Fact]
    public void A_refusal_is_kept_with_its_note() => Assert.Equal(
        (CommandState.Refused, "没油了"),
        (Answered(done: false, "没油了").State.Commands[0].State, Answered(done: false, "没油了").State.Commands[0].Note));

    [Fact]
    public void An_answer_that_comes_again_or_after_another_changes_nothing()
    {
        var answered = Answered(done: true, null);

        answered.When(new AnswerCommand(Truck, At(Dispatcher), "o1", true, null)).Then();
        answered.When(new AnswerCommand(Truck, At(Dispatcher), "o1", false, null)).Then();
        answered.When(new NoteSent(Truck, At(Dispatcher), "o1")).Then();
    }

    [Fact]
    public void An_answer_to_nothing_is_refused() =>
        Given.When(new AnswerCommand(Truck, At(Dispatcher), "o2", true, null)).ThenRefused("command.notFound");

    [Fact]
    public void News_of_what_is_no_command_changes_nothing() => Given.When(new NoteSent(Truck, At(Dispatcher), "o2")).Then();

    [Fact]
    public void A_command_expires_at_its_due_time_and_not_before()
    {
        var expire = new ExpireCommands(Truck, At(Dispatcher));
        Given.At(Due - Duration.FromNanoseconds(1)).When(expire).Then();

        var expired = Given.At(Due).When(expire)
            .Then(new CommandExpired(Truck, At(Dispatcher).Stamp(Due, "v1") with { ObservedAt = Due }, "o1"));

        Assert.Equal((CommandState.Expired, Due), (expired.State.Commands[0].State, expired.State.Commands[0].EndedAt));
        expired.When(expire).Then();
    }

    [Fact]
    public void Those_that_expire_later_are_woken_for()
    {
        var later = Send("o2") with { Order = Order with { Due = Due + Duration.FromHours(1) } };

        var expired = Given.Done(later).At(Due).When(new ExpireCommands(Truck, At(Dispatcher))).ThenOne<CommandExpired>();

        Assert.Equal(("o1", later.Order.Due), (expired.Id, expired.Wake));
    }

    [Fact]
    public void A_late_answer_counts() => Assert.Equal(
        CommandState.Done,
        Given.At(Due).Done(new ExpireCommands(Truck, At(Dispatcher)), new AnswerCommand(Truck, At(Dispatcher), "o1", true, null))
            .State.Commands[0].State);

    [Fact]
    public void No_more_than_fifty_wait_for_an_answer()
    {
        var full = New.Done([.. Enumerable.Range(1, Downlink.MostOpen).Select(i => Send($"o{i}"))]);

        full.When(Send("more")).ThenRefused("command.tooMany");
        full.When(Send("o1")).Then();
        full.Done(new AnswerCommand(Truck, At(Dispatcher), "o1", true, null)).When(Send("more")).ThenSomething();
    }

    [Fact]
    public void The_last_fifty_that_ended_are_remembered()
    {
        var state = New;
        for (var i = 0; i <= Downlink.MostEnded; i++)
        {
            state = state.Done(Send($"o{i}"), new AnswerCommand(Truck, At(Dispatcher), $"o{i}", true, null));
        }

        Assert.Equal("o1", state.State.Commands[0].Id);
        Assert.Equal(Downlink.MostEnded, state.State.Commands.Count);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(30 * 86_400, true)]
    [InlineData((30 * 86_400) + 1, false)]
    public void A_due_time_lies_ahead_and_within_a_month(int seconds, bool taken)
    {
        var outcome = New.When(Send("o1") with { Order = Order with { Due = Start + Duration.FromSeconds(seconds) } });

        if (taken)
        {
            outcome.ThenSomething();
        }
        else
        {
            Assert.Equal("due", outcome.ThenRefused("command.outOfRange").Field);
        }
    }

    [Fact]
    public void A_message_needs_a_text() => Assert.Equal(
        "text", New.When(Send("o1") with { Order = Order with { Text = null } }).ThenRefused("command.required").Field);

    [Fact]
    public void Who_is_sent_somewhere_needs_a_place()
    {
        var order = Order with { Type = CommandType.Dispatch };

        Assert.Equal("lon", New.When(Send("o1") with { Order = order }).ThenRefused("command.required").Field);
        New.When(Send("o1") with { Order = order with { Text = null, Place = GeoPoint.At(latitude: 28, longitude: 115) } }).ThenSomething();
    }

    [Fact]
    public void A_device_that_nobody_knows_is_not_commanded() =>
        New.When(Send("o1") with { To = null }).ThenRefused("vehicle.notFound");

    [Theory]
    [InlineData(Roles.Dispatcher, null, null, null)]
    [InlineData(Roles.ShiftLead, "3601", null, null)]
    [InlineData(Roles.Leader, "360102", null, null)]
    [InlineData(Roles.Dispatcher, "360103", null, "command.otherJurisdiction")]
    [InlineData(Roles.Handler, "3601", "roads", null)]
    [InlineData(Roles.Handler, "3601", "parks", "command.roleMissing")]
    [InlineData(Roles.Handler, null, null, "command.roleMissing")]
    [InlineData(Roles.Collector | Roles.Acceptor | Roles.Citizen, null, null, "command.roleMissing")]
    public void The_desk_and_the_devices_department_give_commands(Roles roles, string? jurisdiction, string? department, string? refused)
    {
        var outcome = New.When(Send("o1") with { Origin = At(new Actor("a", roles, jurisdiction, department)) });

        if (refused is null)
        {
            outcome.ThenSomething();
        }
        else
        {
            outcome.ThenRefused(refused);
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("3601", false)]
    public void What_is_not_registered_is_commanded_for_the_whole_city_alone(string? jurisdiction, bool taken)
    {
        var outcome = New.When(
            Send("o1") with { To = Addressee.Unregistered, Origin = At(Dispatcher with { Jurisdiction = jurisdiction }) });

        if (taken)
        {
            outcome.ThenSomething();
        }
        else
        {
            outcome.ThenRefused("command.otherJurisdiction");
        }
    }

    private static Scenario<Vehicle, DeviceCommand, DeviceEvent> Answered(bool done, string? note) =>
        Given.Done(new AnswerCommand(Truck, At(Dispatcher), "o1", done, note));

    private static SendCommand Send(string id) =>
        new(Truck, At(Dispatcher), id, Order) { To = new Addressee("roads", ["360102"]) };

    private static Origin At(Actor by) => new(by, Channel.Console, "command", Start);
}
