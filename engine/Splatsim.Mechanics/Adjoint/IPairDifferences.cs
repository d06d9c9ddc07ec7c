using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Where the principal axes of two stretches turn: (r_i - r_j)/(s_i - s_j) of the returned stretches and (t_i - t_j)/(s_i - s_j) of the
/// stresses, also for equal stretches. Static and generic over the number.
/// </summary>
internal interface IPairDifferences
{
    /// <summary>The divided differences of one pair of axes.</summary>
    /// <param name="pair">x y (0), x z (1) or y z (2).</param>
    /// <param name="law">The state.</param>
    /// <param name="returned">(r_i - r_j)/(s_i - s_j).</param>
    /// <param name="kirchhoff">(t_i - t_j)/(s_i - s_j) [Pa].</param>
    static abstract void Of<T>(int pair, in PrincipalState<T> law, out T returned, out T kirchhoff)
        where T : unmanaged, IReal<T>;
}

/// <summary>A law's substep in principal axes: what it took and what it gave.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct PrincipalState<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Trial stretches.</summary>
    public Vector3<T> Stretch;

    /// <summary>Coefficients.</summary>
    public LawParameters<T> Prepared;

    /// <summary>History before.</summary>
    public LawHistory<T> Before;

    /// <summary>dt [s].</summary>
    public T TimeStep;

    /// <summary>Returned stretches.</summary>
    public Vector3<T> Returned;

    /// <summary>Principal stresses [Pa].</summary>
    public Vector3<T> Kirchhoff;

    /// <summary>The first value of a pair.</summary>
    public static T First(int pair, in Vector3<T> v) => pair == 2 ? v.Y : v.X;

    /// <summary>The second value of a pair.</summary>
    public static T Second(int pair, in Vector3<T> v) => pair == 0 ? v.Y : v.Z;
}
