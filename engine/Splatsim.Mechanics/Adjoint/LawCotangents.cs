using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Derivatives of a loss by what a law's update returns: what its adjoint starts from.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct LawCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the returned F, entry by entry.</summary>
    public Matrix3x3<T> F;

    /// <summary>
    /// By the Kirchhoff stress [1/Pa], as a full matrix: the loss changes by the sum over all nine entries of this times the change of
    /// tau, so that an entry beside the diagonal counts twice.
    /// </summary>
    public SymmetricMatrix3x3<T> Kirchhoff;

    /// <summary>By the history after the substep, scalar by scalar.</summary>
    public LawHistory<T> History;

    /// <summary>Coefficients at the end of their list whose derivatives nobody asks for; 0 asks for all. They may be left 0.</summary>
    public int SkippedCoefficients;

    /// <summary>Scalars at the end of the history that the law does not have; 0 where that is not known.</summary>
    public int SkippedHistory;
}
