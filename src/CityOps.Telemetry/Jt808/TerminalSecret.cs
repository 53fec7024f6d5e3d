using System.Security.Cryptography;

namespace CityOps.Telemetry.Jt808;

/// <summary>The secret from which terminals' codes are made: <c>terminals.key</c> in the data directory, for the engine's eyes alone.</summary>
internal static class TerminalSecret
{
    private const string Name = "terminals.key";
    private const int Length = 32;

    /// <summary>Reads the secret; makes one where there is none.</summary>
    /// <exception cref="IOException">It cannot be read or written, or is damaged.</exception>
    public static byte[] Read(string directory)
    {
        var file = Path.Combine(directory, Name);
        try
        {
            if (!File.Exists(file))
            {
                Make(directory, file);
            }

            var secret = File.ReadAllBytes(file);
            return secret.Length == Length ? secret : throw new IOException(
                $"{file} is damaged. Restore it, or delete it: then every terminal has to register again.");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{file}: {e.Message}", e);
        }
    }

    // Under another name first: a kill in the middle leaves no half of a secret.
    private static void Make(string directory, string file)
    {
        Directory.CreateDirectory(directory);
        var draft = $"{file}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(Length));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file);
    }
}
