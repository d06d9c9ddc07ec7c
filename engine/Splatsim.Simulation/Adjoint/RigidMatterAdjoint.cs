using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of rigid bodies that are made of particles: what these gathered becomes the body's momenta, the body meets boundaries and
/// moves, and gives its particles their motion.
/// </summary>
internal sealed partial class RigidMatterAdjoint(SimulationSetup setup, SimulatorBase simulator, IRigidMatterCotangents particles, ParameterSums sums)
{
    private readonly Group[] groups = [.. simulator.RigidMatter.Groups.Select(g => new Group(g))];

    /// <summary>Whether there are such bodies.</summary>
    public bool Any => groups.Length > 0;

    /// <summary>Takes what a loss says about tracers that bodies carry, at this moment.</summary>
    public void TakeTracers()
    {
        if (setup.Tracers is not { Carriers: int[] carriers } tracers) return;
        foreach (Group group in groups)
        {
            Trace trace = Trace.Current;
            trace.Clear();
            RigidState state = group.Body.State;
            Vector3<Traced> position = trace.Input(state.Position), start = trace.Input(group.Body.Start);
            Quaternion<Traced> orientation = trace.Input(state.Orientation);
            Matrix3x3<Traced> turn = orientation.ToMatrix();
            List<(int Tracer, Vector3<Traced> Point, Matrix3x3<Traced> Deformation)> carried = [];
            for (int t = 0; t < carriers.Length; t++)
            {
                if (carriers[t] != group.Body.Material) continue;
                Vector3<Traced> point = trace.Input(tracers.Position(t));
                Matrix3x3<Real64> first = Scalars.ReadMatrix<Real64>(tracers.F.AsSpan(9 * t, 9));
                Matrix3x3<Traced> deformation = trace.Input(in first);
                (Vector3<Real64> byPosition, Matrix3x3<Real64> byDeformation) = particles.TakeTracer(t);
                trace.Seed(position + turn * (point - start), byPosition);
                trace.Seed(turn * deformation, in byDeformation);
                carried.Add((t, point, deformation));
            }

            trace.Reverse();
            group.Cotangents.State.Position += trace.Of(position);
            group.Cotangents.State.Orientation = RigidCotangents.Sum(group.Cotangents.State.Orientation, trace.Of(orientation));
            group.ByStart += trace.Of(start);
            foreach ((int t, Vector3<Traced> point, Matrix3x3<Traced> deformation) in carried)
            {
                group.ByTracer[t] = (
                    group.ByTracer.GetValueOrDefault(t).Point + trace.Of(point), group.ByTracer.GetValueOrDefault(t).Deformation + trace.Of(in deformation));
            }
        }
    }

    /// <summary>Reverses the bodies' part of a substep.</summary>
    /// <param name="before">The bodies at its start.</param>
    /// <param name="contactSums">Receives derivatives by contacts, added.</param>
    public void Substep(RigidState[] before, Span<ContactCotangents<Real64>> contactSums)
    {
        for (int g = 0; g < groups.Length; g++)
        {
            Trace.Current.Clear();
            if (groups[g].Body.Path is { } path) Follow(groups[g], path);
            else Push(groups[g], in before[g], contactSums);
        }
    }

