using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;

namespace CityOps.Host.Configuration;

/// <summary>
/// Reads the options from file, environment and command line, later ones over earlier ones, and finds every fault: a name that
/// does not exist, a value of the wrong form.
/// </summary>
internal sealed class OptionsReader
{
    private const string Section = "CityOps";
    private readonly List<string> _faults = [];
    private readonly string? _file;
    private readonly IReadOnlyList<string> _arguments;

    private OptionsReader(string? file, IReadOnlyList<string> arguments) => (_file, _arguments) = (file, arguments);

    /// <summary>The options, or every fault with where it stands.</summary>
    /// <param name="file">cityops.json, or null for none.</param>
    /// <param name="arguments">Arguments of the form <c>--CityOps:Http:Port=8090</c>.</param>
    public static (CityOpsOptions Options, IReadOnlyList<string> Faults) Read(
        string? file, IReadOnlyList<string> arguments)
    {
        var reader = new OptionsReader(file, arguments);
        return (reader.Read(), reader._faults);
    }

    private CityOpsOptions Read()
    {
        foreach (var argument in _arguments.Where(a => !a.StartsWith($"--{Section}:", StringComparison.OrdinalIgnoreCase) || !a.Contains('=')))
        {
            _faults.Add($"command line: '{argument}' is no option. Write --CityOps:Section:Name=value, or see --help.");
        }

        var options = new CityOpsOptions();
        if (_file is not null && !File.Exists(_file))
        {
            _faults.Add($"{_file}: there is no such file.");
            return options;
        }

        IConfigurationRoot configuration;
        try
        {
            var builder = new ConfigurationBuilder();
            if (_file is not null)
            {
                builder.AddJsonFile(Path.GetFullPath(_file), optional: false);
            }

            configuration = builder.AddEnvironmentVariables().AddCommandLine([.. _arguments]).Build();
        }
        catch (InvalidDataException e) when (e.InnerException?.InnerException is JsonException json)
        {
            _faults.Add($"{_file}:{json.LineNumber + 1}: this is no JSON: {json.Message}");
            return options;
        }
        catch (InvalidDataException e)
        {
            _faults.Add($"{_file}: {e.InnerException?.Message ?? e.Message}");
            return options;
        }

        Fill(options, configuration.GetSection(Section), configuration);
        CheckValues(options);
        return options;
    }

