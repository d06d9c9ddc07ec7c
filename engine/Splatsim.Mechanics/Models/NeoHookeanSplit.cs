using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Neo-Hookean elasticity with shape and volume apart, psi = mu/2 (J^(-2/3) tr b - 3) + K/2 ((J^2 - 1)/2 - ln J).
/// </summary>
/// <remarks>
/// Simo and Hughes 1998, "Computational Inelasticity", eq. 9.2.3 and 9.2.6:
/// tau = mu J^(-2/3) dev b + K/2 (J^2 - 1) I. Prepared: mu, bulk modulus.
/// </remarks>
public readonly struct NeoHookeanSplit : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "neo-hookean-split",
        "Elastic body whose change of shape makes no pressure: rubber and tissue near incompressibility.",
        "Simo and Hughes 1998, Computational Inelasticity, eq. 9.2.3 and 9.2.6: tau = mu J^(-2/3) dev b + K/2 (J^2 - 1) I",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio],
        []);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out T mu, out T lambda);
        prepared.P0 = mu;
        prepared.P1 = T.FusedMultiplyAdd(T.FromDouble(2.0 / 3.0), mu, lambda);
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
        StretchLimits.PositiveVolume(ref f, out T volumeRatio, out clamped);
        SymmetricMatrix3x3<T> b = SymmetricMatrix3x3<T>.Gram(in f);
        T shear = prepared.P0 * T.Exp(T.FromDouble(-2.0 / 3.0) * T.Log(volumeRatio));
        T volumetric = T.FromDouble(0.5) * prepared.P1 * T.FusedMultiplyAdd(volumeRatio, volumeRatio, -T.One);
        kirchhoff = (shear * b).PlusIdentity(T.FusedMultiplyAdd(T.FromDouble(-1.0 / 3.0) * shear, b.Trace, volumetric));
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5), volumeRatio = f.Determinant;
        T logarithm = T.Log(volumeRatio);
        T shape = T.FusedMultiplyAdd(T.Exp(T.FromDouble(-2.0 / 3.0) * logarithm), f.SquaredNorm, T.FromDouble(-3));
        T volume = T.FusedMultiplyAdd(half, T.FusedMultiplyAdd(volumeRatio, volumeRatio, -T.One), -logarithm);
        return half * T.FusedMultiplyAdd(prepared.P0, shape, prepared.P1 * volume);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
}
