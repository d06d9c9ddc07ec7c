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

    /// <summary>Lane by lane: takes the scalars of another history where the mask is set.</summary>
    public static void Replace(Mask<T> where, in LawHistory<T> other, ref LawHistory<T> target)
    {
        target.H0 = T.Select(where, other.H0, target.H0);
        target.H1 = T.Select(where, other.H1, target.H1);
        target.H2 = T.Select(where, other.H2, target.H2);
        target.H3 = T.Select(where, other.H3, target.H3);
        target.H4 = T.Select(where, other.H4, target.H4);
        target.H5 = T.Select(where, other.H5, target.H5);
    }

    /// <summary>Largest number of history scalars that a law can have.</summary>
    public const int Capacity = 6;
}
