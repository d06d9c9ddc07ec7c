using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Thin sheets smeared over their surroundings: fabric, paper, leather, leaves. Taut directions carry tension; pressed ones fold
/// and keep a small part of their stiffness; tension above the strength stretches the sheet for good.
/// </summary>
/// <remarks>
/// psi = c psi_H(e) + (1 - c) min over w >= 0 of psi_H(e + w) in log strain: the relaxed energy of tension fields, where wrinkles
/// w take up whatever would be compression (Pipkin 1986, "The relaxed energy density for isotropic elastic membranes"; in three
/// dimensions the mirror image of Del Piero 1989, "Constitutive equation and compatibility of the external loads for linear elastic
/// masonry-like materials"). Its stress is max(0, 2 mu e_i + s), with the wrinkled axes free to contract; s is the largest of
/// lambda (e_1 + e_2 + e_3), lambda' (e_1 + e_2) and 2 mu nu e_1, for three, two and one taut axes (e_1 >= e_2 >= e_3, lambda' =
/// 2 mu lambda / (lambda + 2 mu)), which needs lambda >= 0. The relaxed stress is linear in the taut strain e', so the return
/// to a largest tension sigma, e - (1 - sigma / tau_1) e', keeps the same axes taut, is exact in one step, and never gains energy.
/// Folds pack: below a stretch p an axis is pressed against the sheet itself, (1 - c) mu sum min(0, e_i - ln p)^2 more.
/// Prepared: mu, lambda, lambda', 2 mu nu, sigma, c, ln p.
/// </remarks>
public readonly struct Cloth : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "cloth",
        "Fabric, paper, leather, leaves: taut under tension, folds under pressure, stretches for good beyond its strength.",
        "Tension fields: Pipkin 1986, The relaxed energy density for isotropic elastic membranes; capped by the largest tension",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio with { Minimum = 0 },
            new("yieldStress", "Pa", 2e4, 0, 1e11, "Largest principal tension; beyond it the sheet stretches for good.")
            {
                Role = LawParameterRole.Strength,
            },
            new("foldStiffness", "1", 0.05, 0, 1, "Share of the stiffness that is left where the sheet folds."),
            new("packedStretch", "1", 0.3, 0.05, 1, "Stretch at which the folds lie on each other and are stiff again."),
        ],
        []);

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out T mu, out T lambda);
        T twoMu = mu + mu;
        prepared.P0 = mu;
        prepared.P1 = lambda;
        prepared.P2 = twoMu * lambda / (lambda + twoMu);
        prepared.P3 = twoMu * user.P1;
        prepared.P4 = user.P2;
        prepared.P5 = user.P3;
        prepared.P6 = T.Log(user.P4);
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        returned = stretch;
        Vector3<T> strain = new(T.Log(stretch.X), T.Log(stretch.Y), T.Log(stretch.Z));
        Vector3<T> tension = Tension(in prepared, in strain, out T contraction);
        T largest = T.Max(tension.X, T.Max(tension.Y, tension.Z));
        Mask<T> yields = largest > prepared.P4;
        if (T.Any(yields))
        {
            T keep = T.Select(yields, prepared.P4 / T.Select(yields, largest, T.One), T.One), lost = T.One - keep;
            // e' is the strain itself where it is taut, and the free contraction where it folds.
            strain = new(
                T.FusedMultiplyAdd(-lost, T.Max(strain.X, contraction), strain.X),
                T.FusedMultiplyAdd(-lost, T.Max(strain.Y, contraction), strain.Y),
                T.FusedMultiplyAdd(-lost, T.Max(strain.Z, contraction), strain.Z));
            tension = keep * tension;
            Hencky.Project(yields, in strain, in stretch, out returned);
        }

        T folded = prepared.P5, taut = T.One - folded, twoMu = prepared.P0 + prepared.P0;
        Vector3<T> packing = Packing(in prepared, in strain), solid = Hencky.Stress(prepared.P0, prepared.P1, in strain);
        kirchhoff = new(
            T.FusedMultiplyAdd(folded, solid.X, taut * T.FusedMultiplyAdd(twoMu, packing.X, tension.X)),
            T.FusedMultiplyAdd(folded, solid.Y, taut * T.FusedMultiplyAdd(twoMu, packing.Y, tension.Y)),
            T.FusedMultiplyAdd(folded, solid.Z, taut * T.FusedMultiplyAdd(twoMu, packing.Z, tension.Z)));
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> strain = new(T.Log(stretch.X), T.Log(stretch.Y), T.Log(stretch.Z));
        Vector3<T> tension = Tension(in prepared, in strain, out _);
        T folded = prepared.P5;
        T taut = T.FusedMultiplyAdd(
            prepared.P0, Packing(in prepared, in strain).LengthSquared, T.FromDouble(0.5) * Vector3<T>.Dot(tension, strain));
        return T.FusedMultiplyAdd(folded, Hencky.Energy(prepared.P0, prepared.P1, in stretch), (T.One - folded) * taut);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    // How far each axis is pressed beyond where its folds lie on each other; not positive.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Packing<T>(in LawParameters<T> prepared, in Vector3<T> strain)
        where T : unmanaged, IReal<T> =>
        new(T.Min(T.Zero, strain.X - prepared.P6), T.Min(T.Zero, strain.Y - prepared.P6), T.Min(T.Zero, strain.Z - prepared.P6));

    // The relaxed stress, and the strain to which a wrinkled axis contracts freely.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Tension<T>(in LawParameters<T> prepared, in Vector3<T> strain, out T contraction)
        where T : unmanaged, IReal<T>
    {
        T twoMu = prepared.P0 + prepared.P0, trace = Hencky.Trace(in strain);
        T smallest = T.Min(strain.X, T.Min(strain.Y, strain.Z)), largest = T.Max(strain.X, T.Max(strain.Y, strain.Z));
        T shift = T.Max(prepared.P1 * trace, T.Max(prepared.P2 * (trace - smallest), prepared.P3 * largest));
        contraction = -shift / twoMu;
        return new(
            T.Max(T.Zero, T.FusedMultiplyAdd(twoMu, strain.X, shift)),
            T.Max(T.Zero, T.FusedMultiplyAdd(twoMu, strain.Y, shift)),
            T.Max(T.Zero, T.FusedMultiplyAdd(twoMu, strain.Z, shift)));
    }
}
