using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Matter that never deforms: no stress, and <see cref="LawDescription.IsRigid"/>, which makes the simulation move all particles of such a
/// material as one rigid body. Nothing limits the time step, so this is the stiffness that no modulus reaches.
/// </summary>
public readonly struct Rigid : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "rigid",
        "Moves and turns as one body that never deforms: stones, tools, furniture.",
        "A constraint in the form of matter: the rigid motion that keeps momentum and angular momentum of its particles.",
        [],
        [])
    {
        IsRigid = true,
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
    /// <remarks>0: what cannot deform carries no waves that a step would have to follow.</remarks>
    public static double WaveModulus(in LawParameters<Real64> user) => 0;
}
