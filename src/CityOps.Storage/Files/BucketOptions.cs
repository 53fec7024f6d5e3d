namespace CityOps.Storage.Files;

/// <summary>A bucket of an S3-compatible store, and who the engine is there.</summary>
/// <param name="Endpoint">The address of the store: http or https.</param>
/// <param name="Name">The bucket, which must be there.</param>
/// <param name="AccessKey">Who the engine is.</param>
/// <param name="Secret">With what it signs.</param>
public sealed record BucketOptions(Uri Endpoint, string Name, string AccessKey, string Secret)
{
    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What the names of this engine's objects begin with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>True if the bucket stands in the path of an address, false if it stands in the name of the host.</summary>
    public bool IsInPath { get; init; } = true;

    /// <summary>Shows nothing of the secret, wherever it is logged.</summary>
    public override string ToString() => $"{Endpoint}{Name}/{Prefix}";
}
