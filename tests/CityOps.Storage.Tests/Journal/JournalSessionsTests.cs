using CityOps.Storage.Journal;

namespace CityOps.Storage.Tests.Journal;

public sealed class JournalSessionsTests
{
    [Fact]
    public async Task Work_that_fails_on_a_connection_that_holds_is_not_done_again()
    {
        using var directory = new TemporaryDirectory();
        using var data = new CityDatabases(directory.Options);
        using var sessions = new JournalSessions(JournalDatabase.Of(data));
        await sessions.UseAsync(journal => journal.Scalar("SELECT 1"), default);
        var times = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => sessions.UseAsync<long>(
            _ =>
            {
                times++;
                throw new InvalidOperationException("on purpose");
            },
            default));

        Assert.Equal(1, times);
    }
}