    /// <summary>
    /// From derivatives by the bodies and their particles at the start to those by the setup's particles; and those by tracers.
    /// </summary>
    public void Finish()
    {
        foreach (Group group in groups)
        {
            Trace trace = Trace.Current;
            trace.Clear();
            RigidGroup body = group.Body;
            int count = body.Particles.Count;
            Traced[] masses = [.. Enumerable.Range(0, count).Select(i => trace.Input(body.MassOf(i)))];
            Vector3<Traced>[] x = Inputs(setup.Particles.Position), v = Inputs(setup.Particles.Velocity);
            Matrix3x3<Traced>[] c = Matrices(setup.Particles.AffineVelocity), f = Matrices(setup.Particles.DeformationGradient);
            Traced mass = Traced.Zero;
            Vector3<Traced> centre = default, momentum = default, angular = default;
            foreach (Traced m in masses) mass += m;
            for (int i = 0; i < count; i++) centre += (masses[i] / mass) * x[i];
            Matrix3x3<Traced> inertia = default;
            Vector3<Traced>[] offsets = new Vector3<Traced>[count];
            for (int i = 0; i < count; i++)
            {
                offsets[i] = x[i] - centre;
                RigidParticles.Gather(offsets[i], masses[i], body.AffineInertia, v[i], in c[i], ref momentum, ref angular);
                RigidParticles.AddInertia(offsets[i], masses[i], body.AffineInertia, ref inertia);
            }

            RigidInertia<Traced> whole = new(mass, inertia);
            RigidMotion<Traced> motion = body.Path is { } path
                ? RigidParticles.Follow(path, 0, 0, centre, in whole)
                : RigidMotion<Traced>.From(new(default, Quaternion<Real64>.Identity, default, default)) with { Position = centre, Momentum = momentum, AngularMomentum = angular };
            group.Cotangents.Seed(trace, in motion);
            trace.Seed(mass, group.Cotangents.Mass);
            trace.Seed(in inertia, in group.Cotangents.Inertia);
            trace.Seed(centre, group.ByStart);
            Place(trace, group, in motion, in whole, offsets, f);
            for (int i = 0; i < count; i++)
            {
                trace.Seed(offsets[i], group.ByOffset[i]);
                trace.Seed(masses[i], group.ByMass[i]);
                trace.Seed(in f[i], in group.ByDeformation[i]);
            }

            trace.Reverse();
            double volume = body.Particles.Sum(p => setup.Particles.RestVolume[p]);
            for (int i = 0; i < count; i++)
            {
                int p = body.Particles[i];
                particles.Set(p, new(trace.Of(x[i]), trace.Of(v[i]), trace.Of(in c[i]), trace.Of(in f[i])));
                sums.Mass[p] += trace.Of(masses[i]);
                // The radius is half the cube root of the mean volume.
                sums.RestVolume[p] += group.ByRadius * body.Radius / (3 * volume);
            }

            foreach ((int t, (Vector3<Real64> point, Matrix3x3<Real64> deformation)) in group.ByTracer)
                particles.SetTracer(t, point, in deformation);

            Vector3<Traced>[] Inputs(Func<int, Vector3<Real64>> part) => [.. body.Particles.Select(p => trace.Input(part(p)))];

            Matrix3x3<Traced>[] Matrices(Func<int, Matrix3x3<Real64>> part) => [.. body.Particles.Select(p => trace.Input(part(p)))];
        }
    }

    private void Push(Group group, in RigidState before, Span<ContactCotangents<Real64>> contactSums)
    {
        Trace trace = Trace.Current;
        RigidGroup body = group.Body;
        int count = body.Particles.Count;
        TracedParts parts = new(trace, body);
        Vector3<Traced> position = trace.Input(before.Position), momentum = default, angular = default;
        Quaternion<Traced> orientation = trace.Input(before.Orientation);
        Matrix3x3<Traced> turn = orientation.ToMatrix();
        Vector3<Traced>[] v = new Vector3<Traced>[count];
        Matrix3x3<Traced>[] c = new Matrix3x3<Traced>[count];
        for (int i = 0; i < count; i++)
        {
            particles.Gathered(body.Particles[i], out Vector3<Real64> velocity, out Matrix3x3<Real64> affine);
            (v[i], c[i]) = (trace.Input(velocity), trace.Input(in affine));
            RigidParticles.Gather(turn * parts.Offsets[i], parts.Masses[i], body.AffineInertia, v[i], in c[i], ref momentum, ref angular);
        }

        TracedScene scene = new(trace, simulator.Work, simulator.Table, setup.Gravity.Length.Value, [], []);
        RigidMotion<Traced> gathered = new() { Position = position, Orientation = orientation, Momentum = momentum, AngularMomentum = angular };
        Traced[] surface = [.. body.Outer.SelectMany(i => new[] { parts.Offsets[i].X, parts.Offsets[i].Y, parts.Offsets[i].Z })];
        RigidMotion<Traced> pushed = new RigidContacts<Traced>().Solve(new(in gathered, parts.Inertia, surface, parts.Radius, body.Reach), scene.Scene);
        RigidMotion<Traced> moved = parts.Inertia.Moved(in pushed, simulator.Work.TimeStep);
        group.Cotangents.Seed(trace, in moved);
        Place(trace, group, in moved, parts.Inertia, parts.Offsets, parts.Deformations);
        trace.Reverse();
        group.Cotangents.State = new() { Position = trace.Of(position), Orientation = trace.Of(orientation) };
        parts.AddTo(trace, group);
        scene.AddTo(trace, contactSums);
        for (int i = 0; i < count; i++) particles.Answer(body.Particles[i], trace.Of(v[i]), trace.Of(in c[i]));
    }

