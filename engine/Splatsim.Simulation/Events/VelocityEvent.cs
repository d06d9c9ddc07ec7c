using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Sets the velocity of the particles in a region at one moment; at time 0 it is an initial velocity.</summary>
/// <param name="Region">Selects the particles.</param>
/// <param name="Velocity">Velocity of the pivot [m/s].</param>
public sealed record VelocityEvent(ParticleRegion Region, Vector3<Real64> Velocity) : IParticleEvent
{
    /// <summary>Angular velocity [rad/s]; the affine velocities get it too, so that it is kept from the first substep.</summary>
    public Vector3<Real64> AngularVelocity { get; init; }

    /// <summary>The point that moves with <see cref="Velocity"/> [m].</summary>
    public Vector3<Real64> Pivot { get; init; }

    /// <summary>When [s].</summary>
    public double Time { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Velocity.Length.Value;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(VelocityEvent data) : IDifferentiableAction
    {
        private bool done;
        private int[] set = [];

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            set = [];
            if (done || moment.Time + 0.5 * moment.TimeStep < data.Time) return;
            done = true;
            Vector3<Real64> w = data.AngularVelocity;
            Matrix3x3<Real64> affine = Matrix3x3<Real64>.FromRows(new(0, -w.Z, w.Y), new(w.Z, 0, -w.X), new(-w.Y, w.X, 0));
            set = data.Region.Select(particles);
            foreach (int p in set)
            {
                Vector3<Real64> arm = particles.PositionOf(p) - data.Pivot;
                particles.SetVelocity(p, data.Velocity + Vector3<Real64>.Cross(w, arm), in affine);
            }
        }

        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            Matrix3x3<Real64> spin = Rotations.Cross(data.AngularVelocity);
            foreach (int p in set)
            {
                Vector3<Real64> by = adjoint.ByVelocity(p);
                Matrix3x3<Real64> c = adjoint.ByAffineVelocity(p);
                Vector3<Real64> axial = new(c.M21 - c.M12, c.M02 - c.M20, c.M10 - c.M01);
                adjoint.Coefficients.Add("velocity", by);
                adjoint.Coefficients.Add("angularVelocity", axial + Vector3<Real64>.Cross(adjoint.PositionOf(p) - data.Pivot, by));
                adjoint.SetVelocityAdjoint(p, in spin);
            }
        }

        public ActionState Save() => new([done ? 1 : 0], []);

        public void Restore(ActionState saved) => done = saved.Integers[0] != 0;
    }
}
