using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityOps.ApiClient;

/// <summary>What the generator leaves to be said.</summary>
public partial class CityOpsClient
{
    // It gives a property that is a word its converter, but not the words of a list.
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
}
