using CityOps.Engine.Ports;
using CityOps.Storage.Files;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Files.FileRun;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Files;

/// <summary>What one node writes and another deletes, as the book keeps them apart.</summary>
public class BucketBookTests : IDisposable
{
    private static readonly Instant Later = Start + Duration.FromDays(8);
    private static readonly StoredFile Photo = new(HashOf([1]), FileType.Jpeg, 1000, Start);
    private static readonly StoredFile Again = Photo with { StoredAt = Later };

    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly FakeTimeProvider _clock = new(Later.ToDateTimeOffset());
    private readonly BucketBook _book;

    public BucketBookTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected BucketBookTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(directory.Options);
        _book = new BucketBook(_data, _clock);
    }

    public void Dispose()
    {
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public void What_comes_is_hidden_and_not_deleted()
    {
        Assert.True(_book.Announce(Photo));

        Assert.Null(_book.Find(Photo.Hash));
        Assert.Empty(_book.AllCondemned());
        Assert.False(_book.Pardon(Photo.Hash));
        Assert.False(_book.BeginDeletion(Photo.Hash));
        Assert.False(_book.BeginDeletionOfStray(Photo.Hash));
        _book.Forget(Photo.Hash);

        Assert.True(_book.Announce(Photo));
        _book.Note(Photo);
        Assert.Equal(Photo, _book.Find(Photo.Hash));
    }

    [SkippableFact]
    public void What_was_announced_and_never_came_is_forgotten()
    {
        _book.Announce(Photo);

        _book.ForgetAnnounced(Start);
        Assert.True(_book.Knows(Photo.Hash));
        _book.ForgetAnnounced(Later);
        Assert.False(_book.Knows(Photo.Hash));

        _book.Note(Photo);
        _book.ForgetAnnounced(Later);
        Assert.True(_book.Knows(Photo.Hash));
    }

    [SkippableFact]
    public void What_is_hidden_and_comes_again_is_shown_and_not_deleted()
    {
        _book.Note(Photo);
        _book.Condemn(Photo.Hash, Later);
        Assert.Null(_book.Find(Photo.Hash));

        Assert.True(_book.Announce(Again));

        Assert.Equal(Again, _book.Find(Photo.Hash));
        Assert.False(_book.BeginDeletion(Photo.Hash));
        _book.Condemn(Photo.Hash, Later);
        Assert.NotNull(_book.Find(Photo.Hash));
    }

    [SkippableFact]
    public void What_is_being_deleted_is_neither_taken_nor_shown_nor_deleted_by_another()
    {
        _book.Note(Photo);
        _book.Condemn(Photo.Hash, Later);
        Assert.True(_book.BeginDeletion(Photo.Hash));

        Assert.False(_book.Announce(Again));
        Assert.False(_book.Pardon(Photo.Hash));
        Assert.False(_book.BeginDeletion(Photo.Hash));
        Assert.Equal([Photo.Hash], _book.AllCondemned());

        _book.Forget(Photo.Hash);
        Assert.True(_book.Announce(Again));
    }

    [SkippableFact]
    public void A_deletion_that_did_not_end_is_taken_over_after_an_hour()
    {
        Assert.True(_book.BeginDeletionOfStray(Photo.Hash));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_book.BeginDeletion(Photo.Hash));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_book.BeginDeletion(Photo.Hash));
        Assert.False(_book.BeginDeletion(Photo.Hash));
    }
}
