using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// The four calls that are made of an S3-compatible store. A store that does not answer, or refuses, is unavailable, whatever the reason.
/// Thread-safe.
/// </summary>
internal sealed class Bucket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int Retries = 2;

    private readonly BucketOptions _options;
    private readonly ILogger<Bucket> _log;
    private readonly AmazonS3Client _client;

    public Bucket(BucketOptions options, ILogger<Bucket> log)
    {
        (_options, _log) = (options, log);
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.Secret), new AmazonS3Config
        {
            ServiceURL = options.Endpoint.AbsoluteUri,
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.IsInPath,
            Timeout = Patience,
            MaxErrorRetry = Retries,

            // Not every store knows the checksums that came later; the signature has a SHA-256 of what is sent.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    /// <summary>Writes a local file; the store has it once this returns.</summary>
    public Task PutAsync(string name, string path, string mediaType, CancellationToken cancel) => RunAsync(
        async () => await _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _options.Name, Key = Key(name), FilePath = path, ContentType = mediaType, UseChunkEncoding = false,
            },
            cancel),
        cancel);

    /// <summary>The bytes of an object from a place on; null where there is none of the name.</summary>
    public async Task<Stream?> GetAsync(string name, long from, CancellationToken cancel)
    {
        var request = new GetObjectRequest { BucketName = _options.Name, Key = Key(name) };
        if (from > 0)
        {
            request.ByteRange = new ByteRange($"bytes={from}-");
        }

        return await RunAsync<Stream?>(async () =>
        {
            try
            {
                return (await _client.GetObjectAsync(request, cancel)).ResponseStream;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
            {
                return null;
            }
        }, cancel);
    }

    /// <summary>Deletes an object, if there is one of the name.</summary>
    public Task DeleteAsync(string name, CancellationToken cancel) =>
        RunAsync(async () => await _client.DeleteObjectAsync(_options.Name, Key(name), cancel), cancel);

    /// <summary>Every object of this engine, with when it was written by the store's clock.</summary>
    public async IAsyncEnumerable<(string Name, Instant WrittenAt)> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = _options.Name, Prefix = Key("") };
        ListObjectsV2Response page;
        do
        {
            page = await RunAsync(() => _client.ListObjectsV2Async(request, cancel), cancel);
            foreach (var found in page.S3Objects ?? [])
            {
                if (found.LastModified is { } at)
                {
                    yield return (found.Key[_options.Prefix.Length..], Instant.FromDateTimeUtc(at.ToUniversalTime()));
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public void Dispose() => _client.Dispose();

    private string Key(string name) => _options.Prefix + name;

    private async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is (AmazonServiceException or AmazonClientException
            or HttpRequestException or IOException or TimeoutException or OperationCanceledException))
        {
            _log.StoreUnavailable(e, _options.Name);
            throw new FilesUnavailableException("The store of files does not answer, or refuses. Come again later.", e);
        }
    }
}
