namespace CityOps.Storage.Moving;

/// <summary>A table that is copied as it is. What is found by words and places is made again from it.</summary>
/// <param name="Name">Its name, the same in every database.</param>
/// <param name="Key">A column of ascending numbers, by which a copy that was broken off goes on; null: it begins anew.</param>
internal sealed record MovedTable(string Name, string? Key = null)
{
    public static IReadOnlyList<MovedTable> Journal { get; } = [new("journal", "ordering"), new("snapshot")];

    public static IReadOnlyList<MovedTable> ReadModel { get; } =
    [
        new("feed_offset"), new("feed_entity"), new("device"), new("unit_grid_visit"), new("case_row", "key"), new("case_party"),
        new("file_use"), new("notice"), new("notice_case"), new("notice_sent"), new("notice_counted"), new("deadline"), new("webhook"),
        new("webhook_delivery", "number"),
    ];

    public static IReadOnlyList<MovedTable> Tracks { get; } = [new("fix_batch", "id"), new("track_chunk")];

    public static IReadOnlyList<MovedTable> Devices { get; } = [new("account"), new("quarantine"), new("api_key")];

    public static IReadOnlyList<MovedTable> Files { get; } = [new("uploader"), new("upload"), new("kept")];

    public static IReadOnlyList<MovedTable> Components { get; } = [new("component_change", "number")];
}
