using System.Collections.Immutable;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Wire;
using NodaTime;

namespace CityOps.Engine.Tests.Wire;

/// <summary>What nodes send each other arrives as it went, also from a node of another version.</summary>
public sealed class WireTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);

    public static TheoryData<string> Names() => [.. WireNames.All.Keys];

    public static TheoryData<string> States() =>
        [.. typeof(KnownCase).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(KnownCase))).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_message_arrives_as_it_went(string name)
    {
        var message = name == "fix-parcel/1" ? Parcel(Fix("v1", 1)) : WireSamples.Of(WireNames.All[name]);

        var bytes = WireCodec.Encode(message);
        var arrived = WireCodec.Decode(WireCodec.NameOf(message), bytes);

        Assert.Equivalent(message, arrived, strict: true);
        Assert.Equal(bytes, WireCodec.Encode(arrived));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void A_case_arrives_in_every_stage(string state)
    {
        var type = typeof(KnownCase).Assembly.GetTypes().Single(t => t.Name == state && t.IsSubclassOf(typeof(KnownCase)));
        var view = new CaseView((KnownCase)WireSamples.Of(type), 3, [CaseAct.File], Light.Yellow);
        var answer = new Answer<CaseView>.Done(view, Repeated: true);

        var arrived = WireCodec.Decode("case-done/1", WireCodec.Encode(answer));

        Assert.IsType(type, Assert.IsType<Answer<CaseView>.Done>(arrived).View.State);
        Assert.Equal(WireCodec.Encode(answer), WireCodec.Encode(arrived));
    }

    /// <summary>The names are in every node of a cluster that is being upgraded: this list only grows.</summary>
    [Fact]
    public void No_name_changes() => Assert.Equal(
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Wire", "names.txt")),
        WireNames.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_field_of_a_newer_node_is_passed_over()
    {
        var arrived = WireCodec.Decode("parcel-taken/1", "{\"count\":3,\"later\":{\"more\":1}}"u8);

        Assert.Equal(new ParcelTaken(3), arrived);
    }

    [Theory]
    [InlineData("no-such-thing/1", "{}")]
    [InlineData("parcel-taken/2", "{\"count\":3}")]
    [InlineData("parcel-taken/1", "{}")]
    [InlineData("parcel-taken/1", "[")]
    public void What_cannot_be_read_is_a_typed_error(string name, string json) =>
        Assert.Throws<JsonException>(() => WireCodec.Decode(name, System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_parcel_that_is_cut_short_is_a_typed_error()
    {
        var whole = WireCodec.Encode(Parcel(Fix("v1", 1), Fix("v2", 2)));

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<InvalidDataException>(() => WireCodec.Decode("fix-parcel/1", whole.AsSpan(0, length))));
    }

    [Fact]
    public void A_parcel_takes_few_bytes_for_a_fix()
    {
        var parcel = Parcel([.. Enumerable.Range(0, 10).Select(n => Fix($"360102-{n:000}", n))]);

        Assert.True(WireCodec.Encode(parcel).Length <= 50 * 10, $"{WireCodec.Encode(parcel).Length} bytes for 10 fixes of 10 devices");
    }

    private static FixParcel Parcel(params Fix[] fixes) =>
        new([.. fixes], [.. fixes.Select((_, i) => Start + Duration.FromMilliseconds(i))]);

    private static Fix Fix(string vehicle, int second) => new(
        new Device(DeviceKind.Vehicle, vehicle), Start + Duration.FromSeconds(second), GeoPoint.At(latitude: 28.6829, longitude: 115.8579))
    {
        Speed = new Speed(12.5),
        Heading = new Bearing(90),
        Alarms = 3,
    };
}
