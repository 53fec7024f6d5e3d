namespace CityOps.Host.Configuration;

/// <summary>Every option, below <c>CityOps</c>, with its default. <c>config/cityops.json</c> says the same.</summary>
internal sealed class CityOpsOptions
{
    /// <summary>The city's configuration directory; relative to the directory above the one of cityops.json.</summary>
    public string City { get; set; } = "config/city/demo";

    /// <summary>Where everything durable lives; relative to the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    public HttpSection Http { get; set; } = new();

    public WebhooksSection Webhooks { get; set; } = new();

    public MqttSection Mqtt { get; set; } = new();

    public Jt808Section Jt808 { get; set; } = new();

    public DevicesSection Devices { get; set; } = new();

    public ClusterSection Cluster { get; set; } = new();

    public StorageSection Storage { get; set; } = new();

    public EngineSection Engine { get; set; } = new();

    public TracksSection Tracks { get; set; } = new();

    public FilesSection Files { get; set; } = new();

    public LogsSection Logs { get; set; } = new();

    public TracingSection Tracing { get; set; } = new();

    public ClockSection Clock { get; set; } = new();

    internal sealed class HttpSection
    {
        /// <summary>The address to listen on.</summary>
        public string Address { get; set; } = "127.0.0.1";

        /// <summary>The port; 0 for a free one.</summary>
        public int Port { get; set; } = 8080;

        /// <summary>True if plain HTTP may leave the machine: behind a proxy that ends TLS, on a network of its own.</summary>
        public bool AllowPlain { get; set; }

        public HttpTlsSection Tls { get; set; } = new();

        public JwtSection Jwt { get; set; } = new();

        public CallLimitsSection Limits { get; set; } = new();

        /// <summary>The web pages' origins that may call from a browser, with commas between.</summary>
        public string Origins { get; set; } = "";

        /// <summary>How long the access log is kept.</summary>
        public TimeSpan KeepAccessLog { get; set; } = TimeSpan.FromDays(180);

        /// <summary>How many may read the live stream at the same time.</summary>
        public int StreamReaders { get; set; } = 2_000;

        /// <summary>How many streams one caller may read at the same time.</summary>
        public int StreamReadersPerCaller { get; set; } = 100;
    }

    internal sealed class HttpTlsSection
    {
        /// <summary>A PEM file with the server's certificate, and those between it and its authority; empty for plain HTTP.</summary>
        public string Certificate { get; set; } = "";

        /// <summary>A PEM file with its key; empty where that is in the same file.</summary>
        public string Key { get; set; } = "";
    }

    internal sealed class JwtSection
    {
        /// <summary>The address of the OIDC issuer; empty where no tokens are taken.</summary>
        public string Authority { get; set; } = "";

        /// <summary>What its tokens for this engine are for.</summary>
        public string Audience { get; set; } = "";

        /// <summary>The claim with the id.</summary>
        public string IdClaim { get; set; } = "sub";

        /// <summary>The claim with the roles.</summary>
        public string RolesClaim { get; set; } = "roles";

        /// <summary>The claim with the jurisdiction's code.</summary>
        public string JurisdictionClaim { get; set; } = "jurisdiction";

        /// <summary>The claim with the department.</summary>
        public string DepartmentClaim { get; set; } = "department";
    }

    internal sealed class CallLimitsSection
    {
        /// <summary>Calls a second of one key or token's subject.</summary>
        public int CallsPerSecond { get; set; } = 100;

        /// <summary>Calls a second from one address without credentials that hold.</summary>
        public int FailuresPerSecond { get; set; } = 1;

        /// <summary>So many seconds' worth may come at once.</summary>
        public int BurstSeconds { get; set; } = 20;

        /// <summary>Connections in all.</summary>
        public int Connections { get; set; } = 10_000;
    }

    internal sealed class WebhooksSection
    {
        /// <summary>The only hosts that webhooks may lead to, separated by commas; empty for any.</summary>
        public string Hosts { get; set; } = "";

        /// <summary>True if webhooks may lead into private networks, and without TLS.</summary>
        public bool PrivateTargets { get; set; }
    }

    internal sealed class MqttSection
    {
        /// <summary>The address of the embedded broker.</summary>
        public string Address { get; set; } = "127.0.0.1";

        /// <summary>Its port.</summary>
        public int Port { get; set; } = 1883;

        /// <summary>The largest payload, in bytes.</summary>
        public int MaxPayload { get; set; } = 128 * 1024;

        public TlsSection Tls { get; set; } = new();

        public LimitsSection Limits { get; set; } = new();

        public ExternalSection External { get; set; } = new();
    }

    internal sealed class ExternalSection
    {
        /// <summary>The city's own broker, by name or address; empty for the embedded one.</summary>
        public string Host { get; set; } = "";

        /// <summary>Its port.</summary>
        public int Port { get; set; } = 1883;

