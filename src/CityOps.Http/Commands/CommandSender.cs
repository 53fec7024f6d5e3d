using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using CityOps.Http.Reports;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Commands;

/// <summary>Reads what devices are to be told, and tells them. Thread-safe.</summary>
internal sealed class CommandSender(IDeviceGateway devices, PlaceReader places, TimeProvider clock)
{
    private static readonly Duration Usual = Duration.FromDays(1);

    /// <summary>Where the command of a device can be read.</summary>
    public static string PathOf(Device device, string id) => $"/api/v1/{device}/commands/{id}";

    /// <summary>Reads a command, or says what is wrong with it.</summary>
    /// <param name="request">The body.</param>
    /// <param name="key">The idempotency key, if there is one.</param>
    /// <param name="faults">What was found to be wrong before.</param>
    /// <param name="wanted">The command.</param>
    /// <param name="problem">What is wrong.</param>
    public bool TryRead(
        OrderRequest request,
        string? key,
        Faults faults,
        [NotNullWhen(true)] out WantedCommand? wanted,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        wanted = null;
        GeoPoint? place = null;
        faults.Identify("id", request.Id);
        faults.Require("type", request.Type);
        faults.Bound("text", request.Text, Order.MaxText);
        var isPlaced = request.Lon is not null || request.Lat is not null;
        if (isPlaced)
        {
            PlaceReader.Check(faults, request.Lon, request.Lat);
        }

        if (faults.Any || request.Type is not { } type)
        {
            problem = Problem.Invalid(faults.ByField);
            return false;
        }

        if (isPlaced)
        {
            if (!places.TryRead(request.Lon, request.Lat, request.Datum, out var found, out problem))
            {
                return false;
            }

            place = found.Point;
        }

        var id = request.Id ?? key ?? Guid.NewGuid().ToString("N");
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text;
        wanted = new WantedCommand(id, key ?? id, new Order(type, text, place, request.Due ?? clock.GetCurrentInstant() + Usual));
        problem = null;
        return true;
    }

    /// <summary>Gives the command to a device.</summary>
    public Task<Answer<DeviceView>> SendAsync(Device device, WantedCommand wanted, Caller caller, CancellationToken cancel)
    {
        var origin = new Origin(caller.Actor, Domain.Channel.Console, wanted.Key, clock.GetCurrentInstant());
        return devices.SendAsync(new SendCommand(device, origin, wanted.Id, wanted.Order), cancel);
    }
}

/// <summary>A command as it was asked for.</summary>
/// <param name="Id">The id that it gets.</param>
/// <param name="Key">The id of the request.</param>
/// <param name="Order">What is told.</param>
internal sealed record WantedCommand(string Id, string Key, Order Order);
