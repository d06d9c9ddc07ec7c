using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Sums over all particles at one moment.</summary>
public sealed record SimulationStatistics
{
    /// <summary>Simulated time [s].</summary>
    public double Time { get; init; }

    /// <summary>Sum of the masses [kg].</summary>
    public double Mass { get; init; }

    /// <summary>Mass that events have removed since the start [kg]: what drains and the kerfs of cuts took.</summary>
    public double RemovedMass { get; init; }

    /// <summary>Centre of mass [m].</summary>
    public Vector3<Real64> CenterOfMass { get; init; }

    /// <summary>Sum of m v [kg m/s].</summary>
    public Vector3<Real64> Momentum { get; init; }

    /// <summary>
    /// Sum of m x cross v + m dx^2/K axial(C), K = 4 (cubic kernel: 3), about the coordinate origin [kg m^2/s]: what APIC conserves
    /// (Jiang et al. 2015, "The Affine Particle-In-Cell Method").
    /// </summary>
    public Vector3<Real64> AngularMomentum { get; init; }

    /// <summary>Sum of m |v|^2 / 2 [J].</summary>
    public double KineticEnergy { get; init; }

    /// <summary>Kinetic energy of the affine velocities, sum of m dx^2/(2 K) |C|^2, K = 4 (cubic kernel: 3) [J].</summary>
    public double AffineKineticEnergy { get; init; }

    /// <summary>Elastic energy, sum of rest volume times energy density [J].</summary>
    public double ElasticEnergy { get; init; }

    /// <summary>
    /// Energy that the laws have turned into heat since the start [J]: plastic flow, fracture, viscosity (see
    /// <see cref="Splatsim.Mechanics.LawEnergy.Dissipated"/>). 0 unless <see cref="SimulationSetup.TracksDissipation"/>.
    /// </summary>
    public double DissipatedEnergy { get; init; }

    /// <summary>Potential energy in gravity, sum of -m g.x about the coordinate origin [J].</summary>
    public double GravitationalEnergy { get; init; }

    /// <summary>Largest particle speed [m/s].</summary>
    public double MaximumSpeed { get; init; }

    /// <summary>Smallest det F.</summary>
    public double MinimumVolumeRatio { get; init; }

    /// <summary>Mean of det F over the particles.</summary>
    public double MeanVolumeRatio { get; init; }

    /// <summary>Largest det F.</summary>
    public double MaximumVolumeRatio { get; init; }

    /// <summary>Particles whose stretch was clamped at least once in the last frame.</summary>
    public int ClampedCount { get; init; }
}
