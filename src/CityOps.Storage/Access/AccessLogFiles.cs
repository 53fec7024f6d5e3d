using System.Text.Json;
using CityOps.Engine;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Storage.Access;

/// <summary>
/// The access log: a file of JSON lines for each day (UTC) in <c>access/</c>, which its owner alone can read. What is the same within a
/// second is one line with its count, so that a caller who is refused without end does not fill the disk. Refusals that differ are one
/// line too where they are too many; a look at personal data never is.
/// </summary>
internal sealed class AccessLogFiles(StorageOptions options, TimeProvider clock, ILogger<AccessLogFiles> logger)
    : BackgroundService, IAccessLog
{
    /// <summary>How many different notes are kept between two writes.</summary>
    public const int Most = 1_000;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    /// <summary>What stands for the refusals that were too many to be told apart.</summary>
    private static readonly AccessNote Rest = new(null, null, null, "other", "/", "nothing", 0, "tooManyToNote");

    private readonly Lock _gate = new();
    private Dictionary<AccessNote, (Instant First, long Count)> _noted = [];
    private LocalDate _swept;

    private string Folder => Path.Combine(options.DataDirectory, "access");

    public void Note(AccessNote access, Instant at)
    {
        lock (_gate)
        {
            var kept = access.Why is not null && _noted.Count >= Most && !_noted.ContainsKey(access) ? Rest : access;
            var (first, count) = _noted.GetValueOrDefault(kept, (at, 0));
            _noted[kept] = (first, count + 1);
        }
    }

    /// <summary>Here and not at the end of the loop, which an early stop never lets begin.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenWrites, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Write();
        }
    }

    private void Write()
    {
        Dictionary<AccessNote, (Instant First, long Count)> noted;
        lock (_gate)
        {
            (noted, _noted) = (_noted, []);
        }

        try
        {
            Sweep(clock.GetCurrentInstant().InUtc().Date);
            foreach (var day in noted.OrderBy(n => n.Value.First).GroupBy(n => n.Value.First.InUtc().Date))
            {
                using var stream = Open(Path.Combine(Folder, $"{LocalDatePattern.Iso.Format(day.Key)}.jsonl"));
                foreach (var (access, (first, count)) in day)
                {
                    JsonSerializer.Serialize(stream, Line(access, first, count), Camel);
                    stream.WriteByte((byte)'\n');
                }

                stream.Flush(flushToDisk: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not stop the city's work; what could not be noted is at least told.
            logger.AccessNotWritten(e, noted.Count);
        }
    }

    private static object Line(AccessNote a, Instant first, long count) => new
    {
        At = InstantPattern.ExtendedIso.Format(first),
        a.Who,
        a.Roles,
        a.Address,
        a.Method,
        a.Path,
        a.What,
        a.Status,
        a.Why,
        Count = count,
    };

    private void Sweep(LocalDate today)
    {
        if (_swept == today)
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(Folder, "*.jsonl"))
        {
            if (LocalDatePattern.Iso.Parse(Path.GetFileNameWithoutExtension(file)) is { Success: true, Value: var day }
                && Period.DaysBetween(day, today) > options.KeepAccessLog.TotalDays)
            {
                File.Delete(file);
            }
        }

        _swept = today;
    }

    private static FileStream Open(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }
}
