using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What the adjoint of an action reads and writes during the reversal of one substep.</summary>
public abstract class ActionAdjoint
{
    private protected ActionAdjoint()
    {
    }

    /// <summary>Derivatives of the loss by the forces that the action added, in their order.</summary>
    public abstract ReadOnlySpan<ForceCotangents<Real64>> Forces { get; }

    /// <summary>Derivative by the weight of a particle in a force that the action added.</summary>
    /// <param name="force">Which of its forces, from 0.</param>
    /// <param name="particle">The particle.</param>
    public abstract double ByWeight(int force, int particle);

    /// <summary>Receives the derivatives by the action's own coefficients.</summary>
    public abstract CoefficientGradient Coefficients { get; }

    /// <summary>Number of particles.</summary>
    public abstract int ParticleCount { get; }

    /// <summary>Position of a particle at the start of the substep [m].</summary>
    public abstract Vector3<Real64> PositionOf(int particle);

    /// <summary>Velocity of a particle at the start of the substep, before any action [m/s].</summary>
    public abstract Vector3<Real64> VelocityOf(int particle);

    /// <summary>Mass of a particle [kg].</summary>
    public abstract double MassOf(int particle);

    /// <summary>Derivatives by a particle's velocity after the action.</summary>
    public abstract Vector3<Real64> ByVelocity(int particle);

    /// <summary>Derivatives by a particle's affine velocity after the action.</summary>
    public abstract Matrix3x3<Real64> ByAffineVelocity(int particle);

    /// <summary>Adds to the derivatives by a particle's position.</summary>
    public abstract void AddByPosition(int particle, Vector3<Real64> value);

    /// <summary>Adds to the derivatives by a particle's velocity before the action.</summary>
    public abstract void AddByVelocity(int particle, Vector3<Real64> value);

    /// <summary>Adds to the derivative by a particle's mass.</summary>
    public abstract void AddByMass(int particle, double value);

    /// <summary>Adds to the derivative by a particle's rest volume.</summary>
    public abstract void AddByRestVolume(int particle, double value);

    /// <summary>
    /// The adjoint of <see cref="IParticleAccess.SetVelocity"/>: what was set does not follow what was there before, but the place where it
    /// was set.
    /// </summary>
    /// <param name="particle">The particle.</param>
    /// <param name="slope">Change of the velocity that is set from place to place [1/s].</param>
    public abstract void SetVelocityAdjoint(int particle, in Matrix3x3<Real64> slope);
}
