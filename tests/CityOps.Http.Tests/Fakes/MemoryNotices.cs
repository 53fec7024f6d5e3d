using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Notices as a test has put them there; keeps what was asked for.</summary>
internal sealed class MemoryNotices : INotices
{
    public Page<NoticeRow> Page { get; set; } = new([], null, CityServer.Noon);

    public NoticeQuery? Last { get; private set; }

    public Task<Page<NoticeRow>> ListAsync(NoticeQuery query, CancellationToken cancel)
    {
        Last = query;
        return query.After is null or "page" ? Task.FromResult(Page) : throw new InvalidCursorException();
    }

    public Task<IReadOnlyList<NoticeRow>> UnsentAsync(Instant now, Instant notBefore, int limit, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task MarkSentAsync(NoticeRow notice, CancellationToken cancel) => throw new NotSupportedException();
}
