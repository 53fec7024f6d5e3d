namespace CityOps.Storage.Postgres;

/// <content>Lists and how far the feeds are, as SQLite has them; words and places are indexed beside the rows themselves.</content>
internal static partial class PostgresSchemas
{
    public static IReadOnlyList<string> ReadModel { get; } =
    [
        """
        CREATE TABLE feed_offset (feed word NOT NULL, slice BIGINT NOT NULL, ordering BIGINT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (feed, slice));
        CREATE TABLE feed_entity (feed word NOT NULL, persistence_id word NOT NULL, sequence BIGINT NOT NULL,
            PRIMARY KEY (feed, persistence_id)) WITH (fillfactor = 80);
        CREATE TABLE device (
            kind word NOT NULL, id word NOT NULL, lat DOUBLE PRECISION, lon DOUBLE PRECISION, unit_grid word, beat word,
            online BOOLEAN NOT NULL, on_shift BOOLEAN NOT NULL, state TEXT NOT NULL, heard_at BIGINT,
            PRIMARY KEY (kind, id)) WITH (fillfactor = 50);
        CREATE INDEX device_by_beat ON device (beat);
        CREATE TABLE unit_grid_visit (unit_grid word PRIMARY KEY, at BIGINT NOT NULL, collector TEXT NOT NULL);

        CREATE TABLE case_row (
            key BIGINT PRIMARY KEY, id word NOT NULL UNIQUE, sequence BIGINT NOT NULL, stage word NOT NULL, kind word NOT NULL,
            category word NOT NULL, condition TEXT, channel word NOT NULL, source TEXT NOT NULL, lat DOUBLE PRECISION NOT NULL,
            lon DOUBLE PRECISION NOT NULL, unit_grid word NOT NULL, beat word NOT NULL, department word, centre word, description TEXT,
            reporter word, observed_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, handled_at BIGINT,
            yellow_at BIGINT, red_at BIGINT, due_at BIGINT NOT NULL);
        CREATE INDEX case_by_stage ON case_row (stage, key);
        CREATE INDEX case_by_department ON case_row (department, key) WHERE department IS NOT NULL;
        CREATE INDEX case_by_beat ON case_row (beat, key);
        CREATE INDEX case_by_unit_grid ON case_row (unit_grid, key);
        CREATE INDEX case_by_category ON case_row (category, key);
        CREATE INDEX case_by_channel ON case_row (channel, key);
        CREATE INDEX case_by_collector ON case_row (reporter, key) WHERE channel = 'Collector';
        CREATE INDEX case_by_light ON case_row (red_at, yellow_at) WHERE red_at IS NOT NULL;
        CREATE INDEX case_by_update ON case_row (updated_at, key);
        CREATE INDEX case_by_due ON case_row (due_at, key);
        CREATE INDEX case_in_queue ON case_row (department, centre, stage, red_at, yellow_at)
            WHERE stage NOT IN ('Closed', 'Refused', 'Cancelled', 'Merged');
        CREATE INDEX case_by_handling ON case_row (handled_at, department) WHERE handled_at IS NOT NULL;
        CREATE INDEX case_by_place ON case_row USING gist (point(lon, lat));
        CREATE TABLE case_text (key BIGINT PRIMARY KEY, words tsvector NOT NULL);
        CREATE INDEX case_by_words ON case_text USING gin (words);
        CREATE TABLE case_party (party word NOT NULL, case_key BIGINT NOT NULL, PRIMARY KEY (party, case_key));
        CREATE TABLE file_use (hash word NOT NULL, case_id word NOT NULL, PRIMARY KEY (hash, case_id));

        CREATE TABLE notice (
            id word PRIMARY KEY, kind TEXT NOT NULL, topic TEXT NOT NULL, step TEXT, phase TEXT, roles BIGINT NOT NULL,
            jurisdiction word NOT NULL, department word, collector word, cases BIGINT NOT NULL, first_cases TEXT NOT NULL,
            due_at BIGINT, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, opened_at BIGINT NOT NULL, closes_at BIGINT NOT NULL);
        CREATE INDEX notice_by_time ON notice (opened_at, id);
        CREATE INDEX notice_by_jurisdiction ON notice (jurisdiction, opened_at, id);
        CREATE INDEX notice_by_department ON notice (department, opened_at, id);
        CREATE INDEX notice_by_collector ON notice (collector, opened_at, id);
        CREATE INDEX notice_for_handset ON notice (closes_at) WHERE collector IS NOT NULL;
        CREATE TABLE notice_case (id word PRIMARY KEY, centre TEXT, department TEXT);
        CREATE TABLE notice_sent (id word PRIMARY KEY, cases BIGINT NOT NULL, closes_at BIGINT NOT NULL);
        CREATE TABLE notice_counted (closes_at BIGINT NOT NULL, notice word NOT NULL, id word NOT NULL,
            PRIMARY KEY (closes_at, notice, id));

        CREATE TABLE deadline (
            entity word PRIMARY KEY, slice BIGINT NOT NULL, due BIGINT, calendar TEXT, area TEXT, sequence BIGINT NOT NULL);
        CREATE INDEX deadline_by_due ON deadline (slice, due, entity) WHERE due IS NOT NULL;

        CREATE TABLE webhook (
            id word PRIMARY KEY, url TEXT NOT NULL, types TEXT NOT NULL, jurisdiction TEXT, department TEXT,
            created_at BIGINT NOT NULL, created_by TEXT NOT NULL, secret BYTEA NOT NULL, old_secret BYTEA, old_until BIGINT,
            enabled BOOLEAN NOT NULL, disabled_because TEXT, after BIGINT NOT NULL);
        CREATE TABLE webhook_delivery (
            number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, webhook word NOT NULL, case_id word NOT NULL,
            sequence BIGINT NOT NULL, change TEXT NOT NULL, due_at BIGINT, attempts BIGINT NOT NULL, first_at BIGINT, fault TEXT,
            dead_at BIGINT, UNIQUE (webhook, case_id, sequence));
        CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX webhook_delivery_dead ON webhook_delivery (webhook, number) WHERE dead_at IS NOT NULL;
        """,
        """
        ALTER TABLE webhook ADD failing_since BIGINT;
        """,

        // Among the words of each case its day and its department, as PostgresCases marks them.
        """
        UPDATE case_text t SET words = t.words || array_to_tsvector(
            ARRAY['#' || ((t.key >> 20) / 86400000)] || CASE WHEN r.department IS NULL THEN '{}'::text[] ELSE ARRAY['@' || r.department] END)
        FROM case_row r WHERE r.key = t.key;
        """,

        // What lists are ordered by, beside the key: of many rows the index alone is read.
        """
        ALTER TABLE case_row DROP CONSTRAINT case_row_pkey;
        ALTER TABLE case_row ADD PRIMARY KEY (key) INCLUDE (updated_at, due_at);
        """,
    ];
}
