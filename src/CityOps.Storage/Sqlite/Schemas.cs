namespace CityOps.Storage.Sqlite;

/// <summary>The journal's table as Akka.Persistence.Sql expects it (default mapping), made here so that its form is ours.</summary>
internal static class JournalSchema
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE journal (
            ordering INTEGER PRIMARY KEY AUTOINCREMENT,
            created INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            message BLOB NOT NULL,
            manifest TEXT NOT NULL,
            identifier INTEGER NULL,
            tags TEXT NULL,
            writer_uuid TEXT NULL,
            UNIQUE (persistence_id, sequence_number));
        """,

        // States of entities with long journals, as the same library keeps them.
        """
        CREATE TABLE snapshot (
            persistence_id TEXT NOT NULL, sequence_number INTEGER NOT NULL, created INTEGER NOT NULL,
            snapshot BLOB NOT NULL, manifest TEXT NOT NULL, serializer_id INTEGER NULL,
            PRIMARY KEY (persistence_id, sequence_number)) WITHOUT ROWID;
        """,
    ];
}

/// <summary>Lists and how far the feeds are: all of it can be made again from the journal, but for the device board
/// and webhooks.</summary>
internal static class ReadModelSchema
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE feed_offset (feed TEXT NOT NULL, slice INTEGER NOT NULL, ordering INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (feed, slice)) WITHOUT ROWID;
        CREATE TABLE feed_entity (feed TEXT NOT NULL, persistence_id TEXT NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (feed, persistence_id)) WITHOUT ROWID;
        CREATE TABLE case_row (
            id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, stage TEXT NOT NULL, kind TEXT NOT NULL, category TEXT NOT NULL,
            condition TEXT, channel TEXT NOT NULL, source TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
            unit_grid TEXT NOT NULL, beat TEXT NOT NULL, department TEXT, description TEXT, reporter TEXT,
            observed_at INTEGER NOT NULL, reported_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX case_by_time ON case_row (reported_at, id);
        CREATE INDEX case_by_stage ON case_row (stage, reported_at, id);
        CREATE INDEX case_by_department ON case_row (department, reported_at, id);
        CREATE INDEX case_by_beat ON case_row (beat, reported_at, id);
        CREATE INDEX case_by_unit_grid ON case_row (unit_grid, reported_at, id);
        CREATE INDEX case_by_category ON case_row (category, reported_at, id);
        CREATE INDEX case_by_reporter ON case_row (reporter, reported_at, id);
        CREATE TABLE device (
            kind TEXT NOT NULL, id TEXT NOT NULL, lat REAL, lon REAL, unit_grid TEXT, beat TEXT,
            online INTEGER NOT NULL, on_shift INTEGER NOT NULL, state TEXT NOT NULL,
            PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE INDEX device_by_beat ON device (beat);
        CREATE TABLE unit_grid_visit (unit_grid TEXT PRIMARY KEY, at INTEGER NOT NULL, collector TEXT NOT NULL) WITHOUT ROWID;
        """,

        // Limits and the centre in charge; the list is made again, so that its older rows have them too.
        """
        ALTER TABLE case_row ADD yellow_at INTEGER;
        ALTER TABLE case_row ADD due_at INTEGER;
        ALTER TABLE case_row ADD centre TEXT;
        CREATE INDEX case_by_due ON case_row (due_at);
        DELETE FROM case_row;
        DELETE FROM feed_entity WHERE feed = 'read-model';
        DELETE FROM feed_offset WHERE feed = 'read-model';
        """,

        // Notices, and what they need of each case. What was sent is no view: it stays when the notices are made again.
        """
        CREATE TABLE notice (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, topic TEXT NOT NULL, step TEXT, phase TEXT, roles INTEGER NOT NULL,
            jurisdiction TEXT NOT NULL, department TEXT, collector TEXT, cases INTEGER NOT NULL, first_cases TEXT NOT NULL,
            due_at INTEGER, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, opened_at INTEGER NOT NULL,
            closes_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX notice_by_time ON notice (opened_at, id);
        CREATE INDEX notice_by_jurisdiction ON notice (jurisdiction, opened_at, id);
        CREATE INDEX notice_by_department ON notice (department, opened_at, id);
        CREATE INDEX notice_by_collector ON notice (collector, opened_at, id);
        CREATE INDEX notice_for_handset ON notice (closes_at) WHERE collector IS NOT NULL;
        CREATE TABLE notice_case (id TEXT PRIMARY KEY, centre TEXT, department TEXT) WITHOUT ROWID;
        CREATE TABLE notice_sent (id TEXT PRIMARY KEY, cases INTEGER NOT NULL, closes_at INTEGER NOT NULL) WITHOUT ROWID;
        """,

        // When entities must be woken, in ticks of 100 ns since 1970.
        """
        CREATE TABLE deadline (
            entity TEXT PRIMARY KEY, slice INTEGER NOT NULL, due INTEGER, calendar TEXT, area TEXT, sequence INTEGER NOT NULL)
            WITHOUT ROWID;
        CREATE INDEX deadline_by_due ON deadline (slice, due, entity) WHERE due IS NOT NULL;
        """,

        // A case that is filed is with no department; one that was taken up again stayed in the list of its last.
        """
        UPDATE case_row SET department = NULL WHERE stage = 'Filed';
        """,

        // The cases that a notice of a recent window counts beside those that it names.
        """
        CREATE TABLE notice_counted (closes_at INTEGER NOT NULL, notice TEXT NOT NULL, id TEXT NOT NULL,
            PRIMARY KEY (closes_at, notice, id)) WITHOUT ROWID;
        """,

        // When a device was last heard of: its presence follows from that.
        """
        ALTER TABLE device ADD heard_at INTEGER;
        """,

        // Webhooks and their outbox: no view, but written together with the offset of the feed that fills it. Of each case the first
        // delivery alone has a due time, until it was delivered or given up.
        """
        CREATE TABLE webhook (
            id TEXT PRIMARY KEY, url TEXT NOT NULL, types TEXT NOT NULL, jurisdiction TEXT, department TEXT,
            created_at INTEGER NOT NULL, created_by TEXT NOT NULL, secret BLOB NOT NULL, old_secret BLOB, old_until INTEGER,
            enabled INTEGER NOT NULL, disabled_because TEXT, after INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE webhook_delivery (
            number INTEGER PRIMARY KEY AUTOINCREMENT, webhook TEXT NOT NULL, case_id TEXT NOT NULL, sequence INTEGER NOT NULL,
            change TEXT NOT NULL, due_at INTEGER, attempts INTEGER NOT NULL, first_at INTEGER, fault TEXT, dead_at INTEGER,
            UNIQUE (webhook, case_id, sequence));
        CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX webhook_delivery_dead ON webhook_delivery (webhook, number) WHERE dead_at IS NOT NULL;
        """,

        // Cases under keys that follow the time of their report, with a page for every order, what is looked for in them by words and
        // by place, and who has to do with them wherever they lie. The list is made again.
        """
        DROP TABLE case_row;
        CREATE TABLE case_row (
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sequence INTEGER NOT NULL, stage TEXT NOT NULL, kind TEXT NOT NULL,
            category TEXT NOT NULL, condition TEXT, channel TEXT NOT NULL, source TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
            unit_grid TEXT NOT NULL, beat TEXT NOT NULL, department TEXT, centre TEXT, description TEXT, reporter TEXT,
            observed_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, handled_at INTEGER,
            yellow_at INTEGER, red_at INTEGER, due_at INTEGER NOT NULL);
        CREATE INDEX case_by_stage ON case_row (stage);
        CREATE INDEX case_by_department ON case_row (department) WHERE department IS NOT NULL;
        CREATE INDEX case_by_beat ON case_row (beat);
        CREATE INDEX case_by_unit_grid ON case_row (unit_grid);
        CREATE INDEX case_by_category ON case_row (category);
        CREATE INDEX case_by_channel ON case_row (channel);
        CREATE INDEX case_by_collector ON case_row (reporter) WHERE channel = 'Collector';
        CREATE INDEX case_by_light ON case_row (red_at, yellow_at) WHERE red_at IS NOT NULL;
        CREATE INDEX case_by_update ON case_row (updated_at);
        CREATE INDEX case_by_due ON case_row (due_at);
        CREATE INDEX case_in_queue ON case_row (department, centre, stage, red_at, yellow_at)
            WHERE stage NOT IN ('Closed', 'Refused', 'Cancelled', 'Merged');
        CREATE INDEX case_by_handling ON case_row (handled_at, department) WHERE handled_at IS NOT NULL;
        CREATE VIRTUAL TABLE case_text USING fts5 (description, place, number, content = '', contentless_delete = 1, tokenize = 'ascii');
        CREATE VIRTUAL TABLE case_place USING rtree (key, west, east, south, north);
        CREATE TABLE case_party (party TEXT NOT NULL, case_key INTEGER NOT NULL, PRIMARY KEY (party, case_key)) WITHOUT ROWID;
        DELETE FROM feed_entity WHERE feed = 'read-model';
        DELETE FROM feed_offset WHERE feed = 'read-model';
        """,

        // Which cases name which photos and videos.
        """
        CREATE TABLE file_use (hash TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (hash, case_id)) WITHOUT ROWID;
        """,

        // Data that is older than the feed of changes: it begins where the feed that tells cases of each other is. What was before is
        // no news to anybody.
        """
        INSERT INTO feed_entity SELECT 'changes', persistence_id, sequence FROM feed_entity
            WHERE feed = 'cases' AND persistence_id GLOB 'case-*' AND NOT EXISTS (SELECT 1 FROM feed_offset WHERE feed = 'changes');
        INSERT INTO feed_offset SELECT 'changes', 0, ordering, at FROM feed_offset
            WHERE feed = 'cases' AND NOT EXISTS (SELECT 1 FROM feed_offset WHERE feed = 'changes');
        """,

        // Since when a webhook's target has taken nothing; null where the last delivery was taken.
        """
        ALTER TABLE webhook ADD failing_since INTEGER;
        """,
    ];
}

