using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A mouse that grabs: the particles within a radius when it starts hang on a damped spring from their common centre to a point on a
/// path. The pull is the same acceleration for all of them, faded towards the rim, so that the patch is moved and not squeezed.
/// </summary>
/// <remarks>
/// The spring's force is k (c(t) - c0 - (x - x0)) - d (v - c'), with x and v the mean position and velocity of the patch, c0 and x0
/// those of its start; the damping d = 2 zeta sqrt(k M). Applied at the particles, since nodes do not know who was grabbed.
/// </remarks>
public sealed record GrabForce : IForce
{
    /// <summary>A spring on a path.</summary>
    /// <param name="path">The point, at the window's start in the matter.</param>
    /// <param name="radius">Reach of the grab [m].</param>
    /// <param name="stiffness">k, of the whole spring [N/m].</param>
    /// <param name="dampingRatio">zeta: 1 does not swing.</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public GrabForce(MotionPath path, double radius, double stiffness, double dampingRatio = 1)
    {
        Path = path;
        Radius = ForceChecks.Positive("Grab.Radius", radius, "m");
        Stiffness = ForceChecks.NotNegative("Grab.Stiffness", stiffness, "N/m");
        DampingRatio = ForceChecks.NotNegative("Grab.DampingRatio", dampingRatio, "");
    }

    /// <summary>The point that pulls.</summary>
    public MotionPath Path { get; }

    /// <summary>Reach [m].</summary>
    public double Radius { get; }

    /// <summary>Stiffness of the whole spring [N/m].</summary>
    public double Stiffness { get; }

    /// <summary>Damping relative to the critical one.</summary>
    public double DampingRatio { get; }

    /// <summary>From the grab to letting go.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Path.MaximumSpeed;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(GrabForce data) : IDifferentiableAction
    {
        private int[]? members;
        private ParticleWeights? weights;
        private double[] shares = [];
        private double mass;
        private Vector3<Real64> start;
        private GrabAdjoint? adjoint;
        private double grabbedAt = double.NaN;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            if (!data.Window.Covers(moment.Time, moment.TimeStep)) return;
            if (members is null) Grab(moment.Time, particles);
            if (!(mass > 0)) return;
            weights ??= Weights(particles.ParticleCount);
            (Vector3<Real64> position, Vector3<Real64> velocity) = Means(particles);
            Vector3<Real64> stretch = data.Path.PositionAt(moment.Time) - start - position;
            Vector3<Real64> difference = data.Path.MeanVelocity(moment.Time, moment.TimeStep) - velocity;
            // Semi-implicit: v' = v + dt a with a of the step's end, so that a stiff spring or a long step does not explode.
            double k = data.Stiffness / mass, d = 2 * data.DampingRatio * Math.Sqrt(k), dt = moment.TimeStep;
            Real64 implicitly = 1 / (1 + d * dt + k * dt * dt);
            Vector3<Real64> pull = implicitly * (new Real64(k) * stretch + new Real64(d + k * dt) * difference);
            work.Forces.Add(new()
            {
                Kind = ForceKind.Acceleration,
                Site = ForceSite.Particles,
                Weights = work.AddWeights(weights),
                Vector = pull,
            });
        }

        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint owner)
        {
            if (owner.Forces.Length == 0) return;
            if (adjoint?.Owner != owner) adjoint = new(owner);
            adjoint.Pull(data, in moment, members!, shares, start);
            if (moment.Time == grabbedAt) adjoint.Grab(data, moment.Time, members!, shares);
        }

        public ActionState Save() =>
            ActionState.OfSelection(members, [mass, start.X.Value, start.Y.Value, start.Z.Value, .. shares]);

        public void Restore(ActionState saved)
        {
            members = saved.Selection();
            mass = saved.Reals[0];
            start = new(saved.Reals[1], saved.Reals[2], saved.Reals[3]);
            shares = saved.Reals[4..];
            weights = null;
        }

        private void Grab(double time, IParticleAccess particles)
        {
            Vector3<Real64> centre = data.Path.PositionAt(time);
            List<int> found = [];
            List<double> faded = [];
            for (int p = 0; p < particles.ParticleCount; p++)
            {
                if (!particles.IsActive(p)) continue;
                double squared = (particles.PositionOf(p) - centre).LengthSquared.Value / (data.Radius * data.Radius);
                if (squared >= 1) continue;
                found.Add(p);
                faded.Add((float)(1 - squared));
            }

            (members, shares) = ([.. found], [.. faded]);
            grabbedAt = time;
            mass = 0;
            for (int i = 0; i < members.Length; i++) mass += shares[i] * particles.MassOf(members[i]);
            if (mass > 0) start = centre - Means(particles).Position;
        }

        private ParticleWeights Weights(int count)
        {
            ParticleWeights result = new(count);
            for (int i = 0; i < members!.Length; i++) result.Values[members[i]] = (float)shares[i];
            result.Changed();
            return result;
        }

        // Weighted as the pull is shared out.
        private (Vector3<Real64> Position, Vector3<Real64> Velocity) Means(IParticleAccess particles)
        {
            Vector3<Real64> position = default, velocity = default;
            for (int i = 0; i < members!.Length; i++)
            {
                Real64 m = shares[i] * particles.MassOf(members[i]);
                position += m * particles.PositionOf(members[i]);
                velocity += m * particles.VelocityOf(members[i]);
            }

            return (new Real64(1 / mass) * position, new Real64(1 / mass) * velocity);
        }
    }
}
