using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A law that is evaluated for a batch of particles at once, as a network is. <see cref="LawEntry.OfLearned"/> makes a law for materials of
/// it. Back ends on CPUs call it; on a GPU the particles of such a law come to the host and go back in every substep. Derivatives, which need the
/// law's formula, exist where it offers them (<see cref="ILearnedLawAdjoint"/>).
/// </summary>
/// <remarks>
/// Called from several threads at once, with batches of any size, in an order that the result must not depend on. Numbers are single
/// precision in every back end.
/// </remarks>
public interface ILearnedLaw
{
    /// <inheritdoc cref="ILaw.Description"/>
    LawDescription Description { get; }

    /// <summary>One substep of a batch.</summary>
    void Update(in LawBatch batch);

    /// <summary>Elastic energies per rest volume [Pa] of returned deformation gradients; zeros where the law has none.</summary>
    /// <param name="parameters">User values.</param>
    /// <param name="f">F, shape [Count, 3, 3].</param>
    /// <param name="history">History, shape [Count, variables].</param>
    /// <param name="energies">Takes the energies, shape [Count].</param>
    void EnergyDensity(ReadOnlySpan<float> parameters, ReadOnlySpan<float> f, ReadOnlySpan<float> history, Span<float> energies);

    /// <summary>The history of an undeformed particle.</summary>
    LawHistory<Real64> InitialHistory(in LawParameters<Real64> user) => default;

    /// <inheritdoc cref="ILaw.WaveModulus"/>
    double WaveModulus(in LawParameters<Real64> user);

    /// <inheritdoc cref="ILaw.ExplicitViscosity"/>
    double ExplicitViscosity(in LawParameters<Real64> user) => 0;
}
