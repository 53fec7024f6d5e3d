using CityOps.Domain.City;
using CityOps.Host.City.Partition;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>Reads the cameras.</summary>
internal static class CameraReader
{
    private static readonly string[] Columns = ["id", "nameZh", "nameEn", "lon", "lat"];

    public static Registry<Camera> Read(CitySource source, GridMap map, FaultLog log)
    {
        var found = new Registry<Camera>("cameras.csv", log);
        if (source.Read(found.File) is { } content)
        {
            TableRecords.Read(found.File, content, Columns, log, row =>
            {
                var camera = new Camera(row.Id("id"), new Name(row.Text("nameZh"), row.Text("nameEn")), row.Place());
                if (row.IsSound && !map.Covers(camera.Place))
                {
                    row.Fault($"The place {camera.Place} is outside of the city", "Give a place inside of a unit grid");
                }

                if (found.Claim(camera.Id, row.Line) && row.IsSound)
                {
                    found.ById.Add(camera.Id, camera);
                }
            });
        }

        return found;
    }
}
