using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Matter that does not move: no stress, no deformation, and <see cref="LawDescription.HoldsNodes"/>, which makes the
/// simulation hold the grid nodes in reach of its particles at rest. For ground, pots and walls captured in the scene.
/// </summary>
public readonly struct Stationary : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "stationary",
        "Does not move, and stops what touches it: ground, pots, walls.",
        "A boundary condition in the form of matter: the nodes of its particles have velocity 0.",
        [],
        [])
    {
        HoldsNodes = true,
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = default;

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        kirchhoff = default;
        clamped = StretchLimits.None<T>();
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => T.Zero;

    /// <inheritdoc/>
    /// <remarks>0: matter that does not move carries no waves.</remarks>
    public static double WaveModulus(in LawParameters<Real64> user) => 0;
}
