using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Derivatives of a loss by what the return map of an <see cref="ILogarithmicLaw"/> gives.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct ReturnCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the mean of the returned strain.</summary>
    public T Mean;

    /// <summary>By the factor of the deviator.</summary>
    public T Keep;

    /// <summary>By the history after the substep.</summary>
    public LawHistory<T> History;

    /// <inheritdoc cref="LawCotangents{T}.SkippedCoefficients"/>
    public int SkippedCoefficients;

    /// <inheritdoc cref="LawCotangents{T}.SkippedHistory"/>
    public int SkippedHistory;
}
