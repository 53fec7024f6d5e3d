using CityOps.Storage.Tests.Access;
using CityOps.Storage.Tests.Components;
using CityOps.Storage.Tests.Deadlines;
using CityOps.Storage.Tests.Devices;
using CityOps.Storage.Tests.Feeds;
using CityOps.Storage.Tests.Files;
using CityOps.Storage.Tests.Lists;
using CityOps.Storage.Tests.Notices;
using CityOps.Storage.Tests.Tracks;
using CityOps.Storage.Tests.Webhooks;

// What holds with SQLite holds with PostgreSQL.
namespace CityOps.Storage.Tests.Postgres;

[Collection(PostgresFixture.Collection)]
public sealed class ApiKeyOnPostgres(PostgresFixture postgres) : ApiKeyTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class BucketBookOnPostgres(PostgresFixture postgres) : BucketBookTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class CaseListOnPostgres(PostgresFixture postgres) : CaseListTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class CaseSearchOnPostgres(PostgresFixture postgres) : CaseSearchTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class CommonCaseOnPostgres(PostgresFixture postgres) : CommonCaseTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class ComponentLogOnPostgres(PostgresFixture postgres) : ComponentLogTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class ComponentRegisterOnPostgres(PostgresFixture postgres) : ComponentRegisterTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class DeadlineIndexOnPostgres(PostgresFixture postgres) : DeadlineIndexTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class DeviceBoardOnPostgres(PostgresFixture postgres) : DeviceBoardTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class DeviceFileOnPostgres(PostgresFixture postgres) : DeviceFileTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class FeedStoreOnPostgres(PostgresFixture postgres) : FeedStoreTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class FileSweepOnPostgres(PostgresFixture postgres) : FileSweepTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class FileUsesOnPostgres(PostgresFixture postgres) : FileUsesTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class ListTimeOnPostgres(PostgresFixture postgres) : ListTimeTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class NoticeListOnPostgres(PostgresFixture postgres) : NoticeListTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class QueueOnPostgres(PostgresFixture postgres) : QueueTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class SlowWriterOnPostgres(PostgresFixture postgres) : SlowWriterTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class TrackChunksOnPostgres(PostgresFixture postgres) : TrackChunksTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class TrackStoreOnPostgres(PostgresFixture postgres) : TrackStoreTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class UploadNodeOnPostgres(PostgresFixture postgres) : UploadNodeTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class UnreadableBatchesOnPostgres(PostgresFixture postgres) : UnreadableBatchesTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class UnreadableChunksOnPostgres(PostgresFixture postgres) : UnreadableChunksTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class UploadStoreOnPostgres(PostgresFixture postgres) : UploadStoreTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class WebhookChangeOnPostgres(PostgresFixture postgres) : WebhookChangeTests(postgres.Empty());

[Collection(PostgresFixture.Collection)]
public sealed class WebhookStoreOnPostgres(PostgresFixture postgres) : WebhookStoreTests(postgres.Empty());
