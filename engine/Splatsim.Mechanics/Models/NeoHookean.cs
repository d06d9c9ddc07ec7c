using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Compressible neo-Hookean elasticity, psi = mu/2 (tr F F^T - 3) - mu ln J + lambda/2 (ln J)^2. Needs no decomposition:
/// the cheapest elastic law.
/// </summary>
/// <remarks>
/// Simo and Pister 1984; Bonet and Wood 2008, "Nonlinear Continuum Mechanics for Finite Element Analysis", eq. 6.27:
/// tau = mu (F F^T - I) + lambda ln J I.
/// </remarks>
public readonly struct NeoHookean : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "neo-hookean",
        "Elastic body that resists being crushed to nothing: rubber, tissue; the fastest elastic law.",
        "Bonet and Wood 2008, Nonlinear Continuum Mechanics for Finite Element Analysis, eq. 6.27: tau = mu (F F^T - I) + lambda ln J I",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio],
        []);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        T volumeRatio = f.Determinant;
        // Only J has to be positive here. A smaller J than this proves a stretch below the limit.
        clamped = volumeRatio < T.FromDouble(StretchLimits.MinimumVolumeRatio);
        if (T.Any(clamped)) volumeRatio = Lift(ref f, clamped, volumeRatio);
        T volumetric = T.FusedMultiplyAdd(prepared.P1, T.Log(volumeRatio), -prepared.P0);
        kirchhoff = (prepared.P0 * SymmetricMatrix3x3<T>.Gram(in f)).PlusIdentity(volumetric);
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        T logarithm = T.Log(f.Determinant);
        T shape = half * (f.SquaredNorm - T.FromDouble(3)) - logarithm;
        return T.FusedMultiplyAdd(prepared.P0, shape, half * prepared.P1 * logarithm * logarithm);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    // Off the hot path: lifts the stretches of the lanes that need it, and gives J again.
    private static T Lift<T>(ref Matrix3x3<T> f, Mask<T> clamped, T volumeRatio)
        where T : unmanaged, IReal<T>
    {
        StretchLimits.Clamp(ref f, clamped);
        return T.Select(clamped, f.Determinant, volumeRatio);
    }
}