/// <summary>The fix log, one row a group commit, and the tracks, one row a chunk of one device.</summary>
internal static class TrackSchema
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE fix_batch (id INTEGER PRIMARY KEY AUTOINCREMENT, fixes BLOB NOT NULL);
        CREATE TABLE track_chunk (device TEXT NOT NULL, last INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
            fixes BLOB NOT NULL);
        CREATE INDEX track_chunk_by_device ON track_chunk (device, last);
        """,
        """
        DROP INDEX track_chunk_by_device;
        CREATE INDEX track_chunk_by_device ON track_chunk (device, last, first);
        CREATE INDEX track_chunk_short ON track_chunk (device, count) WHERE count < 512;
        """,

        // Where a chunk is, so that who was near a place is found without reading all; older chunks have none, and are read.
        """
        ALTER TABLE track_chunk ADD south REAL;
        ALTER TABLE track_chunk ADD north REAL;
        ALTER TABLE track_chunk ADD west REAL;
        ALTER TABLE track_chunk ADD east REAL;
        CREATE INDEX track_chunk_by_time ON track_chunk (last, first, south, north, west, east);
        """,

        // When a batch was written, in Unix ms: a device that hears of it after a restart was heard of then.
        "ALTER TABLE fix_batch ADD logged_at INTEGER NOT NULL DEFAULT 0;",

        // Which node wrote it; here always none.
        "ALTER TABLE fix_batch ADD node TEXT NOT NULL DEFAULT '';",
    ];
}

/// <summary>
/// Who may log in as which device, and who waits to be admitted. A removed account stays as a row, so that a running engine hears
/// of its end: a revision is given to every change, and only grows.
/// </summary>
internal static class DeviceSchema
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE account (
            user TEXT PRIMARY KEY, secret TEXT, disabled INTEGER NOT NULL, carries TEXT, department TEXT,
            removed INTEGER NOT NULL, changed_at INTEGER NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX account_by_revision ON account (revision);
        CREATE TABLE quarantine (
            device TEXT PRIMARY KEY, user TEXT NOT NULL, address TEXT NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
            messages INTEGER NOT NULL, topic TEXT, payload BLOB NOT NULL, standing TEXT NOT NULL,
            decided_at INTEGER, decided_by TEXT, revision INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX quarantine_by_revision ON quarantine (revision);
        """,

        // The keys of HTTP callers. A revoked one stays: nobody else gets its name.
        """
        CREATE TABLE api_key (
            name TEXT PRIMARY KEY, hash BLOB NOT NULL, roles INTEGER NOT NULL, jurisdiction TEXT, department TEXT,
            scopes INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, used_at INTEGER, revoked_at INTEGER,
            revision INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX api_key_by_revision ON api_key (revision);
        """,
    ];
}
