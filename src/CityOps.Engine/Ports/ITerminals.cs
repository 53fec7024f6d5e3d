using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>The way down to vehicles' terminals that are connected by JT/T 808. Thread-safe.</summary>
public interface ITerminals
{
    /// <summary>
    /// Sends a command and waits for the terminal's answer. Nothing is kept for a terminal that is away, and nothing is sent twice.
    /// </summary>
    Task<TerminalOutcome> SendAsync(string vehicle, TerminalCommand command, CancellationToken cancel);
}

/// <summary>What a terminal is told to do.</summary>
public abstract record TerminalCommand;

/// <summary>Shows a text to the driver and reads it out (0x8300).</summary>
public sealed record ShowText : TerminalCommand
{
    /// <summary>The longest text, in characters: in the terminal's encoding it fits into one message.</summary>
    public const int MaxLength = 500;

    /// <param name="text">What it says; characters that GBK does not have become question marks.</param>
    /// <param name="urgent">True if the terminal marks it as urgent.</param>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    public ShowText(string text, bool urgent = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxLength);
        (Text, Urgent) = (text, urgent);
    }

    /// <summary>What it says.</summary>
    public string Text { get; }

    /// <summary>True if the terminal marks it as urgent.</summary>
    public bool Urgent { get; }
}

/// <summary>Sets how much time lies between two positions (0x8103, parameter 0x0029).</summary>
public sealed record SetReportingInterval : TerminalCommand
{
    /// <param name="interval">One second to one day; fractions of a second are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter or longer.</exception>
    public SetReportingInterval(Duration interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, Duration.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, Duration.FromDays(1));
        Interval = interval;
    }

    /// <summary>The time between two positions.</summary>
    public Duration Interval { get; }
}

/// <summary>Asks where the terminal is now (0x8201).</summary>
public sealed record AskPosition : TerminalCommand;

/// <summary>What became of a command.</summary>
public abstract record TerminalOutcome
{
    private TerminalOutcome()
    {
    }

    /// <summary>The terminal says that it is done.</summary>
    public sealed record Answered : TerminalOutcome;

    /// <summary>The terminal says where it is.</summary>
    public sealed record Located(Fix Fix) : TerminalOutcome;

    /// <summary>The terminal was asked where it is, and does not know: it has no position, or sends one that is none.</summary>
    public sealed record NotLocated : TerminalOutcome;

    /// <summary>The terminal refuses.</summary>
    /// <param name="Result">Its result: 1 failed, 2 the message is wrong, 3 not supported.</param>
    public sealed record Refused(int Result) : TerminalOutcome;

    /// <summary>The terminal is not connected, or went before it answered.</summary>
    public sealed record NotConnected : TerminalOutcome;

    /// <summary>No answer came in time. The terminal may have done it.</summary>
    public sealed record TimedOut : TerminalOutcome;
}
