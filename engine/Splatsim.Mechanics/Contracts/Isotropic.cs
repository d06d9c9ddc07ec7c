using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The one adapter from principal stretches to tensors: signed singular value decomposition F = U diag(s) V^T, the law,
/// and back, tau = U diag(t) U^T.
/// </summary>
/// <typeparam name="TLaw">The law in principal stretches.</typeparam>
public readonly struct Isotropic<TLaw> : ILaw
    where TLaw : struct, IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description => TLaw.Description;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => TLaw.Prepare(in user, out prepared);

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => TLaw.InitialHistory(in prepared, out history);

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Vector3<T> stretch = s;
        clamped = TLaw.NeedsPositiveStretch ? StretchLimits.Clamp(ref stretch) : StretchLimits.None<T>();
        TLaw.Principal(in stretch, in prepared, ref history, timeStep, out Vector3<T> returned, out Vector3<T> principal);
        Vector3<T> change = returned - s;
        // Elastic steps leave F as it is; most packets of most films are elastic, and skip the product.
        if (T.Any(change.LengthSquared > T.Zero)) StretchLimits.AddPrincipal(ref f, in u, in change, in v);
        kirchhoff = SymmetricMatrix3x3<T>.FromPrincipal(in u, in principal);
    }

    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void UpdateAdjoint<TSelf, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TSelf : struct, ILaw
        where T : unmanaged, IReal<T> =>
        IsotropicAdjoint.Update<TLaw, QuadraturePairs, T>(in f, in prepared, in before, timeStep, in cotangents, out gradient);

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out _, out Vector3<T> stretch, out _);
        if (TLaw.NeedsPositiveStretch) StretchLimits.Clamp(ref stretch);
        return TLaw.PrincipalEnergy(in stretch, in prepared, in history);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => TLaw.WaveModulus(in user);
}
