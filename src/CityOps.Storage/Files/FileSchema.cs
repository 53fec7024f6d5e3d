namespace CityOps.Storage.Files;

/// <summary>
/// What is known of files beside their bytes: who sent which, and the uploads that come in parts. That a file is there is said by
/// its bytes alone.
/// </summary>
internal static class FileSchema
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE uploader (
            hash TEXT NOT NULL, caller TEXT NOT NULL, length INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (hash, caller)) WITHOUT ROWID;
        CREATE INDEX uploader_by_time ON uploader (caller, at);
        CREATE TABLE upload (
            id TEXT PRIMARY KEY, hash TEXT NOT NULL, caller TEXT NOT NULL, length INTEGER NOT NULL, expires_at INTEGER NOT NULL,
            done INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX upload_by_caller ON upload (caller);
        """,

        // What is in the bucket, where files are in one; what is condemned is hidden.
        """
        CREATE TABLE kept (
            hash TEXT PRIMARY KEY, type TEXT NOT NULL, length INTEGER NOT NULL, at INTEGER NOT NULL, condemned INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX kept_by_time ON kept (condemned, at);
        """,

        // The node on whose disk an upload is until it is whole; empty where an engine that is alone began it.
        "ALTER TABLE upload ADD node TEXT NOT NULL DEFAULT '';",

        // What is being done in the bucket to what is hidden: 'coming' while its first bytes are written, 'going' while it is deleted.
        "ALTER TABLE kept ADD underway TEXT NOT NULL DEFAULT '';",
    ];
}
