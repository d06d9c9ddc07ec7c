using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A fluid that is not simulated: matter below its level is lifted by the weight of the fluid that it displaces, -rho_f g V with V
/// the volume at rest. Applied at the particles, since a node does not know a volume.
/// </summary>
public sealed record BuoyancyForce : IForce
{
    /// <summary>A resting fluid.</summary>
    /// <param name="surface">A point of its surface [m].</param>
    /// <param name="gravity">Gravity, which sets the lift and what is down [m/s^2].</param>
    /// <param name="density">Density of the fluid [kg/m^3].</param>
    /// <exception cref="SimulationSetupException">No gravity, or a density that cannot be meant.</exception>
    public BuoyancyForce(Vector3<Real64> surface, Vector3<Real64> gravity, double density = 1000)
    {
        Surface = ForceChecks.Finite("Buoyancy.Surface", surface);
        Up = -ForceChecks.Direction("Buoyancy.Gravity", gravity);
        Gravity = gravity;
        Density = ForceChecks.NotNegative("Buoyancy.Density", density, "kg/m^3");
    }

    /// <summary>A point of the surface [m].</summary>
    public Vector3<Real64> Surface { get; }

    /// <summary>Unit vector out of the fluid.</summary>
    public Vector3<Real64> Up { get; }

    /// <summary>Gravity [m/s^2].</summary>
    public Vector3<Real64> Gravity { get; }

    /// <summary>Density of the fluid [kg/m^3].</summary>
    public double Density { get; }

    /// <summary>What is lifted; null for everything.</summary>
    public ParticleSelection? Group { get; init; }

    /// <summary>When the fluid is there.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(BuoyancyForce data) : IDifferentiableAction
    {
        private int[]? members;
        private ParticleWeights? volumes;
        private double halfHeight;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            double share = data.Window.Overlap(moment.Time, moment.TimeStep) / moment.TimeStep;
            if (share <= 0) return;
            if (volumes is null) Measure(particles);
            if (!(halfHeight > 0)) return;
            work.Forces.Add(new()
            {
                Kind = ForceKind.Buoyancy,
                Site = ForceSite.Particles,
                Weights = work.AddWeights(volumes!),
                Point = moment.Domain.ToCells(data.Surface),
                Vector = new Real64(-share * data.Density) * data.Gravity,
                Extent = data.Up,
                Radius = halfHeight / moment.Domain.CellSize,
            });
        }

        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            if (adjoint.Forces.Length == 0) return;
            Real64 share = data.Window.Overlap(moment.Time, moment.TimeStep) / moment.TimeStep;
            adjoint.Coefficients.Add("density", -(share * Vector3<Real64>.Dot(data.Gravity, adjoint.Forces[0].Vector)).Value);
            adjoint.Coefficients.Add("surface", new Real64(1 / moment.Domain.CellSize) * adjoint.Forces[0].Point);
            // Half the edge of the mean volume's cube: a third of its own relative change.
            double liftedVolume = halfHeight * halfHeight * halfHeight * 8 * members!.Length;
            double byMean = adjoint.Forces[0].Radius.Value / moment.Domain.CellSize * halfHeight / (3 * liftedVolume);
            foreach (int p in members) adjoint.AddByRestVolume(p, adjoint.ByWeight(0, p) + byMean);
        }

        public ActionState Save() => ActionState.OfSelection(members);

        public void Restore(ActionState saved)
        {
            members = saved.Selection();
            volumes = null;
        }

        private void Measure(IParticleAccess particles)
        {
            members ??= (data.Group ?? ParticleSelection.Everything).Select(particles);
            volumes = new(particles.ParticleCount);
            double sum = 0;
            foreach (int p in members)
            {
                volumes.Values[p] = (float)particles.RestVolumeOf(p);
                sum += particles.RestVolumeOf(p);
            }

            volumes.Changed();
            halfHeight = members.Length == 0 ? 0 : 0.5 * Math.Cbrt(sum / members.Length);
        }
    }
}
