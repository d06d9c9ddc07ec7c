using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Any elastic energy with any plastic flow: the flow returns the stretches in log strain, the energy gives their stress. Several
/// published programs are such pairs, and an ensemble of laws is made of them.
/// </summary>
/// <remarks>
/// The yield surface is exact in log strain; in stress it is that of Hencky elasticity, from which other energies differ at large
/// elastic strains. Prepared: mu, lambda, the flow's own.
/// </remarks>
/// <typeparam name="TElastic">The elastic energy.</typeparam>
/// <typeparam name="TFlow">The flow.</typeparam>
public readonly struct Combined<TElastic, TFlow> : IIsotropicLaw
    where TElastic : struct, IPrincipalElasticity
    where TFlow : struct, IPlasticFlow
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        $"{TElastic.Description.Name}-{TFlow.Name}",
        $"Matter with {TElastic.Description.Name} elasticity {TFlow.Summary}.",
        $"{TElastic.Description.Source}; flow in log strain: Simo 1992",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio, .. TFlow.Parameters],
        []);

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        TFlow.Prepare(in user, ref prepared);
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
        Hencky.Split(in stretch, out T mean, out Vector3<T> deviator, out T norm);
        TFlow.Return(mean, norm, in prepared, out T returnedMean, out T keep);
        Vector3<T> strain = Hencky.Compose(returnedMean, in deviator, keep);
        returned = stretch;
        Mask<T> flows = keep < T.One;
        if (T.Any(flows)) Hencky.Project(flows, in strain, in stretch, out returned);
        TElastic.Stress(prepared.P0, prepared.P1, in returned, in strain, out kirchhoff);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => TElastic.Energy(prepared.P0, prepared.P1, in stretch);

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => TFlow.WaveModulus(in user);
}
