using System.Diagnostics.CodeAnalysis;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Devices;

/// <summary>Reads what devices a caller wants listed.</summary>
internal static class DeviceFilter
{
    public static bool TryRead(
        DeviceKind kind,
        IQueryCollection parameters,
        IReadOnlyCollection<string>? only,
        [NotNullWhen(true)] out DeviceQuery? query,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        query = new DeviceQuery(kind)
        {
            Only = only,
            Box = reader.Box("bbox"),
            Near = reader.Place("near"),
            Grid = reader.Identifier("grid"),
            Online = reader.Flag("online"),
            Presence = reader.Word<Presence>("presence"),
            OnShift = kind == DeviceKind.Collector ? reader.Flag("onShift") : null,
            Limit = reader.Limit(),
            After = reader.Text("after"),
        };
        if (query is { Near: not null, After: not null })
        {
            reader.Fault("after", "A list by distance has no further pages.");
        }

        return !reader.IsMalformed(out problem);
    }
}
