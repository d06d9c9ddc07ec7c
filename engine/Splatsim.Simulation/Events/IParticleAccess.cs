using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A simulator's particles, by the user's indices, as events see and change them.</summary>
public interface IParticleAccess
{
    /// <summary>Number of particles.</summary>
    int ParticleCount { get; }

    /// <summary>Position [m].</summary>
    /// <param name="particle">Index in the user's order.</param>
    Vector3<Real64> PositionOf(int particle);

    /// <summary>Velocity [m/s].</summary>
    /// <param name="particle">Index in the user's order.</param>
    Vector3<Real64> VelocityOf(int particle);

    /// <summary>Volume at rest [m^3].</summary>
    /// <param name="particle">Index in the user's order.</param>
    double RestVolumeOf(int particle);

    /// <summary>False for particles that are not emitted yet or were removed: they have no part in anything.</summary>
    /// <param name="particle">Index in the user's order.</param>
    bool IsActive(int particle);

    /// <summary>Lets a particle take part from now on, undeformed and without affine velocity.</summary>
    /// <param name="particle">Index in the user's order.</param>
    /// <param name="position">Where it starts [m]; inside the domain.</param>
    /// <param name="velocity">With which velocity [m/s].</param>
    void Activate(int particle, Vector3<Real64> position, Vector3<Real64> velocity);

    /// <summary>Removes a particle: it stays where it is, at rest, and has no part in anything any more.</summary>
    /// <param name="particle">Index in the user's order.</param>
    void Deactivate(int particle);

    /// <summary>
    /// A cut comes through: active particles and tracers that it reaches, and that it has not come through before, are on one of its sides
    /// from now on.
    /// </summary>
    /// <param name="cut">The cut, an event of the setup.</param>
    /// <param name="time">The time [s].</param>
    void Part(IPartingEvent cut, double time);

    /// <summary>Mass [kg].</summary>
    /// <param name="particle">Index in the user's order.</param>
    double MassOf(int particle);

    /// <summary>Changes the velocity and leaves the affine velocity.</summary>
    /// <param name="particle">Index in the user's order.</param>
    /// <param name="change">Added to the velocity [m/s].</param>
    void AddVelocity(int particle, Vector3<Real64> change);

    /// <summary>Replaces velocity and affine velocity.</summary>
    /// <param name="particle">Index in the user's order.</param>
    /// <param name="velocity">The new velocity [m/s].</param>
    /// <param name="affine">The new affine velocity [1/s].</param>
    void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine);
}
