using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>When a season applies: once, or every year; its first and last day belong to it.</summary>
public abstract record SeasonPeriod
{
    /// <summary>True if the day belongs to it.</summary>
    public abstract bool Contains(LocalDate date);
}

/// <summary>A season between two dates.</summary>
public sealed record DatedPeriod(LocalDate First, LocalDate Last) : SeasonPeriod
{
    /// <inheritdoc/>
    public override bool Contains(LocalDate date) => date >= First && date <= Last;
}

/// <summary>A season of every year; one whose last day comes before its first runs over the end of the year.</summary>
public sealed record AnnualPeriod(AnnualDate First, AnnualDate Last) : SeasonPeriod
{
    /// <inheritdoc/>
    public override bool Contains(LocalDate date)
    {
        var day = new AnnualDate(date.Month, date.Day);
        return First <= Last ? day >= First && day <= Last : day >= First || day <= Last;
    }
}
