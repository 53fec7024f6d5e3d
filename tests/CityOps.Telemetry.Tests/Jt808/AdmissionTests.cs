using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Who may speak, and what happens until they may.</summary>
public sealed class AdmissionTests
{
    [Theory]
    [InlineData(TerminalCity.Phone, "v1")]
    [InlineData(TerminalCity.Phone2019, "v2")]
    public async Task A_terminal_that_registers_and_authenticates_speaks_for_its_vehicle(string phone, string vehicle)
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform, phone);

        await terminal.EnterAsync();
        await terminal.PositionAsync();
        await terminal.AnsweredAsync(2, Jt808Message.Position, Jt808Result.Done);

        Assert.Equal([(vehicle, true)], platform.Statuses);
        Assert.Equal([Platform.Fix(vehicle)], platform.Durable.Select(fix => Platform.Fix(fix.Device.Id)));
        Assert.Empty(platform.Refused);
        platform.AssertBooks();
    }

    [Fact]
    public async Task A_number_that_the_city_does_not_know_is_turned_away()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform, "013900000009");

        await terminal.SendAsync(Jt808Message.Register, terminal.Registration);
        Assert.Equal((Jt808Message.RegisterAnswer, "000004"), await terminal.NextAsync());
        await terminal.SendAsync(Jt808Message.Authenticate, [1, 2, 3]);
        await terminal.AnsweredAsync(1, Jt808Message.Authenticate, Jt808Result.Failed);

        Assert.Equal(["device.unknown", "device.unknown"], platform.Refused);
        Assert.Equal(2, platform.Refusals.Recent("13900000009", 10).Count);
    }

    [Fact]
    public async Task In_a_demonstration_an_unknown_number_is_its_vehicle()
    {
        await using var platform = await Platform.StartAsync(demo: true);
        await using var terminal = new Wired(platform, "013900000009");

        await terminal.EnterAsync();

        Assert.Equal([("13900000009", true)], platform.Statuses);
    }

    [Fact]
    public async Task Before_it_has_authenticated_nothing_is_taken_and_every_fix_is_counted_as_refused()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform);
        var position = Jt808Body.Position(Platform.Fix("v1"));

        await terminal.PositionAsync();
        await terminal.AnsweredAsync(0, Jt808Message.Position, Jt808Result.Failed);
        await terminal.SendAsync(Jt808Message.PositionBatch, [0, 2, 0, 0, 28, .. position, 0, 28, .. position]);
        await terminal.AnsweredAsync(1, Jt808Message.PositionBatch, Jt808Result.Failed);
        await terminal.SendAsync(Jt808Message.Heartbeat);
        await terminal.AnsweredAsync(2, Jt808Message.Heartbeat, Jt808Result.Failed);

        Assert.Equal(Enumerable.Repeat("terminal.notAuthenticated", 3), platform.Refused);
        Assert.Equal((3, 3), (platform.Metrics.Received, platform.Metrics.RefusedFixes));
        Assert.Empty(platform.Statuses);
    }

    [Fact]
    public async Task Wrong_codes_are_refused_and_the_fifth_ends_the_connection()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform);

        for (var i = 0; i < Jt808Registrar.MaxWrongCodes; i++)
        {
            await terminal.SendAsync(Jt808Message.Authenticate, [(byte)'x']);
            await terminal.AnsweredAsync(i, Jt808Message.Authenticate, Jt808Result.Failed);
        }

        await terminal.EndedAsync();
        Assert.Equal(Enumerable.Repeat("terminal.wrongCode", Jt808Registrar.MaxWrongCodes), platform.Refused);
        Assert.All(platform.Refusals.Recent(null, 10), refusal => Assert.Null(refusal.Raw));
    }

    [Fact]
    public async Task Who_does_not_authenticate_within_a_minute_is_ended_whatever_they_send()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform);
        terminal.Pass(Jt808Connection.Introduction);
        await terminal.SendAsync(Jt808Message.Heartbeat);
        await terminal.AnsweredAsync(0, Jt808Message.Heartbeat, Jt808Result.Failed);
        Assert.False(terminal.Running.IsCompleted);

        terminal.Pass(NodaTime.Duration.FromMilliseconds(1));
        await terminal.EndedAsync();
    }

    [Fact]
    public async Task The_code_of_another_terminal_is_a_wrong_one()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform);

        await terminal.SendAsync(
            Jt808Message.Authenticate, System.Text.Encoding.ASCII.GetBytes(platform.Admission.CodeFor("13800000002")));
        await terminal.AnsweredAsync(0, Jt808Message.Authenticate, Jt808Result.Failed);

        Assert.Equal(["terminal.wrongCode"], platform.Refused);
    }

    [Fact]
    public async Task A_terminal_whose_account_is_disabled_is_refused_until_it_is_enabled()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform);
        var code = System.Text.Encoding.ASCII.GetBytes(platform.Admission.CodeFor("13800000001"));
        platform.Directory.Apply(new AccountChanges([new AccountChange("vehicles/v1", true, 1)], 1));

        await terminal.SendAsync(Jt808Message.Authenticate, code);
        await terminal.AnsweredAsync(0, Jt808Message.Authenticate, Jt808Result.Failed);
        Assert.Equal(["device.disabled"], platform.Refused);
        Assert.Empty(platform.Statuses);

        platform.Directory.Apply(new AccountChanges([new AccountChange("vehicles/v1", false, 2)], 2));
        await terminal.SendAsync(Jt808Message.Authenticate, code);
        await terminal.AnsweredAsync(1, Jt808Message.Authenticate, Jt808Result.Done);
    }

    [Fact]
    public async Task A_frame_with_another_number_is_refused_on_a_connection_that_has_its_terminal()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform);
        await terminal.EnterAsync();

        await terminal.SendAsync(Jt808Frame.Encode(
            Jt808Message.Position, Jt808Version.V2013, "013800000002", 7, Jt808Body.Position(Platform.Fix("v2"))));
        await terminal.AnsweredAsync(7, Jt808Message.Position, Jt808Result.Failed);

        Assert.Equal(["terminal.other"], platform.Refused);
        platform.AssertBooks();
    }

    [Fact]
    public async Task The_same_number_with_leading_zeros_is_the_same_terminal_in_both_headers()
    {
        await using var platform = await Platform.StartAsync();
        await using var terminal = new Wired(platform, TerminalCity.Phone.PadLeft(20, '0'));

        await terminal.EnterAsync();

        Assert.Equal([("v1", true)], platform.Statuses);
    }

    [Fact]
    public void A_code_stays_the_same_over_a_restart_and_is_another_for_every_number_and_engine()
    {
        var (one, two) = (Directory.CreateTempSubdirectory("cityops-jt808-"), Directory.CreateTempSubdirectory("cityops-jt808-"));
        try
        {
            string Code(DirectoryInfo data, string number) => new TerminalAdmission(
                TerminalCity.Configuration, new TelemetryOptions { DataDirectory = data.FullName }).CodeFor(number);

            Assert.Equal(Code(one, "1"), Code(one, "1"));
            Assert.Equal(3, new[] { Code(one, "1"), Code(one, "2"), Code(two, "1") }.Distinct().Count());
            Assert.Matches("^[0-9A-F]{20}$", Code(one, "1"));
        }
        finally
        {
            one.Delete(recursive: true);
            two.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_damaged_secret_stops_the_start_and_says_what_to_do()
    {
        var data = Directory.CreateTempSubdirectory("cityops-jt808-");
        try
        {
            File.WriteAllText(Path.Combine(data.FullName, "terminals.key"), "short");
            var fault = Assert.Throws<IOException>(() => TerminalSecret.Read(data.FullName));
            Assert.Contains("terminals.key is damaged", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_vehicle_without_a_number_has_no_terminal()
    {
        await using var platform = new Platform();

        Assert.Equal(new Device(DeviceKind.Vehicle, "v1"), platform.Admission.VehicleOf("13800000001"));
        Assert.Null(platform.Admission.VehicleOf("0"));
    }
}
