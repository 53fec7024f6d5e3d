using CityOps.Storage.Files;

namespace CityOps.Host.Configuration;

/// <summary>Makes of the options of the bucket what the engine keeps files with, and finds every fault in them.</summary>
internal static class BucketReader
{
    private const string Section = "CityOps:Files:Bucket";

    /// <summary>The bucket, null for the data directory; and every fault with the name of its option.</summary>
    public static (BucketOptions? Bucket, IReadOnlyList<string> Faults) Read(FilesSection.BucketSection section)
    {
        if (section.Endpoint.Length == 0)
        {
            return section.Name.Length + section.AccessKey.Length + section.SecretFile.Length == 0
                ? (null, [])
                : (null, [$"{Section}:Endpoint is empty, but other options of the bucket are set."]);
        }

        List<string> faults = [];
        if (!Uri.TryCreate(section.Endpoint, UriKind.Absolute, out var endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp))
        {
            faults.Add($"{Section}:Endpoint is '{section.Endpoint}', but takes an http or https URL.");
        }

        foreach (var (name, value) in new[] { ("Name", section.Name), ("Region", section.Region), ("AccessKey", section.AccessKey) })
        {
            if (value.Length == 0)
            {
                faults.Add($"{Section}:{name} is empty.");
            }
        }

        if (section.Prefix.StartsWith('/'))
        {
            faults.Add($"{Section}:Prefix is '{section.Prefix}', but begins with no '/'.");
        }

        var secret = ReadSecret(section.SecretFile, faults);
        return faults.Count > 0 || endpoint is null ? (null, faults) : (
            new BucketOptions(endpoint, section.Name, section.AccessKey, secret)
            {
                Region = section.Region, Prefix = section.Prefix, IsInPath = section.InPath,
            },
            []);
    }

    private static string ReadSecret(string file, List<string> faults)
    {
        try
        {
            // An editor ends the line; nobody means that to be of the secret.
            var secret = file.Length == 0 ? "" : File.ReadAllText(file).TrimEnd('\r', '\n');
            if (secret.Length == 0)
            {
                faults.Add(file.Length == 0 ? $"{Section}:SecretFile is empty." : $"{Section}:SecretFile is {file}, which is empty.");
            }

            return secret;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{Section}:SecretFile is {file}, which cannot be read: {e.Message}");
            return "";
        }
    }
}