    private void Fill(object target, IConfigurationSection section, IConfigurationRoot root)
    {
        var properties = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        if (section.Value is { Length: > 0 } value)
        {
            _faults.Add($"{Where(section, root)}: {section.Path} is '{value}', but holds the options "
                + $"{string.Join(", ", properties.Select(p => p.Name))}.");
        }

        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                _faults.Add($"{Where(child, root)}: there is no option {child.Path}. "
                    + $"{section.Path} has {string.Join(", ", properties.Select(p => p.Name))}.");
            }
            else if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
            {
                if (property.GetValue(target) is { } nested)
                {
                    Fill(nested, child, root);
                }
            }
            else if (child.Value is null && child.GetChildren().Any())
            {
                // Read as a text it would be empty, and an empty list of hosts means any.
                _faults.Add($"{Where(child, root)}: {child.Path} is a list or an object, but takes {FormOf(property.PropertyType)}.");
            }
            else
            {
                Set(target, property, child, root);
            }
        }
    }

    private void Set(object target, PropertyInfo property, IConfigurationSection child, IConfigurationRoot root)
    {
        try
        {
            property.SetValue(target, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(child.Value ?? ""));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            _faults.Add($"{Where(child, root)}: {child.Path} is '{child.Value}', but takes {FormOf(property.PropertyType)}.");
        }
    }

    private void CheckValues(CityOpsOptions options)
    {
        CheckPort("CityOps:Http:Port", options.Http.Port);
        CheckAboveZero("CityOps:Http:StreamReaders", options.Http.StreamReaders);
        CheckAboveZero("CityOps:Http:StreamReadersPerCaller", options.Http.StreamReadersPerCaller);
        CheckPort("CityOps:Mqtt:Port", options.Mqtt.Port);
        CheckPort("CityOps:Jt808:Port", options.Jt808.Port);
        CheckPort("CityOps:Cluster:Port", options.Cluster.Port);
        if (options.Engine.NoticeWindow <= TimeSpan.Zero)
        {
            _faults.Add($"CityOps:Engine:NoticeWindow is {options.Engine.NoticeWindow}, but must be above zero.");
        }

        if (options.Engine.ListsBehind <= TimeSpan.Zero)
        {
            _faults.Add($"CityOps:Engine:ListsBehind is {options.Engine.ListsBehind}, but must be above zero.");
        }

        CheckPort("CityOps:Mqtt:Tls:Port", options.Mqtt.Tls.Port);
        CheckAboveZero("CityOps:Mqtt:Limits:MessagesPerSecond", options.Mqtt.Limits.MessagesPerSecond);
        CheckAboveZero("CityOps:Mqtt:Limits:GatewayMessagesPerSecond", options.Mqtt.Limits.GatewayMessagesPerSecond);
        CheckAboveZero("CityOps:Mqtt:Limits:BurstSeconds", options.Mqtt.Limits.BurstSeconds);
        CheckAboveZero("CityOps:Mqtt:Limits:Connections", options.Mqtt.Limits.Connections);
        CheckAboveZero("CityOps:Mqtt:Limits:ConnectionsPerUser", options.Mqtt.Limits.ConnectionsPerUser);
        if (options.Devices.Unknown is not ("refuse" or "quarantine"))
        {
            _faults.Add($"CityOps:Devices:Unknown is '{options.Devices.Unknown}', but takes refuse or quarantine.");
        }

        CheckAddress("CityOps:Mqtt:Tls:Address", options.Mqtt.Tls.Address);
        if (options.Engine.SilentAfter <= TimeSpan.Zero)
        {
            _faults.Add($"CityOps:Engine:SilentAfter is {options.Engine.SilentAfter}, but must be above zero.");
        }

        if (options.Engine.OfflineAfter <= options.Engine.SilentAfter)
        {
            _faults.Add(
                $"CityOps:Engine:OfflineAfter is {options.Engine.OfflineAfter}, but must be longer than SilentAfter, "
                + $"{options.Engine.SilentAfter}.");
        }

        CheckKept("CityOps:Tracks:KeepCollectors", options.Tracks.KeepCollectors);
        CheckKept("CityOps:Tracks:KeepVehicles", options.Tracks.KeepVehicles);
        CheckAboveZero("CityOps:Files:MaxPicture", options.Files.MaxPicture);
        CheckAboveZero("CityOps:Files:MaxPixels", options.Files.MaxPixels);
        CheckAboveZero("CityOps:Files:OpenUploads", options.Files.OpenUploads);
        CheckAboveZero("CityOps:Files:MegabytesPerDay", options.Files.MegabytesPerDay);
        if (options.Files.MaxVideo < 0)
        {
            _faults.Add($"CityOps:Files:MaxVideo is {options.Files.MaxVideo}, but must be 0 or above.");
        }

        if (options.Files.UploadExpiry <= TimeSpan.Zero)
        {
            _faults.Add($"CityOps:Files:UploadExpiry is {options.Files.UploadExpiry}, but must be above zero.");
        }

        CheckKept("CityOps:Files:KeepUnnamed", options.Files.KeepUnnamed);
        if (options.Jt808.IdleTimeout <= TimeSpan.Zero)
        {
            _faults.Add($"CityOps:Jt808:IdleTimeout is {options.Jt808.IdleTimeout}, but must be above zero.");
        }

        if (options.Jt808.MaxConnections < 1)
        {
            _faults.Add($"CityOps:Jt808:MaxConnections is {options.Jt808.MaxConnections}, but must be at least 1.");
        }

        if (options.Logs.Format is not ("text" or "json"))
        {
            _faults.Add($"CityOps:Logs:Format is '{options.Logs.Format}', but takes text or json.");
        }

        if (options.Tracing.Endpoint.Length > 0 && !Uri.IsWellFormedUriString(options.Tracing.Endpoint, UriKind.Absolute))
        {
            _faults.Add($"CityOps:Tracing:Endpoint is '{options.Tracing.Endpoint}', but takes a URL such as http://127.0.0.1:4318.");
        }

        CheckShare("CityOps:Tracing:SampleRatio", options.Tracing.SampleRatio);
        CheckShare("CityOps:Tracing:PositionRatio", options.Tracing.PositionRatio);
        _faults.AddRange(HttpCheck.FaultsOf(options.Http));
        _faults.AddRange(ClusterCheck.FaultsOf(options));
        CheckLoopback("CityOps:Mqtt:Address", options.Mqtt.Address);
        CheckLoopback("CityOps:Jt808:Address", options.Jt808.Address);
        if (options.Cluster.Tls.Certificate.Length == 0)
        {
            CheckLoopback("CityOps:Cluster:Address", options.Cluster.Address);
        }
        else
        {
            CheckAddress("CityOps:Cluster:Address", options.Cluster.Address);
        }
    }

    private void CheckKept(string name, TimeSpan kept)
    {
        if (kept < TimeSpan.FromDays(1))
        {
            _faults.Add($"{name} is {kept}, but must be a day at least (1.00:00:00).");
        }
    }

    private void CheckPort(string name, int port)
    {
        if (port is < 0 or > 65535)
        {
            _faults.Add($"{name} is {port}, but a port is 0 to 65535.");
        }
    }

    private void CheckShare(string name, double value)
    {
        if (value is not (>= 0 and <= 1))
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, but is a share from 0 to 1."));
        }
    }

    private void CheckAboveZero(string name, int value)
    {
        if (value <= 0)
        {
            _faults.Add($"{name} is {value}, but must be above zero.");
        }
    }

    private IPAddress? CheckAddress(string name, string address)
    {
        if (IPAddress.TryParse(address, out var parsed))
        {
            return parsed;
        }

        _faults.Add($"{name} is '{address}', but takes an IP address such as 127.0.0.1.");
        return null;
    }

    private void CheckLoopback(string name, string address)
    {
        if (CheckAddress(name, address) is { } parsed && !IPAddress.IsLoopback(parsed))
        {
            _faults.Add($"{name} is {address}, but listens on loopback alone: it is neither encrypted nor does it know its callers. "
                + "Use 127.0.0.1; devices on the network come in over CityOps:Mqtt:Tls.");
        }
    }

    /// <summary>The file and line, environment variable or argument that gave the value.</summary>
    private string Where(IConfigurationSection section, IConfigurationRoot root)
    {
        var leaf = section.Value is null ? section.AsEnumerable().LastOrDefault(p => p.Value is not null).Key ?? section.Path : section.Path;
        if (_arguments.Any(a => a.StartsWith($"--{leaf}=", StringComparison.OrdinalIgnoreCase)))
        {
            return "command line";
        }

        var variable = leaf.Replace(":", "__", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(k => k.Equals(variable, StringComparison.OrdinalIgnoreCase)))
        {
            return $"environment {variable}";
        }

        return _file is null ? "configuration" : $"{_file}:{OptionLines.Of(_file, section.Path)}";
    }

    private static string FormOf(Type type) => type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number such as 0.1"
        : type == typeof(TimeSpan) ? "a duration such as 00:02:00"
        : type == typeof(bool) ? "true or false"
        : "text";
}
