using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace CityOps.Host.City.Reading;

/// <summary>The files of a city: reads each once, and takes the version from all that was read.</summary>
internal sealed class CitySource(string directory, FaultLog log)
{
    private readonly SortedDictionary<string, byte[]> _read = new(StringComparer.Ordinal);

    /// <summary>
    /// The first 12 hex digits of SHA-256 over every file that was read, by name: the name, its length and its content.
    /// Streets are not part of it: the engine does not read them.
    /// </summary>
    public string Version() => Version(_read.Keys);

    /// <summary>The same over some of the files.</summary>
    public string Version(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in files.Where(_read.ContainsKey).Order(StringComparer.Ordinal))
        {
            var content = _read[name];

            // Only the file name: the same catalog has the same version wherever the city lies.
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(name)}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    /// <summary>The content of a file that not every city has; null where it is not there.</summary>
    public ReadOnlyMemory<byte>? ReadIfThere(string file) => File.Exists(Path.Combine(directory, file)) ? Read(file) : null;

    /// <summary>The content without byte order mark, or null after the fault is noted.</summary>
    /// <param name="file">The file, relative to the city's directory.</param>
    /// <param name="named">Where it is named; null for a file that every city has.</param>
    public ReadOnlyMemory<byte>? Read(string file, FilePlace? named = null)
    {
        // No path at all, such as one with a NUL, is an ArgumentException.
        byte[] content;
        try
        {
            content = File.ReadAllBytes(Path.Combine(directory, file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            NoteMissing(file, named);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Add(file, null, null, $"The file cannot be read: {e.Message.TrimEnd('.')}", "Allow this user to read it");
            return null;
        }

        _read[file] = content;
        if (!Utf8.IsValid(content))
        {
            log.Add(file, FirstBadLine(content), null, "The text is not UTF-8", "Save the file as UTF-8");
            return null;
        }

        return content.AsMemory(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
    }

    private void NoteMissing(string file, FilePlace? named)
    {
        if (named is { } place)
        {
            log.Add(place.File, place.Line, null, $"There is no file '{file}'", "Put it there, or mend its name here");
        }
        else
        {
            log.Add(file, null, null, "The file is missing", "Put it there, or make it with tools/CityGenerator");
        }
    }

    private static int FirstBadLine(byte[] content)
    {
        var line = 1;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            if (!Utf8.IsValid(content.AsSpan(range)))
            {
                return line;
            }

            line++;
        }

        return line;
    }
}
