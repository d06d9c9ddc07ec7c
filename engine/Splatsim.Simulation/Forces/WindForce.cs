using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Wind: quadratic drag, rho C_d A |w - v| (w - v) / 2, on every particle by the area A that it exposes to the flow, with gusts of
/// divergence-free noise. Still air is a wind of 0. Applied at the particles, since a node does not know what lies before it.
/// </summary>
/// <remarks>
/// The exposed areas are those of the silhouette as the wind sees it (see <see cref="ExposedAreas"/>), found anew at every frame's
/// start for the flow relative to the mean velocity of the group: matter in the lee of other matter has none.
/// </remarks>
public sealed record WindForce : IForce
{
    /// <summary>Density of air at 20 degrees Celsius at sea level [kg/m^3].</summary>
    public const double DensityOfAir = 1.204;

    /// <summary>Wind.</summary>
    /// <param name="velocity">Mean velocity [m/s].</param>
    public WindForce(VectorCurve velocity) => Velocity = velocity;

    /// <summary>Mean velocity [m/s].</summary>
    public VectorCurve Velocity { get; }

    /// <summary>Density of the air [kg/m^3].</summary>
    public double AirDensity { get; init; } = DensityOfAir;

    /// <summary>C_d: 1.05 for a cube, about 1.2 for a plate across the flow.</summary>
    public double DragCoefficient { get; init; } = 1.1;

    /// <summary>Gusts; null for none.</summary>
    public WindGusts? Gusts { get; init; }

    /// <summary>What the wind acts on and what gives shelter; null for everything.</summary>
    public ParticleSelection? Group { get; init; }

    /// <summary>When it blows.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Velocity.Largest + (Gusts?.LargestSpeed ?? 0);

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(WindForce data) : IDifferentiableAction
    {
        private readonly double strength = 0.5 * ForceChecks.NotNegative("Wind.AirDensity", data.AirDensity, "kg/m^3")
            * ForceChecks.NotNegative("Wind.DragCoefficient", data.DragCoefficient, "");

        private readonly ExposedAreas areas = new();
        private ParticleWeights? weights;
        private int[]? members;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            double duration = data.Window.Overlap(moment.Time, moment.TimeStep);
            if (duration <= 0) return;
            Vector3<Real64> mean = data.Velocity.Mean(Math.Max(moment.Time, data.Window.Start), duration);
            int first = work.Numbers.Count;
            data.Gusts?.AddTo(work, moment.Time + 0.5 * moment.TimeStep, data.Velocity);
            GridForce<Real64> force = new()
            {
                Kind = ForceKind.Drag,
                Site = ForceSite.Particles,
                First = first,
                Count = data.Gusts?.Count ?? 0,
                Vector = mean,
                Strength = strength * duration / moment.TimeStep,
            };
            if (weights is null || moment.SubstepInFrame == 0) Expose(in force, particles, work);
            force.Weights = work.AddWeights(weights!);
            work.Forces.Add(force);
        }

        // The exposed areas are held fixed: who lies before whom is a choice. Gusts are carried by the mean wind since time 0.
        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            if (adjoint.Forces.Length == 0) return;
            double share = data.Window.Overlap(moment.Time, moment.TimeStep) / moment.TimeStep, byStrength = adjoint.Forces[0].Strength.Value;
            double carried = data.Gusts is null ? 0 : Math.Max(0, moment.Time + 0.5 * moment.TimeStep) / moment.Domain.CellSize;
            adjoint.Coefficients.Add("velocity", adjoint.Forces[0].Vector + new Real64(carried) * adjoint.Forces[0].Point);
            adjoint.Coefficients.Add("dragCoefficient", 0.5 * data.AirDensity * share * byStrength);
            adjoint.Coefficients.Add("airDensity", 0.5 * data.DragCoefficient * share * byStrength);
        }

        // Who is sheltered is found at a frame's start and holds to its end.
        public ActionState Save() => ActionState.OfSelection(members, weights is null ? [] : Array.ConvertAll(weights.Values, w => (double)w));

        public void Restore(ActionState saved)
        {
            members = saved.Selection();
            weights = saved.Reals.Length == 0 ? null : new(saved.Reals.Length);
            for (int p = 0; p < saved.Reals.Length; p++) weights!.Values[p] = (float)saved.Reals[p];
            weights?.Changed();
        }

        private void Expose(in GridForce<Real64> force, IParticleAccess particles, SubstepWork work)
        {
            members ??= (data.Group ?? ParticleSelection.Everything).Select(particles);
            weights ??= new(particles.ParticleCount);
            Vector3<Real64> centre = default, momentum = default;
            double mass = 0;
            foreach (int p in members)
            {
                if (!particles.IsActive(p)) continue;
                Real64 m = particles.MassOf(p);
                mass += m.Value;
                centre += m * particles.PositionOf(p);
                momentum += m * particles.VelocityOf(p);
            }

            Array.Clear(weights.Values);
            if (mass > 0)
            {
                Real64 share = 1 / mass;
                HostNumbers<Real64> numbers = new(work);
                Vector3<Real64> wind = GridForces.Wind(in force, in numbers, work.Domain.ToCells(share * centre));
                areas.Find(particles, members, wind - share * momentum, weights.Values);
            }

            weights.Changed();
        }
    }
}
