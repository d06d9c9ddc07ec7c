using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// An isotropic elastic energy in principal stretches with the constants mu and lambda: what elastic laws are, and what
/// <see cref="Combined{TElastic, TFlow}"/>, <see cref="Mixture"/> and snow build upon.
/// </summary>
public interface IPrincipalElasticity
{
    /// <inheritdoc cref="ILaw.Description"/>
    static abstract LawDescription Description { get; }

    /// <inheritdoc cref="IIsotropicLaw.NeedsPositiveStretch"/>
    static abstract bool NeedsPositiveStretch { get; }

    /// <summary>Principal Kirchhoff stresses [Pa] of principal stretches, whose logarithms are known from the flow that returned them.</summary>
    /// <param name="mu">mu [Pa].</param>
    /// <param name="lambda">lambda [Pa].</param>
    /// <param name="stretch">Principal stretches.</param>
    /// <param name="strain">Their logarithms.</param>
    /// <param name="kirchhoff">The stresses.</param>
    static abstract void Stress<T>(T mu, T lambda, in Vector3<T> stretch, in Vector3<T> strain, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>;

    /// <summary>Energy per rest volume [Pa] of principal stretches.</summary>
    static abstract T Energy<T>(T mu, T lambda, in Vector3<T> stretch)
        where T : unmanaged, IReal<T>;
}
