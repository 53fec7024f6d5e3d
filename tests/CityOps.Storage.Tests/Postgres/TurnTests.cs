using CityOps.Storage.Databases;

namespace CityOps.Storage.Tests.Postgres;

[Collection(PostgresFixture.Collection)]
public sealed class TurnTests(PostgresFixture postgres)
{
    [SkippableFact]
    public void Two_cities_in_one_database_do_not_wait_for_each_other()
    {
        using var first = postgres.Empty();
        using var second = postgres.Empty();
        using var firstData = new CityDatabases(first.Options);
        using var secondData = new CityDatabases(second.Options);
        using var one = new PreparedConnection(firstData.ReadModel.Open());
        using var other = new PreparedConnection(secondData.ReadModel.Open());

        var taken = one.Transact(() =>
        {
            one.TakeTurn(1);
            return other.Transact(() =>
            {
                other.TakeTurn(1);
                return true;
            });
        });

        Assert.True(taken);
    }
}
