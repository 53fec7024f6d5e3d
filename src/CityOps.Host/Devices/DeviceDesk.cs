using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Host.Configuration;
using CityOps.Telemetry.Security;
using NodaTime;

namespace CityOps.Host.Devices;

/// <summary>Where the password of an account comes from.</summary>
internal enum PasswordSource
{
    /// <summary>It is generated, and printed once.</summary>
    Generated,

    /// <summary>It is read from the standard input.</summary>
    Input,

    /// <summary>There is none.</summary>
    None,
}

/// <summary>What the commands do with the accounts and the quarantine of a data directory.</summary>
internal sealed class DeviceDesk(
    IDeviceAccounts accounts, IQuarantine quarantine, TimeProvider clock, TextReader input, TextWriter output, TextWriter errors)
{
    private const string Operator = "command line";

    private Instant Now => clock.GetCurrentInstant();

    /// <summary>Opens the data that the options name.</summary>
    public static Task<int> OpenAsync(
        string? file, IReadOnlyList<string> arguments, Func<DeviceDesk, Task<int>> run, TextReader input, TextWriter output, TextWriter errors) =>
        DataPlace.OpenAsync(
            file, arguments,
            (_, services) => run(new DeviceDesk(
                services.GetRequiredService<IDeviceAccounts>(), services.GetRequiredService<IQuarantine>(), TimeProvider.System,
                input, output, errors)),
            errors);

    public async Task<int> AddAsync(
        string user, PasswordSource source, IReadOnlyList<string> carries, string? department, CancellationToken cancel)
    {
        if (!DeviceUser.TryParse(user, out var parsed))
        {
            return Fail($"'{user}' is none of vehicles/{{id}}, collectors/{{id}} and gateways/{{id}}.");
        }

        if (parsed.Device is null && carries.Count == 0 && department is null)
        {
            return Fail("Say with --carries or --department what the gateway carries.");
        }

        if (parsed.Device is not null && (carries.Count > 0 || department is not null))
        {
            return Fail("Only a gateway carries devices; name it gateways/{id}.");
        }

        if (carries.FirstOrDefault(c => !DeviceUser.TryParseDevice(c, out _)) is { } wrong)
        {
            return Fail($"--carries: '{wrong}' is neither vehicles/{{id}} nor collectors/{{id}}.");
        }

        if (await accounts.FindAsync(user, cancel) is not null)
        {
            return Fail($"There is an account {user}. Change its password by 'cityops devices password {user}', or remove it first.");
        }

        if (!TryMake(source, out var secret, out var printed))
        {
            return ExitCode.WrongInput;
        }

        var carried = parsed.Device is null ? new CarriedDevices(carries, department) : null;
        await accounts.SaveAsync([new DeviceAccount(user, secret, false, carried, Now)], cancel);
        output.WriteLine(printed ?? $"{user} is added.");
        return 0;
    }

    public async Task<int> ChangePasswordAsync(string user, PasswordSource source, CancellationToken cancel)
    {
        if (await accounts.FindAsync(user, cancel) is not { } account)
        {
            return Unknown(user);
        }

        if (!TryMake(source, out var secret, out var printed))
        {
            return ExitCode.WrongInput;
        }

        await accounts.SaveAsync([account with { Secret = secret, ChangedAt = Now }], cancel);
        output.WriteLine(printed ?? $"{user} has another password.");
        return 0;
    }

    public async Task<int> SwitchAsync(string user, bool disabled, CancellationToken cancel)
    {
        if (!DeviceUser.TryParse(user, out _))
        {
            return Fail($"'{user}' is none of vehicles/{{id}}, collectors/{{id}} and gateways/{{id}}.");
        }

        var account = await accounts.FindAsync(user, cancel);
        if (account is null && !disabled)
        {
            return Unknown(user);
        }

        // A device that logs in by its certificate alone has no account until it is disabled.
        var changed = (account ?? new DeviceAccount(user, null, false, null, Now)) with { Disabled = disabled, ChangedAt = Now };
        await accounts.SaveAsync([changed], cancel);
        output.WriteLine($"{user} is {(disabled ? "disabled" : "enabled")}.");
        return 0;
    }

    public async Task<int> RemoveAsync(string user, CancellationToken cancel)
    {
        if (!await accounts.RemoveAsync(user, Now, cancel))
        {
            return Unknown(user);
        }

        output.WriteLine($"{user} is removed.");
        return 0;
    }

    public async Task<int> ImportAsync(string file, CancellationToken cancel)
    {
        var (rows, faults) = await AccountTable.ReadAsync(file, cancel);
        if (faults.Count > 0)
        {
            return Fail(string.Join(Environment.NewLine, faults));
        }

        var known = (await accounts.ListAsync(cancel)).ToDictionary(a => a.User);
        var made = rows.AsParallel().AsOrdered().Select(row => (
            row.User,
            Generated: row.Password.Length == 0 ? DevicePassword.Generate() : null,
            row.Password)).Select(row => (
                row.User,
                row.Generated,
                Secret: row.Generated is { } own ? DevicePassword.HashGenerated(own) : DevicePassword.HashChosen(row.Password))).ToList();
        await accounts.SaveAsync(
            [
                .. made.Select(m => (known.GetValueOrDefault(m.User) ?? new DeviceAccount(m.User, null, false, null, Now))
                    with { Secret = m.Secret, ChangedAt = Now }),
            ],
            cancel);
        foreach (var (user, generated, _) in made.Where(m => m.Generated is not null))
        {
            output.WriteLine($"{user},{generated}");
        }

        errors.WriteLine($"{made.Count} accounts are imported, {made.Count(m => m.Generated is not null)} with a password of ours.");
        return 0;
    }

    public async Task<int> ListAsync(CancellationToken cancel)
    {
        foreach (var account in await accounts.ListAsync(cancel))
        {
            var carries = account.Carries is { } c
                ? string.Join(' ', [.. c.Names, .. c.Department is { } d ? [$"department {d}"] : Array.Empty<string>()])
                : "";
            output.WriteLine(string.Join(
                '\t', account.User, account.Disabled ? "disabled" : "enabled", account.Secret is null ? "certificate" : "password",
                account.ChangedAt, carries).TrimEnd('\t'));
        }

        return 0;
    }

    public async Task<int> QuarantineAsync(CancellationToken cancel)
    {
        foreach (var device in await quarantine.ListAsync(cancel))
        {
            output.WriteLine(string.Join(
                '\t', device.Last.Device, device.Standing, $"first {device.FirstAt}", $"last {device.Last.At}",
                $"from {device.Last.Address}", $"as {device.Last.User}", $"{device.Last.Messages} messages", Shown(device.Last.Topic)));
        }

        return 0;
    }

    public async Task<int> DecideAsync(string name, QuarantineStanding standing, CancellationToken cancel)
    {
        if (!DeviceUser.TryParseDevice(name, out var device))
        {
            return Fail($"'{name}' is neither vehicles/{{id}} nor collectors/{{id}}.");
        }

        if (await quarantine.DecideAsync(device, standing, Operator, Now, cancel) is null)
        {
            return Fail($"{name} is not in quarantine; 'cityops devices quarantine' lists who is.");
        }

        output.WriteLine($"{name} is {(standing == QuarantineStanding.Admitted ? "admitted" : "refused")}.");
        return 0;
    }

    /// <summary>The hash of the password to keep, and what is printed of it.</summary>
    private bool TryMake(PasswordSource source, out string? secret, out string? printed)
    {
        (secret, printed) = (null, null);
        switch (source)
        {
            case PasswordSource.Generated:
                printed = DevicePassword.Generate();
                secret = DevicePassword.HashGenerated(printed);
                return true;
            case PasswordSource.Input when input.ReadLine() is
                { Length: >= DevicePassword.MinLength and <= DevicePassword.MaxLength } password:
                secret = DevicePassword.HashChosen(password);
                return true;
            case PasswordSource.Input:
                Fail($"A password has {DevicePassword.MinLength} to {DevicePassword.MaxLength} characters.");
                return false;
            default:
                return true;
        }
    }

    /// <summary>What a device wrote there makes no line of its own, and is nothing that a terminal obeys.</summary>
    private static string Shown(string? topic) => string.Concat((topic ?? "").Select(c => char.IsControl(c) ? '?' : c));

    private int Unknown(string user) => Fail($"There is no account {user}; 'cityops devices list' lists them.");

    private int Fail(string why)
    {
        errors.WriteLine(why);
        return ExitCode.WrongInput;
    }
}
