using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Hencky elasticity that resists compression fully and tension only in part: loose fill, masonry, cracked matter. Elastic
/// all the same: nothing is lost when it is drawn apart and pressed together again.
/// </summary>
/// <remarks>
/// psi = mu sum k(e) e^2 + lambda/2 k(tr e) (tr e)^2 with k = 1 below 0 and the tension factor above; the split of strains by
/// sign is that of Miehe, Hofacker, Welschinger 2010, "A phase field model for rate-independent crack propagation", eq. 19,
/// in log strain. Prepared: mu, lambda, tension factor.
/// </remarks>
public readonly struct UnilateralHencky : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "unilateral-hencky",
        "Elastic under pressure, weak or without strength under tension: rubble, masonry, cracked matter.",
        "Split of strains by sign of Miehe, Hofacker, Welschinger 2010, eq. 19, in the log strain of Hencky 1928",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("tensionFactor", "1", 0, 0, 1, "Stiffness under tension over that under compression."),
        ],
        []);

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = user.P2;
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
        T x = T.Log(stretch.X), y = T.Log(stretch.Y), z = T.Log(stretch.Z), factor = prepared.P2;
        T volumetric = prepared.P1 * Resisted(x + y + z, factor), twoMu = prepared.P0 + prepared.P0;
        kirchhoff = new(
            T.FusedMultiplyAdd(twoMu, Resisted(x, factor), volumetric),
            T.FusedMultiplyAdd(twoMu, Resisted(y, factor), volumetric),
            T.FusedMultiplyAdd(twoMu, Resisted(z, factor), volumetric));
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T x = T.Log(stretch.X), y = T.Log(stretch.Y), z = T.Log(stretch.Z), factor = prepared.P2, trace = x + y + z;
        T squares = x * Resisted(x, factor) + y * Resisted(y, factor) + z * Resisted(z, factor);
        return T.FusedMultiplyAdd(prepared.P0, squares, T.FromDouble(0.5) * prepared.P1 * trace * Resisted(trace, factor));
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    private static T Resisted<T>(T strain, T factor)
        where T : unmanaged, IReal<T> => T.FusedMultiplyAdd(factor, T.Max(strain, T.Zero), T.Min(strain, T.Zero));
}
