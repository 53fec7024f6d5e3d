namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>The message ids of JT/T 808 that are used here.</summary>
internal static class Jt808Message
{
    /// <summary>终端通用应答: the terminal's general answer.</summary>
    public const ushort TerminalAnswer = 0x0001;

    /// <summary>终端心跳.</summary>
    public const ushort Heartbeat = 0x0002;

    /// <summary>终端注销.</summary>
    public const ushort LogOff = 0x0003;

    /// <summary>终端注册.</summary>
    public const ushort Register = 0x0100;

    /// <summary>终端鉴权.</summary>
    public const ushort Authenticate = 0x0102;

    /// <summary>位置信息汇报.</summary>
    public const ushort Position = 0x0200;

    /// <summary>位置信息查询应答: the answer to <see cref="AskPosition"/>.</summary>
    public const ushort PositionAnswer = 0x0201;

    /// <summary>定位数据批量上传.</summary>
    public const ushort PositionBatch = 0x0704;

    /// <summary>平台通用应答: our general answer.</summary>
    public const ushort PlatformAnswer = 0x8001;

    /// <summary>补传分包请求: asks for parts of a message that did not come.</summary>
    public const ushort ResendParts = 0x8003;

    /// <summary>终端注册应答.</summary>
    public const ushort RegisterAnswer = 0x8100;

    /// <summary>设置终端参数.</summary>
    public const ushort SetParameters = 0x8103;

    /// <summary>位置信息查询.</summary>
    public const ushort AskPosition = 0x8201;

    /// <summary>文本信息下发.</summary>
    public const ushort Text = 0x8300;
}

/// <summary>Which header a frame has.</summary>
internal enum Jt808Version
{
    /// <summary>2011 and 2013: a number of 12 digits.</summary>
    V2013,

    /// <summary>2019: a version byte and a number of 20 digits.</summary>
    V2019,
}
