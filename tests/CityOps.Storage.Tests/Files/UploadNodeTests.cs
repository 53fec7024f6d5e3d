using CityOps.Engine.Ports;
using CityOps.Storage.Files;
using static CityOps.Storage.Tests.Files.FileRun;

namespace CityOps.Storage.Tests.Files;

/// <summary>Nodes share what is known of uploads, and each has on its disk what came to it.</summary>
public class UploadNodeTests : IDisposable
{
    private static readonly byte[] Picture = JpegOf(1000);
    private readonly FileRun _run;
    private readonly UploadStore _one;
    private readonly UploadStore _two;

    public UploadNodeTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected UploadNodeTests(TemporaryDirectory directory)
    {
        _run = new FileRun(directory: directory);
        (_one, _two) = (_run.UploadsAt("one", "one"), _run.UploadsAt("two", "two"));
    }

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task An_upload_is_elsewhere_for_another_node_and_goes_on_at_its_own()
    {
        var id = await BegunAsync(_one);

        Assert.Equal(UploadFault.Elsewhere, Fault(await _two.AskAsync(id, "li", default)));
        Assert.Equal(UploadFault.Elsewhere, Fault(await AppendAsync(_two, id, 300)));
        Assert.Equal(UploadFault.Elsewhere, Fault(await AppendAsync(_two, id, 1000)));
        Assert.Equal(UploadFault.Elsewhere, await _two.AbandonAsync(id, "li", default));
        Assert.Equal(UploadFault.NotFound, Fault(await _two.AskAsync(id, "wu", default)));

        Assert.Equal(300, await OffsetAsync(_one, id));
        Assert.IsType<UploadAnswer.Stored>(await AppendAsync(_one, id, 300));
        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task An_upload_that_is_done_is_told_and_forgotten_by_any_node()
    {
        var id = await BegunAsync(_one);
        await AppendAsync(_one, id, 300);

        Assert.Equal(1000, await OffsetAsync(_two, id));
        Assert.Null(await _two.AbandonAsync(id, "li", default));

        Assert.Equal(UploadFault.NotFound, Fault(await _one.AskAsync(id, "li", default)));
        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task An_upload_that_has_expired_is_forgotten_by_its_own_node()
    {
        await BegunAsync(_one);
        _run.Clock.Advance(TimeSpan.FromDays(1));

        await _two.ExpireAsync(default);
        await _one.ExpireAsync(default);

        Assert.Empty(_run.WaitingAt("one"));
    }

    [SkippableFact]
    public async Task An_upload_of_a_node_that_is_gone_is_forgotten_by_another_in_the_end()
    {
        await BegunAsync(_one);
        _run.Clock.Advance(TimeSpan.FromDays(2));

        await _two.ExpireAsync(default);
        await _one.ExpireAsync(default);

        // The book knows nothing of it any more: it goes when its node starts again.
        Assert.Single(_run.WaitingAt("one"));
    }

    [SkippableTheory]
    [InlineData("", "one")]
    [InlineData("one", "")]
    [InlineData("one", "other")]
    public async Task An_upload_goes_on_where_its_bytes_are_whatever_the_node_is_called(string before, string after)
    {
        var id = await BegunAsync(_run.UploadsAt(before, "one"));

        Assert.Equal(300, await OffsetAsync(_run.UploadsAt(after, "one"), id));
        Assert.IsType<UploadAnswer.Stored>(await AppendAsync(_run.UploadsAt(after, "one"), id, 300));
    }

    [SkippableTheory]
    [InlineData("one", "one")]
    [InlineData("one", "")]
    [InlineData("", "")]
    public async Task An_upload_whose_bytes_are_lost_is_not_taken_as_whole(string before, string after)
    {
        var id = await BegunAsync(_run.UploadsAt(before, "one"));

        Assert.Equal(UploadFault.NotFound, Fault(await _run.UploadsAt(after, "lost").AskAsync(id, "li", default)));

        Assert.False(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task Of_uploads_that_begin_at_the_same_moment_no_more_are_open_than_one_caller_may_have()
    {
        var most = new FileLimits().OpenUploads;

        // Both have their database open, as engines have: to be the first to open it is not what this is about.
        Assert.IsType<UploadAnswer.Refused>(await _one.AskAsync("none", "li", default));
        Assert.IsType<UploadAnswer.Refused>(await _two.AskAsync("none", "li", default));

        var begun = await Task.WhenAll(
            Enumerable.Range(0, most * 2).Select(i => (i % 2 == 0 ? _one : _two).BeginAsync(HashOf(Picture), "li", Picture.Length, default)));

        Assert.Equal(most, begun.Count(answer => answer is UploadAnswer.Open));
    }

    private static UploadFault Fault(UploadAnswer answer) => Assert.IsType<UploadAnswer.Refused>(answer).Fault;

    private static async Task<string> BegunAsync(UploadStore node)
    {
        var id = Assert.IsType<UploadAnswer.Open>(await node.BeginAsync(HashOf(Picture), "li", Picture.Length, default)).Upload.Id;
        await node.AppendAsync(id, "li", 0, new MemoryStream(Picture[..300]), default);
        return id;
    }

    private static Task<UploadAnswer> AppendAsync(UploadStore node, string id, int from) =>
        node.AppendAsync(id, "li", from, new MemoryStream(Picture[from..]), default);

    private static async Task<long> OffsetAsync(UploadStore node, string id) =>
        Assert.IsType<UploadAnswer.Open>(await node.AskAsync(id, "li", default)).Upload.Offset;
}
