using System.ComponentModel;
using System.Reflection;
using System.Text.Json;

namespace CityOps.Host.Configuration;

/// <summary>
/// Reads the options from file, environment and command line, later ones over earlier ones, and finds every fault: a name that
/// does not exist, a value of the wrong form or out of its range.
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
            // Of what is told no value: it may be a connection string that stands in the wrong place, with its password.
            _faults.Add(
                $"command line: {(argument.StartsWith("--", StringComparison.Ordinal) ? $"'{argument.Split('=')[0]}' is" : "a value without its name is")} "
                + "no option. Write --CityOps:Section:Name=value, or see --help.");
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
        CheckValues(options, configuration);
        return options;
    }

    private void Fill(object target, IConfigurationSection section, IConfigurationRoot root)
    {
        var properties = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        if (section.Value is { Length: > 0 })
        {
            _faults.Add($"{Where(section, root)}: {section.Path} has a value, but holds the options "
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

    /// <summary>A fault begins with the option that it is of.</summary>
    private void CheckValues(CityOpsOptions options, IConfigurationRoot root)
    {
        foreach (var fault in OptionsCheck.FaultsOf(options))
        {
            var option = root.GetSection(fault[..fault.IndexOf(' ', StringComparison.Ordinal)]);
            _faults.Add(option.Exists() ? $"{Where(option, root)}: {fault}" : fault);
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
