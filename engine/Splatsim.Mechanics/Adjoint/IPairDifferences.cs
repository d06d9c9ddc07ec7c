using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Where the principal axes of two stretches turn: (r_i - r_j)/(s_i - s_j) of the returned stretches and (t_i - t_j)/(s_i - s_j) of the
/// stresses, also for equal stretches. Static and generic over the number.
/// </summary>
internal interface IPairDifferences
{
    /// <summary>Whether <see cref="Of"/> asks for the slopes at <see cref="DividedDifferences.GaussPoint"/>. A constant.</summary>
    static abstract bool NeedsSlopes { get; }

    /// <summary>What the three pairs have in common.</summary>
    /// <param name="law">The state.</param>
    /// <param name="timeStep">dt [s].</param>
    static abstract T Common<T>(in PrincipalState<T> law, T timeStep)
        where T : unmanaged, IReal<T>;

    /// <summary>The divided differences of one pair of axes.</summary>
    /// <param name="pair">x y (0), x z (1) or y z (2).</param>
    /// <param name="law">The state.</param>
    /// <param name="common">From <see cref="Common"/>.</param>
    /// <param name="slopes">d(r_i - r_j)/d(s_i - s_j), and that of the stresses [Pa], where they are asked for and the two are close.</param>
    /// <param name="differences">(r_i - r_j)/(s_i - s_j) and (t_i - t_j)/(s_i - s_j) [Pa].</param>
    static abstract void Of<T>(int pair, in PrincipalState<T> law, T common, in PairSlopes<T> slopes, out PairSlopes<T> differences)
        where T : unmanaged, IReal<T>;
}

/// <summary>Changes of returned stretches and stresses with the gap between two trial stretches.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct PairSlopes<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Of the returned stretches.</summary>
    public T Returned;

    /// <summary>Of the stresses [Pa].</summary>
    public T Kirchhoff;
}

/// <summary>A law's substep in principal axes: what it took and what it gave.</summary>
/// <remarks>Compilers for devices mistake structs for one another whose numbers, nesting aside, are the same list; this one has one less than coefficients with their tangents.</remarks>
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

    /// <summary>Returned stretches.</summary>
    public Vector3<T> Returned;

    /// <summary>Principal stresses [Pa].</summary>
    public Vector3<T> Kirchhoff;

    /// <summary>The first value of a pair.</summary>
    public static T First(int pair, in Vector3<T> v) => pair == 2 ? v.Y : v.X;

    /// <summary>The second value of a pair.</summary>
    public static T Second(int pair, in Vector3<T> v) => pair == 0 ? v.Y : v.Z;
}
