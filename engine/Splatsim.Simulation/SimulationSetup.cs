using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Everything that a simulation starts from. Simulators copy the particles; the setup may be used again.</summary>
public sealed record SimulationSetup
{
    /// <summary>Largest fraction of particles that may have their stretch clamped within one frame.</summary>
    public const double DefaultMaximumClampedFraction = 0.001;

    /// <summary>The grid.</summary>
    public required GridDomain Domain { get; init; }

    /// <summary>The initial particles.</summary>
    public required ParticleSet Particles { get; init; }

    /// <summary>The materials that <see cref="ParticleSet.Material"/> indexes.</summary>
    public required IReadOnlyList<Material> Materials { get; init; }

    /// <summary>Gravitational acceleration [m/s^2]; zero unless given.</summary>
    public Vector3<Real64> Gravity { get; init; }

    /// <summary>Boundaries, applied to every node in this order.</summary>
    public IReadOnlyList<IGridBoundary> Boundaries { get; init; } = [];

    /// <summary>Forces besides gravity, in this order.</summary>
    public IReadOnlyList<IForce> Forces { get; init; } = [];

    /// <summary>Surface tension of a liquid that is all of the moving matter; null for none.</summary>
    public SurfaceTensionOptions? SurfaceTension { get; init; }

    /// <summary>Colliders that move freely.</summary>
    public IReadOnlyList<RigidBody> RigidBodies { get; init; } = [];

    /// <summary>What happens to particles while time passes, in this order.</summary>
    public IReadOnlyList<IParticleEvent> Events { get; init; } = [];

    /// <summary>Massless points that the grid velocity carries, or null.</summary>
    public TracerSet? Tracers { get; init; }

    /// <summary>How particles and grid exchange mass, momentum and forces.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>How the time step is chosen.</summary>
    public StepPolicy StepPolicy { get; init; } = StepPolicy.Automatic;

    /// <summary>Which implementation runs.</summary>
    public SimulationBackend Backend { get; init; } = SimulationBackend.Automatic;

    /// <summary>
    /// Which device runs, for <see cref="SimulationBackend.Device"/>. <c>auto</c> takes the first GPU and, where there is
    /// none, the fast back end; the simulator's description says which.
    /// </summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Automatic;

    /// <summary>
    /// On a device: sums in a fixed order, so that every run has the same bits, at a cost. The other back ends always do.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>
    /// Number format; null takes the back end's own: double for the reference, single for the fast one. Double and
    /// automatic choose the reference.
    /// </summary>
    public SimulationPrecision? Precision { get; init; }

    /// <summary>
    /// Adds up the energy that flow and viscosity turn into heat (<see cref="SimulationStatistics.DissipatedEnergy"/>). It
    /// costs the energies of every state twice per substep.
    /// </summary>
    public bool TracksDissipation { get; init; }

    /// <summary>Stop at the first particle whose stretch had to be clamped.</summary>
    public bool Strict { get; init; }

    /// <summary>Largest fraction of particles that may be clamped within one frame before it is an error.</summary>
    public double MaximumClampedFraction { get; init; } = DefaultMaximumClampedFraction;

    /// <summary>Threads of the fast back end; null takes the shared pool. Results do not depend on it.</summary>
    public WorkerPool? Workers { get; init; }
}
