using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Elasticity linear in logarithmic strain: what the plastic laws are when they do not yield.</summary>
/// <remarks>Hencky 1928; Klar et al. 2016, "Drucker-Prager elastoplasticity for sand animation" (its elastic part).</remarks>
public readonly struct StvkHencky : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "stvk-hencky",
        "Elastic body with stress proportional to logarithmic strain: the elastic part of sand and metal.",
        "Hencky 1928; Klar et al. 2016, Drucker-Prager elastoplasticity for sand animation (elastic part): tau = 2 mu ln s + lambda tr(ln s)",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio],
        []);

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        returned = stretch;
        Hencky.ElasticStress(prepared.P0, prepared.P1, in stretch, out kirchhoff);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Hencky.Energy(prepared.P0, prepared.P1, in stretch);

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
}
