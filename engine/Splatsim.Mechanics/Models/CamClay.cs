using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Non-associated Cam-clay (NACC): matter that fails in shear, tears under tension and packs under pressure, getting stronger when it
/// is packed and weaker when it dilates: clay, wet snow, fracture of soft solids.
/// </summary>
/// <remarks>
/// Wolper et al. 2019, "CD-MPM: continuum damage material point methods for dynamic fracture animation", sec. 4, on the elasticity of
/// <see cref="NeoHookeanSplit"/>. With p = K/2 (1 - J^2), q^2 = 3/2 |s|^2, p_c = (1 - beta) p0/2, a = (1 + beta) p0/2 the ellipse is
/// (1 + 2 beta) q^2 + M^2 ((p - p_c)^2 - a^2) = 0. A state outside returns at its own p (radially), or to a cap where p is
/// beyond it; alpha grows by ln(J_trial/J_x), J_x where the line to the centre crosses the ellipse. Both sides of the ellipse harden along the same
/// line, and the ellipse is that of the step's end, so that the map is continuous and a projection. p0 = K (1e-5 + sinh(xi max(-alpha, 0))),
/// at most 0.49 K: at K/2 the matter would have no volume. Prepared: mu, K, M, beta, xi, initial alpha.
/// </remarks>
public readonly struct CamClay : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "cam-clay",
        "Clay, wet snow, soft rock: fails in shear, tears, packs and hardens under pressure.",
        "Wolper et al. 2019, CD-MPM, sec. 4 (non-associated Cam-clay), with p = K/2 (1 - J^2) and the ellipse of the step's end",
        [
            LawParameter.YoungsModulus with { Default = 1e6 },
            LawParameter.PoissonsRatio,
            new("frictionSlope", "1", 1.85, 0.01, 10, "M: shear over pressure of the critical state."),
            new("cohesionRatio", "1", 0.5, 0, 10, "beta: tension that it bears over the pressure p0 at which it packs."),
            new("hardeningFactor", "1", 0.8, 0, 100, "xi: growth of p0 with packing."),
            new("initialHardening", "1", -0.01, -5, 0, "alpha at the start: negative is packed beforehand."),
        ],
        [new("hardening", "1", "Plastic log volume alpha; starts at the parameter.")]);

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out T mu, out T lambda);
        prepared.P0 = mu;
        prepared.P1 = T.FusedMultiplyAdd(T.FromDouble(2.0 / 3.0), mu, lambda);
        prepared.P2 = user.P2;
        prepared.P3 = user.P3;
        prepared.P4 = user.P4;
        prepared.P5 = user.P5;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        history = default;
        history.H0 = prepared.P5;
    }

    /// <inheritdoc/>
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        Unimodular(in stretch, out T volumeRatio, out T logarithm, out Vector3<T> deviator, out T mean);
        T half = T.FromDouble(0.5);
        T pressure = half * prepared.P1 * (T.One - volumeRatio * volumeRatio);
        T norm = prepared.P0 * Norms.Safe(in deviator);
        EllipseResidual<T>.Create(in prepared, history.H0, pressure, norm, logarithm, out EllipseResidual<T> ellipse);
        T step = ellipse.Hardening(T.Zero, out _, out Mask<T> flows);
        returned = stretch;
        kirchhoff = Stress(prepared.P0, in deviator, pressure);
        if (!T.Any(flows)) return;
        // Packing has its root between the explicit step and none, dilation between none and the largest one.
        T high = T.Select(step > T.Zero, T.Max(logarithm, T.Zero) + T.FromDouble(2), T.Zero);
        T change = T.Select(flows, BracketedNewton.Root(ref ellipse, T.Min(step, T.Zero), high, T.Zero), T.Zero);
        ellipse.Return(change, out T returnedPressure, out T keep);
        history.H0 += change;
        T root = T.One - (returnedPressure + returnedPressure) / prepared.P1;
        Vector3<T> left = keep * deviator;
        Vector3<T> stress = Stress(prepared.P0, in left, returnedPressure);
        Rebuild(flows, in left, mean, half * T.Log(root), in stretch, out returned);
        kirchhoff = new(
            T.Select(flows, stress.X, kirchhoff.X), T.Select(flows, stress.Y, kirchhoff.Y), T.Select(flows, stress.Z, kirchhoff.Z));
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Unimodular(in stretch, out T volumeRatio, out T logarithm, out _, out T mean);
        T half = T.FromDouble(0.5);
        T volume = T.FusedMultiplyAdd(half, T.FusedMultiplyAdd(volumeRatio, volumeRatio, -T.One), -logarithm);
        return half * T.FusedMultiplyAdd(prepared.P0, T.FromDouble(3) * (mean - T.One), prepared.P1 * volume);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    // J, ln J, and b J^(-2/3) as deviator and mean.
    private static void Unimodular<T>(
        in Vector3<T> stretch, out T volumeRatio, out T logarithm, out Vector3<T> deviator, out T mean)
        where T : unmanaged, IReal<T>
    {
        volumeRatio = stretch.X * stretch.Y * stretch.Z;
        logarithm = T.Log(volumeRatio);
        T scale = T.Exp(T.FromDouble(-2.0 / 3.0) * logarithm), third = T.FromDouble(1.0 / 3.0);
        T x = scale * stretch.X * stretch.X, y = scale * stretch.Y * stretch.Y, z = scale * stretch.Z * stretch.Z;
        mean = third * (x + y + z);
        deviator = new(third * (x - y + (x - z)), third * (y - x + (y - z)), third * (z - x + (z - y)));
    }

    private static Vector3<T> Stress<T>(T mu, in Vector3<T> deviator, T pressure)
        where T : unmanaged, IReal<T> => Hencky.Compose(-pressure, in deviator, mu);

    // The stretches of a deviator of b J^(-2/3) and a volume: its mean is where the product of the three is 1. Newton on the convex
    // product from the trial mean, which is above the root, comes down to it.
    private static void Rebuild<T>(
        Mask<T> flows, in Vector3<T> deviator, T trialMean, T logarithm, in Vector3<T> stretch, out Vector3<T> returned)
        where T : unmanaged, IReal<T>
    {
        T mean = trialMean;
        int steps = T.Epsilon < 1e-10 ? 10 : 6;
        for (int step = 0; step < steps; step++)
        {
            T x = deviator.X + mean, y = deviator.Y + mean, z = deviator.Z + mean;
            mean -= T.FusedMultiplyAdd(x, y * z, -T.One) / (x * y + y * z + z * x);
        }

        T side = T.Exp(T.FromDouble(1.0 / 3.0) * logarithm);
        T least = T.FromDouble(StretchLimits.Minimum * StretchLimits.Minimum);
        returned = new(
            T.Select(flows, side * T.Sqrt(T.Max(deviator.X + mean, least)), stretch.X),
            T.Select(flows, side * T.Sqrt(T.Max(deviator.Y + mean, least)), stretch.Y),
            T.Select(flows, side * T.Sqrt(T.Max(deviator.Z + mean, least)), stretch.Z));
    }
}
