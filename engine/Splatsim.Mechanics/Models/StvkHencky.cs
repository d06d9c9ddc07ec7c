using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Elasticity linear in logarithmic strain: what the plastic laws are when they do not yield.</summary>
/// <remarks>Hencky 1928; Klar et al. 2016, "Drucker-Prager elastoplasticity for sand animation" (its elastic part).</remarks>
public readonly struct StvkHencky : ILogarithmicLaw, IPrincipalElasticity
{
    /// <inheritdoc cref="ILogarithmicLaw.Description"/>
    public static LawDescription Description { get; } = new(
        "stvk-hencky",
        "Elastic body with stress proportional to logarithmic strain: the elastic part of sand and metal.",
        "Hencky 1928; Klar et al. 2016, Drucker-Prager elastoplasticity for sand animation (elastic part): tau = 2 mu ln s + lambda tr(ln s)",
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
    public static void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        returnedMean = mean;
        keep = T.One;
    }

    /// <inheritdoc/>
    public static void ReturnAdjoint<TLaw, T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep, in ReturnCotangents<T> by,
        ref LawGradient<T> gradient, out Vector3<T> byTrial)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        byTrial = new(by.Mean, T.Zero, T.Zero);
        gradient.History = by.History;
    }

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stress<T>(T mu, T lambda, in Vector3<T> stretch, in Vector3<T> strain, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T> => kirchhoff = Hencky.Stress(mu, lambda, in strain);

    /// <inheritdoc/>
    public static T Energy<T>(T mu, T lambda, in Vector3<T> stretch)
        where T : unmanaged, IReal<T> => Hencky.Energy(mu, lambda, in stretch);
}