        /// <summary>Who the engine is there; empty for nobody.</summary>
        public string User { get; set; } = "";

        /// <summary>A file with the user's password and nothing else.</summary>
        public string PasswordFile { get; set; } = "";

        public ExternalTlsSection Tls { get; set; } = new();

        /// <summary>What the engine's client names begin with, and the group in which its consumers share positions.</summary>
        public string Group { get; set; } = "cityops";

        /// <summary>How many connections take positions.</summary>
        public int Consumers { get; set; } = 1;

        /// <summary>How many messages may be unacknowledged on each connection.</summary>
        public int ReceiveMaximum { get; set; } = 4_000;
    }

    internal sealed class ExternalTlsSection
    {
        /// <summary>True if the broker speaks TLS on its port.</summary>
        public bool Enabled { get; set; }

        /// <summary>A PEM file with the authorities that sign the broker's certificate; empty for those of the machine.</summary>
        public string Ca { get; set; } = "";

        /// <summary>A PEM file with the certificate by which the engine shows who it is; empty for none.</summary>
        public string Certificate { get; set; } = "";

        /// <summary>A PEM file with its key; empty where that is in the same file.</summary>
        public string Key { get; set; } = "";
    }

    internal sealed class TlsSection
    {
        /// <summary>The address that it listens on; any.</summary>
        public string Address { get; set; } = "127.0.0.1";

        /// <summary>Its port.</summary>
        public int Port { get; set; } = 8883;

        /// <summary>A PEM file with the server's certificate, and those between it and its authority; empty for no TLS.</summary>
        public string Certificate { get; set; } = "";

        /// <summary>A PEM file with its key; empty where that is in the same file.</summary>
        public string Key { get; set; } = "";

        /// <summary>A PEM file with the authorities that sign devices' certificates.</summary>
        public string ClientCa { get; set; } = "";

        /// <summary>True if a device must have a certificate.</summary>
        public bool RequireClientCertificate { get; set; }
    }

    internal sealed class LimitsSection
    {
        /// <summary>Messages a second of one device, also of a terminal by TCP.</summary>
        public int MessagesPerSecond { get; set; } = 20;

        /// <summary>Messages a second of one gateway.</summary>
        public int GatewayMessagesPerSecond { get; set; } = 20_000;

        /// <summary>So many seconds' worth may come at once.</summary>
        public int BurstSeconds { get; set; } = 20;

        /// <summary>Connections in all.</summary>
        public int Connections { get; set; } = 120_000;

        /// <summary>Connections of one user.</summary>
        public int ConnectionsPerUser { get; set; } = 4;
    }

    internal sealed class DevicesSection
    {
        /// <summary>What becomes of a device that logs in and is not in the city's configuration: refuse or quarantine.</summary>
        public string Unknown { get; set; } = "refuse";
    }

    internal sealed class Jt808Section
    {
        /// <summary>False if no terminal is taken in by TCP.</summary>
        public bool Enabled { get; set; } = true;

        /// <summary>The address that terminals by TCP are taken in at.</summary>
        public string Address { get; set; } = "127.0.0.1";

        /// <summary>Its port; 0 for a free one.</summary>
        public int Port { get; set; } = 6808;

        /// <summary>A connection without a frame for so long is ended.</summary>
        public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

        /// <summary>The most connections at the same time.</summary>
        public int MaxConnections { get; set; } = 20_000;
    }

    internal sealed class StorageSection
    {
        /// <summary>Empty: SQLite in the data directory.</summary>
        public string ConnectionString { get; set; } = "";
    }

    internal sealed class EngineSection
    {
        /// <summary>An entity that heard nothing for so long leaves memory.</summary>
        public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(2);

        /// <summary>A connected device without a word for so long is silent.</summary>
        public TimeSpan SilentAfter { get; set; } = TimeSpan.FromMinutes(5);

        /// <summary>A device without a word for so long is offline, whatever it said before.</summary>
        public TimeSpan OfflineAfter { get; set; } = TimeSpan.FromMinutes(30);

        /// <summary>What is told to the same recipient about the same thing within so long is one notice.</summary>
        public TimeSpan NoticeWindow { get; set; } = TimeSpan.FromMinutes(1);

        /// <summary>Where the lists are so long behind what has happened, readiness is degraded.</summary>
        public TimeSpan ListsBehind { get; set; } = TimeSpan.FromMinutes(1);
    }

    internal sealed class TracksSection
    {
        /// <summary>How long the tracks of collectors are kept.</summary>
        public TimeSpan KeepCollectors { get; set; } = TimeSpan.FromDays(180);

        /// <summary>How long the tracks of vehicles are kept.</summary>
        public TimeSpan KeepVehicles { get; set; } = TimeSpan.FromDays(180);
    }

    internal sealed class ClockSection
    {
        /// <summary>How far the engine's clock goes before the machine's; with --demo alone, to try out what time brings.</summary>
        public TimeSpan Offset { get; set; }
    }
}
