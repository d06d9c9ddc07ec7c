using System.Runtime.CompilerServices;
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
public readonly struct NeoHookean : ILaw, IPrincipalElasticity
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
        // Only J has to be positive here.
        StretchLimits.PositiveVolume(ref f, out T volumeRatio, out clamped);
        T volumetric = T.FusedMultiplyAdd(prepared.P1, T.Log(volumeRatio), -prepared.P0);
        kirchhoff = (prepared.P0 * SymmetricMatrix3x3<T>.Gram(in f)).PlusIdentity(volumetric);
    }

    /// <inheritdoc/>
    /// <remarks>F-bar = F'-bar + 2 mu tau-bar F + lambda tr tau-bar F^-T.</remarks>
    public static void UpdateAdjoint<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        gradient = default;
        Matrix3x3<T> lifted = f;
        StretchLimits.PositiveVolume(ref lifted, out T volumeRatio, out Mask<T> clamped);
        T trace = cotangents.Kirchhoff.Trace;
        Matrix3x3<T> stretched = cotangents.Kirchhoff.Full * lifted;
        gradient.F = cotangents.F + (prepared.P0 + prepared.P0) * stretched + (prepared.P1 * trace) * lifted.Inverse.Transposed;
        // tau-bar : b = (tau-bar F) : F.
        T along = Vector3<T>.Dot(stretched.Row0, lifted.Row0) + Vector3<T>.Dot(stretched.Row1, lifted.Row1) + Vector3<T>.Dot(stretched.Row2, lifted.Row2);
        gradient.Prepared.P0 = along - trace;
        gradient.Prepared.P1 = T.Log(volumeRatio) * trace;
        // The history goes through untouched.
        gradient.History = cotangents.History;
        gradient.Silence(clamped);
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
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stress<T>(T mu, T lambda, in Vector3<T> stretch, in Vector3<T> strain, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T volumetric = T.FusedMultiplyAdd(lambda, Hencky.Trace(in strain), -mu);
        kirchhoff = new(
            T.FusedMultiplyAdd(mu * stretch.X, stretch.X, volumetric),
            T.FusedMultiplyAdd(mu * stretch.Y, stretch.Y, volumetric),
            T.FusedMultiplyAdd(mu * stretch.Z, stretch.Z, volumetric));
    }

    /// <inheritdoc/>
    public static T Energy<T>(T mu, T lambda, in Vector3<T> stretch)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        T logarithm = T.Log(stretch.X * stretch.Y * stretch.Z);
        T shape = half * (stretch.LengthSquared - T.FromDouble(3)) - logarithm;
        return T.FusedMultiplyAdd(mu, shape, half * lambda * logarithm * logarithm);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
}
