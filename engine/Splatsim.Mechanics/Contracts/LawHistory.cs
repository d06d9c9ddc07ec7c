using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Up to six scalars that a law carries per particle from substep to substep, in the order of
/// <see cref="LawDescription.History"/>; those that a law does not use stay 0. Six are a symmetric tensor.
/// </summary>
/// <remarks>Nothing but these fields, in this order: hosts may lay it out in memory as <see cref="Capacity"/> numbers.</remarks>
/// <typeparam name="T">The number.</typeparam>
public struct LawHistory<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>History scalar 0.</summary>
    public T H0;

    /// <summary>History scalar 1.</summary>
    public T H1;

    /// <summary>History scalar 2.</summary>
    public T H2;

    /// <summary>History scalar 3.</summary>
    public T H3;

    /// <summary>History scalar 4.</summary>
    public T H4;

    /// <summary>History scalar 5.</summary>
    public T H5;

    /// <summary>Largest number of history scalars that a law can have.</summary>
    public const int Capacity = 6;
}
