using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace CityOps.Engine.Notices;

/// <summary>
/// Damps storms: what is told to the same recipient about the same thing within one window becomes one notice. Windows lie on a
/// fixed raster of the time of the events, so that the same events make the same notices, in whatever batches they are read.
/// </summary>
/// <param name="Length">How long a window is; above zero.</param>
public sealed record NoticeWindow(Duration Length)
{
    /// <summary>When the window of a moment began.</summary>
    public Instant StartOf(Instant at)
    {
        var ticks = at.ToUnixTimeTicks();
        var length = (long)Length.TotalTicks;
        return Instant.FromUnixTimeTicks(ticks - (((ticks % length) + length) % length));
    }

    /// <summary>The notice that takes in what one event has to tell: the same for the same recipient, subject and window.</summary>
    public string IdOf(CaseNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var (subject, to) = (notice.Subject, notice.To);
        var key = string.Join(
            '|', subject.Kind, subject.Topic, subject.Step, subject.Phase, (int)to.Roles, to.Jurisdiction, to.Department, to.Collector,
            StartOf(notice.At).ToUnixTimeTicks());
        return $"N{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..20]}";
    }
}
