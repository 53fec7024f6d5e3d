using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityOps.Domain;
using CityOps.Telemetry.Mqtt.External;

namespace CityOps.Host.Configuration;

/// <summary>Makes of the options of the city's own broker what the engine connects with, and finds every fault in them.</summary>
internal sealed class ExternalBrokerReader
{
    private const string Section = "CityOps:Mqtt:External";
    private const int MostConsumers = 16;
    private readonly List<string> _faults = [];

    /// <summary>What to connect with, null for the embedded broker; and every fault with the name of its option.</summary>
    public static (ExternalBrokerOptions? Broker, IReadOnlyList<string> Faults) Read(CityOpsOptions.ExternalSection section)
    {
        var reader = new ExternalBrokerReader();
        var broker = reader.ReadSection(section);
        return (broker, reader._faults);
    }

    private ExternalBrokerOptions? ReadSection(CityOpsOptions.ExternalSection section)
    {
        CheckRange("Port", section.Port, 1, ushort.MaxValue);
        CheckRange("Consumers", section.Consumers, 1, MostConsumers);
        CheckRange("ReceiveMaximum", section.ReceiveMaximum, 1, ushort.MaxValue);
        if (!Identifier.IsValid(section.Group))
        {
            _faults.Add($"{Section}:Group is '{section.Group}', but takes 1 to 64 of A-Z a-z 0-9 . _ -");
        }

        if (section.Host.Length > 0 && Uri.CheckHostName(section.Host) == UriHostNameType.Unknown)
        {
            _faults.Add($"{Section}:Host is '{section.Host}', but takes a name or an IP address, without a scheme or port.");
        }

        CheckNeeds("PasswordFile", section.PasswordFile, section.User.Length > 0, $"{Section}:User says whose password it is");
        CheckNeeds("User", section.User, section.Host.Length > 0, $"{Section}:Host names the broker");
        var password = ReadPassword(section.PasswordFile);
        var tls = ReadTls(section.Tls);
        return section.Host.Length == 0 || _faults.Count > 0 ? null : new ExternalBrokerOptions
        {
            Host = section.Host,
            Port = section.Port,
            User = section.User.Length > 0 ? section.User : null,
            Password = password,
            Tls = tls,
            Group = section.Group,
            Consumers = section.Consumers,
            ReceiveMaximum = (ushort)section.ReceiveMaximum,
        };
    }

    private string? ReadPassword(string file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        // An editor ends the line; nobody means that to be of the password.
        var password = ReadFile("PasswordFile", file, File.ReadAllText)?.TrimEnd('\r', '\n');
        if (password is "")
        {
            _faults.Add($"{Section}:PasswordFile is {file}, which is empty.");
        }

        return password;
    }

    private ExternalBrokerTls? ReadTls(CityOpsOptions.ExternalTlsSection section)
    {
        CheckNeeds("Tls:Ca", section.Ca, section.Enabled, $"{Section}:Tls:Enabled is true");
        CheckNeeds("Tls:Certificate", section.Certificate, section.Enabled, $"{Section}:Tls:Enabled is true");
        CheckNeeds("Tls:Key", section.Key, section.Certificate.Length > 0, $"{Section}:Tls:Certificate names its certificate");
        if (!section.Enabled)
        {
            return null;
        }

        var authorities = section.Ca.Length == 0 ? [] : ReadFile("Tls:Ca", section.Ca, ReadAuthorities) ?? [];
        var certificate = section.Certificate.Length == 0 ? null : ReadFile(
            "Tls:Certificate", section.Certificate,
            file => X509Certificate2.CreateFromPemFile(file, section.Key.Length > 0 ? section.Key : null));
        return new ExternalBrokerTls(authorities, certificate);
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it has no certificate.");
    }

    private T? ReadFile<T>(string option, string file, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            _faults.Add($"{Section}:{option} is {file}, which cannot be read: {e.Message}");
            return null;
        }
    }

    private void CheckNeeds(string option, string value, bool isThere, string need)
    {
        if (value.Length > 0 && !isThere)
        {
            _faults.Add($"{Section}:{option} is set, but means something only where {need}.");
        }
    }

    private void CheckRange(string option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            _faults.Add($"{Section}:{option} is {value}, but takes {least} to {most}.");
        }
    }
}