    private void Follow(Group group, MotionPath path)
    {
        Trace trace = Trace.Current;
        TracedParts parts = new(trace, group.Body);
        Vector3<Traced> start = trace.Input(group.Body.Start);
        RigidInertia<Traced> inertia = parts.Inertia;
        RigidMotion<Traced> motion = RigidParticles.Follow(path, simulator.Work.Time + simulator.Work.TimeStep, simulator.Work.TimeStep, start, in inertia);
        group.Cotangents.Seed(trace, in motion);
        Place(trace, group, in motion, in inertia, parts.Offsets, parts.Deformations);
        trace.Reverse();
        group.Cotangents.State = default;
        group.ByStart += trace.Of(start);
        parts.AddTo(trace, group);
    }

    // Particles take their places: the seeds are what was said about them, which is answered with that.
    private void Place(
        Trace trace, Group group, in RigidMotion<Traced> motion, in RigidInertia<Traced> inertia, Vector3<Traced>[] offsets, Matrix3x3<Traced>[] deformations)
    {
        Matrix3x3<Traced> turn = motion.Orientation.ToMatrix();
        Vector3<Traced> velocity = inertia.Velocity(in motion), spin = inertia.AngularVelocity(in motion);
        Matrix3x3<Traced> affine = Rotations.Cross(spin);
        for (int i = 0; i < offsets.Length; i++)
        {
            Vector3<Traced> arm = turn * offsets[i];
            RigidParticleCotangents by = particles.Take(group.Body.Particles[i]);
            trace.Seed(motion.Position + arm, by.Position);
            trace.Seed(velocity + Vector3<Traced>.Cross(spin, arm), by.Velocity);
            trace.Seed(in affine, by.Affine);
            trace.Seed(turn * deformations[i], by.Deformation);
        }
    }

    private sealed class Group(RigidGroup body)
    {
        public RigidGroup Body { get; } = body;

        public RigidCotangents Cotangents { get; } = new();

        public Vector3<Real64> ByStart { get; set; }

        public double ByRadius { get; set; }

        public Vector3<Real64>[] ByOffset { get; } = new Vector3<Real64>[body.Particles.Count];

        public double[] ByMass { get; } = new double[body.Particles.Count];

        public Matrix3x3<Real64>[] ByDeformation { get; } = new Matrix3x3<Real64>[body.Particles.Count];

        public Dictionary<int, (Vector3<Real64> Point, Matrix3x3<Real64> Deformation)> ByTracer { get; } = [];
    }

    // What does not change of a body, traced.
    private sealed class TracedParts
    {
        private readonly Traced mass;
        private readonly Matrix3x3<Traced> inertia;

        public TracedParts(Trace trace, RigidGroup body)
        {
            int count = body.Particles.Count;
            Offsets = [.. Enumerable.Range(0, count).Select(i => trace.Input(body.Offset(i)))];
            Masses = [.. Enumerable.Range(0, count).Select(i => trace.Input(body.MassOf(i)))];
            Deformations = [.. Enumerable.Range(0, count).Select(i => trace.Input(body.DeformationOf(i)))];
            Radius = trace.Input(body.Radius);
            mass = trace.Input(body.Inertia.Mass.Value);
            inertia = trace.Input(body.Inertia.Inertia);
            Inertia = new(mass, inertia);
        }

        public Vector3<Traced>[] Offsets { get; }

        public Traced[] Masses { get; }

        public Matrix3x3<Traced>[] Deformations { get; }

        public RigidInertia<Traced> Inertia { get; }

        public Traced Radius { get; }

        public void AddTo(Trace trace, Group group)
        {
            for (int i = 0; i < Offsets.Length; i++)
            {
                group.ByOffset[i] += trace.Of(Offsets[i]);
                group.ByMass[i] += trace.Of(Masses[i]);
                group.ByDeformation[i] += trace.Of(in Deformations[i]);
            }

            group.ByRadius += trace.Of(Radius);
            group.Cotangents.Mass += trace.Of(mass);
            group.Cotangents.Inertia += trace.Of(in inertia);
        }
    }
}
