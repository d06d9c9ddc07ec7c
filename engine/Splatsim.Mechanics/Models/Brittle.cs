using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Brittle matter: Hencky elasticity whose principal tensions are capped (Rankine), by a strength that falls to nothing as
/// cracks open. Pressure is carried whole, broken or not.
/// </summary>
/// <remarks>
/// Rankine's cap as associated flow with softening; de Souza Neto, Peric, Owen 2008, "Computational Methods for Plasticity",
/// sec. 6.3, in log strain. The opening G is the sum of the principal plastic strains g_i (none negative), the strength falls by H G. With
/// tau_i - 2 mu g_i - lambda G at most sigma - H G the flow follows from G = sum max(0, (tau_i - sigma - (lambda - H) G)/(2 mu)), whose root
/// is the largest over all sets S of axes of sum_S (tau_i - sigma) / (2 mu + |S| (lambda - H)): no sorting, no cases. H is at most
/// half the bulk modulus: what softens faster than it unloads has no equilibrium. Energy of a crack: sigma^2/(2 H) times the
/// cell it smears over. Crushing is von Mises' limit of the deviator at the uniaxial compressive strength. Prepared: mu, lambda, initial strength, H, largest
/// deviator.
/// </remarks>
public readonly struct Brittle : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "brittle",
        "Glass, stone, ceramics, dry wood: elastic until a tension breaks it; the pieces still press on each other.",
        "Rankine's tension cap with linear softening: de Souza Neto, Peric, Owen 2008, Computational Methods for Plasticity, sec. 6.3",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("tensileStrength", "Pa", 1e3, 0, 1e11, "Largest principal tension.")
            {
                Role = LawParameterRole.Strength,
            },
            new("compressiveStrength", "Pa", 0, 0, 1e12, "Uniaxial stress at which it crushes; 0 for no limit.")
            {
                Role = LawParameterRole.Strength,
            },
            new("crackStrain", "1", 0.02, 1e-6, 100, "Plastic log strain at which a crack carries no tension any more."),
        ],
        [new("tensileStrength", "Pa", "Present strength; starts at the parameter, 0 is broken.")]);

    // A deviator of log strain that nothing reaches.
    private const double Uncrushable = 1e6;

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        T stable = T.FromDouble(0.5) * T.FusedMultiplyAdd(T.FromDouble(2.0 / 3.0), prepared.P0, prepared.P1);
        prepared.P2 = user.P2;
        prepared.P3 = T.Min(user.P2 / user.P4, stable);
        T radius = T.FromDouble(Math.Sqrt(2.0 / 3.0)) * user.P3 / (prepared.P0 + prepared.P0);
        prepared.P4 = T.Select(user.P3 > T.Zero, radius, T.FromDouble(Uncrushable));
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        history = default;
        history.H0 = prepared.P2;
    }

    /// <inheritdoc/>
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        returned = stretch;
        Vector3<T> strain = new(T.Log(stretch.X), T.Log(stretch.Y), T.Log(stretch.Z));
        kirchhoff = Hencky.Stress(prepared.P0, prepared.P1, in strain);
        Crush(prepared.P4, ref strain, out Mask<T> changed);
        if (T.Any(changed)) kirchhoff = Hencky.Stress(prepared.P0, prepared.P1, in strain);
        changed |= T.Max(kirchhoff.X, T.Max(kirchhoff.Y, kirchhoff.Z)) > history.H0;
        if (!T.Any(changed)) return;
        Open(in prepared, ref history.H0, ref strain, in kirchhoff);
        kirchhoff = Hencky.Stress(prepared.P0, prepared.P1, in strain);
        Hencky.Project(changed, in strain, in stretch, out returned);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Hencky.Energy(prepared.P0, prepared.P1, in stretch);

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    // Shortens the deviator to what crushing leaves. Opening cracks afterwards shortens it further: both limits hold then.
    private static void Crush<T>(T radius, ref Vector3<T> strain, out Mask<T> crushes)
        where T : unmanaged, IReal<T>
    {
        T mean = T.FromDouble(1.0 / 3.0) * Hencky.Trace(in strain);
        Vector3<T> deviator = new(strain.X - mean, strain.Y - mean, strain.Z - mean);
        T norm = Norms.Safe(in deviator);
        crushes = norm > radius;
        T keep = radius / T.Select(crushes, norm, T.One);
        strain = new(
            T.Select(crushes, T.FusedMultiplyAdd(deviator.X, keep, mean), strain.X),
            T.Select(crushes, T.FusedMultiplyAdd(deviator.Y, keep, mean), strain.Y),
            T.Select(crushes, T.FusedMultiplyAdd(deviator.Z, keep, mean), strain.Z));
    }

    // Takes the opened strain out; does nothing where no tension exceeds the strength.
    private static void Open<T>(in LawParameters<T> prepared, ref T strength, ref Vector3<T> strain, in Vector3<T> trial)
        where T : unmanaged, IReal<T>
    {
        T twoMu = prepared.P0 + prepared.P0, coupling = prepared.P1 - prepared.P3;
        T opening = Opening(new(trial.X - strength, trial.Y - strength, trial.Z - strength), twoMu, coupling);
        T softened = strength - prepared.P3 * opening;
        Mask<T> broken = softened <= T.Zero & opening > T.Zero;
        // Nothing is left to soften: the same root for no strength and no softening.
        if (T.Any(broken)) opening = T.Select(broken, Opening(in trial, twoMu, prepared.P1), opening);
        strength = T.Select(broken, T.Zero, softened);
        T level = T.FusedMultiplyAdd(prepared.P1, opening, strength), compliance = T.One / twoMu;
        strain.X -= T.Max(T.Zero, compliance * (trial.X - level));
        strain.Y -= T.Max(T.Zero, compliance * (trial.Y - level));
        strain.Z -= T.Max(T.Zero, compliance * (trial.Z - level));
    }

    private static T Opening<T>(in Vector3<T> excess, T twoMu, T coupling)
        where T : unmanaged, IReal<T>
    {
        T x = excess.X, y = excess.Y, z = excess.Z;
        T two = twoMu + coupling + coupling;
        T one = T.Max(x, T.Max(y, z)) / (twoMu + coupling);
        T pair = T.Max(x + y, T.Max(y + z, x + z)) / two;
        T all = (x + y + z) / (two + coupling);
        return T.Max(T.Zero, T.Max(one, T.Max(pair, all)));
    }
}
