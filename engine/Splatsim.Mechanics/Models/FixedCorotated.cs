using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Fixed corotated elasticity, psi = mu sum (s - 1)^2 + lambda/2 (J - 1)^2: soft bodies; keeps its meaning when matter is
/// crushed flat or turned inside out.
/// </summary>
/// <remarks>Stomakhin, Howes, Schroeder, Teran 2012, "Energetically consistent invertible elasticity", sec. 3.</remarks>
public readonly struct FixedCorotated : IIsotropicLaw, ILaw, IPrincipalElasticity
{
    /// <inheritdoc cref="ILaw.Description"/>
    public static LawDescription Description { get; } = new(
        "fixed-corotated",
        "Elastic body that survives being crushed and turned inside out: jelly, rubber, plants.",
        "Stomakhin et al. 2012, Energetically consistent invertible elasticity, sec. 3: psi = mu sum (s-1)^2 + lambda/2 (J-1)^2",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio],
        []);

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => false;

    /// <inheritdoc cref="ILaw.Prepare"/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
    }

    /// <inheritdoc cref="ILaw.InitialHistory"/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        returned = stretch;
        Stress(prepared.P0, prepared.P1, in stretch, out kirchhoff);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Energy(prepared.P0, prepared.P1, in stretch);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stress<T>(T mu, T lambda, in Vector3<T> stretch, in Vector3<T> strain, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T> => Stress(mu, lambda, in stretch, out kirchhoff);

    /// <summary>Stresses of stretches whose logarithms are not known; they may be negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Stress<T>(T mu, T lambda, in Vector3<T> stretch, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T twoMu = mu + mu;
        T volumeRatio = stretch.X * stretch.Y * stretch.Z;
        T pressure = lambda * volumeRatio * (volumeRatio - T.One);
        kirchhoff = new(
            T.FusedMultiplyAdd(twoMu * (stretch.X - T.One), stretch.X, pressure),
            T.FusedMultiplyAdd(twoMu * (stretch.Y - T.One), stretch.Y, pressure),
            T.FusedMultiplyAdd(twoMu * (stretch.Z - T.One), stretch.Z, pressure));
    }

    /// <inheritdoc/>
    public static T Energy<T>(T mu, T lambda, in Vector3<T> stretch)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> extension = new(stretch.X - T.One, stretch.Y - T.One, stretch.Z - T.One);
        T dilation = stretch.X * stretch.Y * stretch.Z - T.One;
        return mu * extension.LengthSquared + T.FromDouble(0.5) * lambda * dilation * dilation;
    }

    /// <inheritdoc cref="ILaw.WaveModulus"/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    /// <inheritdoc/>
    /// <remarks>In tensors, tau = 2 mu (F - R) F^T + lambda J (J - 1) I needs only the polar factor R.</remarks>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        clamped = StretchLimits.None<T>();
        PolarDecomposition.Rotation(in f, out Matrix3x3<T> rotation);
        T twoMu = prepared.P0 + prepared.P0;
        T volumeRatio = f.Determinant;
        T pressure = prepared.P1 * volumeRatio * (volumeRatio - T.One);
        Vector3<T> x = f.Row0, y = f.Row1, z = f.Row2;
        Vector3<T> stretchX = x - rotation.Row0, stretchY = y - rotation.Row1, stretchZ = z - rotation.Row2;
        kirchhoff.XX = T.FusedMultiplyAdd(twoMu, Vector3<T>.Dot(stretchX, x), pressure);
        kirchhoff.XY = twoMu * Vector3<T>.Dot(stretchX, y);
        kirchhoff.XZ = twoMu * Vector3<T>.Dot(stretchX, z);
        kirchhoff.YY = T.FusedMultiplyAdd(twoMu, Vector3<T>.Dot(stretchY, y), pressure);
        kirchhoff.YZ = twoMu * Vector3<T>.Dot(stretchY, z);
        kirchhoff.ZZ = T.FusedMultiplyAdd(twoMu, Vector3<T>.Dot(stretchZ, z), pressure);
    }

    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void UpdateAdjoint<TSelf, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TSelf : struct, ILaw
        where T : unmanaged, IReal<T> =>
        IsotropicAdjoint.Update<FixedCorotated, CorotatedPairs, T>(in f, in prepared, in before, timeStep, in cotangents, out gradient);

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Isotropic<FixedCorotated>.EnergyDensity(in f, in prepared, in history);
}
