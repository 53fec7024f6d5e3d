using CityOps.Domain.Devices;
using CityOps.Engine.Devices;

namespace CityOps.Engine.Tests.Devices;

public sealed class FixBooksTests
{
    private static readonly Device Truck = new(DeviceKind.Vehicle, "truck-1");

    [Fact]
    public void What_was_given_up_and_comes_all_the_same_makes_no_room_for_more()
    {
        var books = new FixBooks(TimeProvider.System);
        books.Told(3);
        books.GiveUp();
        for (var i = 0; i < 3; i++)
        {
            books.Judge(DeviceKind.Vehicle, books.Of(Truck), FixOutcome.Applied);
        }

        Assert.Equal(0, books.OnTheirWay);

        books.Told(2);
        Assert.Equal(2, books.OnTheirWay);
    }
}
