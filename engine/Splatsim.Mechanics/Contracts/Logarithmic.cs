using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Both forms of a law in logarithmic strain. In tensors, the returned F is exp(h - e) F with the trial strain e and the
/// returned one h, which have the same axes: no decomposition is needed while the strain is moderate.
/// </summary>
/// <remarks>
/// Large strains, and double precision, take the singular value decomposition of <see cref="Isotropic{TLaw}"/>. Every lane
/// takes its own way, so that it does not depend on its neighbours in a packet.
/// </remarks>
/// <typeparam name="TLaw">The law.</typeparam>
public readonly struct Logarithmic<TLaw> : ILaw, IIsotropicLaw
    where TLaw : struct, ILogarithmicLaw
{
    /// <inheritdoc cref="ILaw.Description"/>
    public static LawDescription Description => TLaw.Description;

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc cref="ILaw.Prepare"/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => TLaw.Prepare(in user, out prepared);

    /// <inheritdoc cref="ILaw.InitialHistory"/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => TLaw.InitialHistory(in prepared, out history);

    /// <inheritdoc cref="ILaw.WaveModulus"/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    /// <inheritdoc/>
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        Hencky.Split(in stretch, out T mean, out Vector3<T> deviator, out T norm);
        TLaw.Return(
            mean, norm, stretch.LengthSquared, in prepared, ref history, timeStep, out T returnedMean, out T keep);
        Vector3<T> strain = Hencky.Compose(returnedMean, in deviator, keep);
        kirchhoff = Hencky.Stress(prepared.P0, prepared.P1, in strain);
        // A mean that stays gives the factor 1 exactly, so that F keeps its bits, but with its derivative.
        returned = T.Exp(returnedMean - mean) * stretch;
        Mask<T> flows = keep < T.One;
        if (!T.Any(flows)) return;
        Vector3<T> elastic = returned;
        Hencky.Project(flows, in strain, in elastic, out returned);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Hencky.Energy(prepared.P0, prepared.P1, in stretch);

    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void UpdateAdjoint<TSelf, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TSelf : struct, ILaw
        where T : unmanaged, IReal<T> =>
        LogarithmicAdjoint.Update<TLaw, T>(in f, in prepared, in before, timeStep, in cotangents, out gradient);

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Isotropic<Logarithmic<TLaw>>.EnergyDensity(in f, in prepared, in history);

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        if (T.Epsilon < 1e-10)
        {
            Isotropic<Logarithmic<TLaw>>.Update(ref f, in c, in prepared, ref history, timeStep, out kirchhoff, out clamped);
            return;
        }

        Mask<T> moderate = MatrixLogarithm.OfLeftStretch(in f, out SymmetricMatrix3x3<T> strain, out T squaredStretch);
        if (T.Any(!moderate))
        {
            Both(moderate, in strain, squaredStretch, ref f, in c, in prepared, ref history, timeStep, out kirchhoff, out clamped);
            return;
        }

        clamped = StretchLimits.None<T>();
        Moderate(in strain, squaredStretch, ref f, in prepared, ref history, timeStep, out kirchhoff);
    }

    // Without principal axes where the strain is moderate, with them elsewhere.
    private static void Both<T>(
        Mask<T> moderate, in SymmetricMatrix3x3<T> strain, T squaredStretch, ref Matrix3x3<T> f, in Matrix3x3<T> c,
        in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep, out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> large = f;
        LawHistory<T> largeHistory = history;
        Isotropic<Logarithmic<TLaw>>.Update(
            ref large, in c, in prepared, ref largeHistory, timeStep, out SymmetricMatrix3x3<T> largeKirchhoff, out clamped);
        Moderate(in strain, squaredStretch, ref f, in prepared, ref history, timeStep, out kirchhoff);
        Mask<T> isLarge = !moderate;
        clamped &= isLarge;
        Matrix3x3<T>.Replace(isLarge, in large, ref f);
        SymmetricMatrix3x3<T>.Replace(isLarge, in largeKirchhoff, ref kirchhoff);
        LawHistory<T>.Replace(isLarge, in largeHistory, ref history);
    }

    private static void Moderate<T>(
        in SymmetricMatrix3x3<T> strain, T squaredStretch, ref Matrix3x3<T> f, in LawParameters<T> prepared,
        ref LawHistory<T> history, T timeStep, out SymmetricMatrix3x3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T mean = T.FromDouble(1.0 / 3.0) * strain.Trace;
        SymmetricMatrix3x3<T> deviator;
        deviator.XX = strain.XX - mean;
        deviator.XY = strain.XY;
        deviator.XZ = strain.XZ;
        deviator.YY = strain.YY - mean;
        deviator.YZ = strain.YZ;
        deviator.ZZ = strain.ZZ - mean;
        TLaw.Return(
            mean, Norms.Safe(in deviator), squaredStretch, in prepared, ref history, timeStep, out T returnedMean, out T keep);
        T twoMu = prepared.P0 + prepared.P0;
        T pressure = returnedMean * T.FusedMultiplyAdd(T.FromDouble(3), prepared.P1, twoMu);
        T scale = twoMu * keep;
        kirchhoff.XX = T.FusedMultiplyAdd(scale, deviator.XX, pressure);
        kirchhoff.XY = scale * deviator.XY;
        kirchhoff.XZ = scale * deviator.XZ;
        kirchhoff.YY = T.FusedMultiplyAdd(scale, deviator.YY, pressure);
        kirchhoff.YZ = scale * deviator.YZ;
        kirchhoff.ZZ = T.FusedMultiplyAdd(scale, deviator.ZZ, pressure);
        T shrink = keep - T.One, shift = returnedMean - mean;
        if (T.Any(shrink < T.Zero)) Flow(shrink, in deviator, ref f);
        if (T.Any(T.Abs(shift) > T.Zero)) Swell(T.Exp(shift), ref f);
    }

    // F <- exp(shrink dev e) F; a lane that keeps its deviator keeps its bits.
    private static void Flow<T>(T shrink, in SymmetricMatrix3x3<T> deviator, ref Matrix3x3<T> f)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T> change = shrink * deviator;
        MatrixExponential.OfSmall(in change, out SymmetricMatrix3x3<T> factor);
        Matrix3x3<T>.Multiply(in factor, in f, out Matrix3x3<T> flowed);
        Matrix3x3<T>.Replace(shrink < T.Zero, in flowed, ref f);
    }

    private static void Swell<T>(T factor, ref Matrix3x3<T> f)
        where T : unmanaged, IReal<T>
    {
        f.M00 *= factor;
        f.M01 *= factor;
        f.M02 *= factor;
        f.M10 *= factor;
        f.M11 *= factor;
        f.M12 *= factor;
        f.M20 *= factor;
        f.M21 *= factor;
        f.M22 *= factor;
    }
}
