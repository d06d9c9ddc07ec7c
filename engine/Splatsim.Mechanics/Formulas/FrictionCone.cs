using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Drucker-Prager's cone in log strain: what sand, its hardening variant and mixtures return to.</summary>
/// <remarks>
/// Klar et al. 2016. Slope: alpha (3 lambda + 2 mu)/(2 mu), deviator allowed per trace of compression; alpha is
/// sqrt(2/3) 2 sin phi/(3 - sin phi) on the triaxial cone and sqrt(2) sin phi/3 on that of plane strain.
/// </remarks>
internal static class FrictionCone
{
    /// <summary>The option of cones, a parameter of granular laws.</summary>
    public static LawParameter Cone { get; } = LawParameter.Option(
        "cone", "Which Mohr-Coulomb states the cone passes through.", "triaxial", "plane-strain");

    /// <summary>The option of the volume correction, a parameter of granular laws.</summary>
    public static LawParameter VolumeCorrection { get; } = LawParameter.Option(
        "volumeCorrection", "Whether volume gained apart is given back under pressure.", "on", "off");

    /// <summary>Angle of friction, a parameter of granular laws.</summary>
    public static LawParameter FrictionAngle { get; } = new(
        "frictionAngle", "rad", Math.PI / 6, Math.PI / 180, 70 * Math.PI / 180, "Angle of internal friction phi.");

    /// <summary>alpha of a sine of the friction angle.</summary>
    /// <param name="sine">sin phi.</param>
    /// <param name="cone">Value of the option.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Alpha<T>(T sine, T cone)
        where T : unmanaged, IReal<T>
    {
        T triaxial = T.FromDouble(2 * Math.Sqrt(2.0 / 3.0)) * sine / (T.FromDouble(3) - sine);
        T planeStrain = T.FromDouble(Math.Sqrt(2.0) / 3.0) * sine;
        return T.Select(cone > T.FromDouble(0.5), planeStrain, triaxial);
    }

    /// <summary>Derivative of alpha by the sine.</summary>
    /// <param name="sine">sin phi.</param>
    /// <param name="cone">Value of the option.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T AlphaDerivative<T>(T sine, T cone)
        where T : unmanaged, IReal<T>
    {
        T rest = T.FromDouble(3) - sine;
        return T.Select(
            cone > T.FromDouble(0.5), T.FromDouble(Math.Sqrt(2.0) / 3.0), T.FromDouble(6 * Math.Sqrt(2.0 / 3.0)) / (rest * rest));
    }

    /// <summary>(3 lambda + 2 mu)/(2 mu).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Stiffness<T>(T mu, T lambda)
        where T : unmanaged, IReal<T> => T.FusedMultiplyAdd(T.FromDouble(3), lambda, mu + mu) / (mu + mu);

    /// <summary>The return map.</summary>
    /// <param name="mean">Mean trial strain, gained volume included.</param>
    /// <param name="norm">Norm of the trial deviator.</param>
    /// <param name="slope">Slope of the cone.</param>
    /// <param name="tipStrain">Strain at the tip; 0 without cohesion.</param>
    /// <param name="returnedMean">Mean of the returned strain.</param>
    /// <param name="keep">What the deviator is multiplied with; exactly 1 inside the cone.</param>
    /// <returns>Where the grains part.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> Return<T>(T mean, T norm, T slope, T tipStrain, out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        T beyondTip = T.FromDouble(3) * (mean - tipStrain);
        T flow = T.FusedMultiplyAdd(slope, beyondTip, norm);
        Mask<T> tip = beyondTip >= T.Zero;
        Mask<T> cone = flow > T.Zero & !tip;
        keep = T.One - T.Select(cone, flow, T.Zero) / T.Select(cone, norm, T.One);
        // At the tip the deviator is gone and every strain is the tip's.
        keep = T.Select(tip, T.Zero, keep);
        returnedMean = T.Select(tip, tipStrain, mean);
        return tip;
    }

    /// <summary>The adjoint of <see cref="Return"/>.</summary>
    /// <param name="mean">Mean trial strain, gained volume included.</param>
    /// <param name="norm">Norm of the trial deviator.</param>
    /// <param name="slope">Slope of the cone.</param>
    /// <param name="tipStrain">Strain at the tip.</param>
    /// <param name="byReturnedMean">Derivative by the mean of the returned strain.</param>
    /// <param name="byKeep">Derivative by the factor of the deviator.</param>
    /// <param name="byMean">Derivative by the mean.</param>
    /// <param name="byNorm">Derivative by the norm.</param>
    /// <param name="bySlope">Derivative by the slope.</param>
    /// <param name="byTipStrain">Derivative by the strain at the tip.</param>
    /// <returns>Where the grains part.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> ReturnAdjoint<T>(
        T mean, T norm, T slope, T tipStrain, T byReturnedMean, T byKeep, out T byMean, out T byNorm, out T bySlope, out T byTipStrain)
        where T : unmanaged, IReal<T>
    {
        T beyondTip = T.FromDouble(3) * (mean - tipStrain);
        T flow = T.FusedMultiplyAdd(slope, beyondTip, norm);
        Mask<T> tip = beyondTip >= T.Zero;
        Mask<T> cone = flow > T.Zero & !tip;
        // keep = 1 - flow/norm on the cone.
        T perNorm = T.Select(cone, T.One, T.Zero) / T.Select(cone, norm, T.One);
        T byFlow = -byKeep * perNorm;
        byNorm = byFlow * (T.One - flow * perNorm);
        bySlope = byFlow * beyondTip;
        T byBeyond = T.FromDouble(3) * (byFlow * slope);
        byMean = byBeyond + T.Select(tip, T.Zero, byReturnedMean);
        byTipStrain = T.Select(tip, byReturnedMean, T.Zero) - byBeyond;
        return tip;
    }
}
