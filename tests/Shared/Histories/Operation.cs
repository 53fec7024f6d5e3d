using CityOps.Domain.Cases;

namespace CityOps.Testing.Histories;

/// <summary>What one client asked of a case, when, and what it was answered.</summary>
/// <param name="Client">Who asked, for messages.</param>
/// <param name="Case">The case.</param>
/// <param name="Command">The command with its key (<see cref="CaseFile.KeyOf"/>); null for a read.</param>
/// <param name="Began">When it was asked, by a clock that all clients share and that is never set.</param>
/// <param name="Ended">When the answer was there, or the client gave up.</param>
/// <param name="Reply">The answer.</param>
internal sealed record Operation(int Client, CaseId Case, CaseCommand? Command, TimeSpan Began, TimeSpan Ended, Reply Reply)
{
    /// <summary>The key of whatever reports a case.</summary>
    public const string ReportKey = "report";

    /// <summary>What a command is told from others by; a report is its source's, whoever sends it.</summary>
    public string? Key => Command switch
    {
        null => null,
        ReportCase => ReportKey,
        { Origin: var origin } => CaseFile.KeyOf(origin.By, origin.CommandId),
    };

    /// <summary>In words, for messages.</summary>
    public override string ToString()
    {
        var asked = Command switch
        {
            null => "read",
            CaseActCommand { Act: var act } => $"{act} '{Key}'",
            _ => "report",
        };
        return $"client {Client}'s {asked} ({Began.TotalMilliseconds:0.0} to {Ended.TotalMilliseconds:0.0} ms: {Reply})";
    }
}

/// <summary>An answer.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>Carried out, or read.</summary>
    /// <param name="Sequence">The case's sequence number in the answer.</param>
    /// <param name="Stage">Its stage in the answer.</param>
    /// <param name="Repeated">True if the answer says that it had been carried out before, false if it says that it was now; null if it says neither.</param>
    public sealed record Done(long Sequence, Stage Stage, bool? Repeated = null) : Reply
    {
        public override string ToString() => $"{Stage} at {Sequence}";
    }

    /// <summary>Nothing was done, for the reason of this code.</summary>
    public sealed record Refused(string Code) : Reply
    {
        public override string ToString() => Code;
    }

    /// <summary>No answer, or one that says that it is not known: it may have been carried out, or may be yet, or never is.</summary>
    public sealed record Lost : Reply
    {
        public override string ToString() => "no answer";
    }
}
