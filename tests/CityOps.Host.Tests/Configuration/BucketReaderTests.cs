using CityOps.Host.Configuration;

namespace CityOps.Host.Tests.Configuration;

public sealed class BucketReaderTests : IDisposable
{
    private readonly string _secret = Path.GetTempFileName();

    public void Dispose() => File.Delete(_secret);

    [Fact]
    public void Without_an_endpoint_files_are_in_the_data_directory()
    {
        var (bucket, faults) = BucketReader.Read(new FilesSection.BucketSection());

        Assert.Null(bucket);
        Assert.Empty(faults);
    }

    [Fact]
    public void A_bucket_has_its_secret_from_a_file_and_shows_it_nowhere()
    {
        File.WriteAllText(_secret, "s3cret\n");

        var (bucket, faults) = BucketReader.Read(Section());

        Assert.Empty(faults);
        Assert.Equal(("s3cret", "photos", "city/", false), (bucket?.Secret, bucket?.Name, bucket?.Prefix, bucket?.IsInPath));
        Assert.DoesNotContain("s3cret", $"{bucket}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_names_its_option()
    {
        var section = Section();
        (section.Endpoint, section.Name, section.Prefix) = ("s3.example.org", "", "/city");

        var (bucket, faults) = BucketReader.Read(section);

        Assert.Null(bucket);
        Assert.Equal(
            ["Endpoint", "Name", "Prefix", "SecretFile"],
            faults.Select(f => f.Split(' ')[0].Split(':')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_without_an_endpoint_is_a_fault()
    {
        var (_, faults) = BucketReader.Read(new FilesSection.BucketSection { Name = "photos" });

        Assert.Contains("CityOps:Files:Bucket:Endpoint", Assert.Single(faults), StringComparison.Ordinal);
    }

    private FilesSection.BucketSection Section() => new()
    {
        Endpoint = "https://s3.example.org", Name = "photos", Prefix = "city/", AccessKey = "cityops", SecretFile = _secret, InPath = false,
    };
}
