using CityOps.Domain;

namespace CityOps.Engine;

/// <summary>What an entity answers to a command.</summary>
/// <typeparam name="TView">The entity as the caller sees it.</typeparam>
public abstract record Answer<TView>
{
    private Answer()
    {
    }

    /// <summary>Carried out, and durable.</summary>
    /// <param name="View">The entity after it.</param>
    /// <param name="Repeated">True if it had been carried out before and this answers a retry.</param>
    public sealed record Done(TView View, bool Repeated) : Answer<TView>;

    /// <summary>Refused; nothing was done. <see cref="RejectionKind.Unavailable"/>: not known whether it was; send it again.</summary>
    public sealed record Refused(Rejection Reason) : Answer<TView>;
}
