using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The particles of one rigid material. They go onto the grid like all others; what they bring back is replaced by the rigid motion with
/// the same momentum and angular momentum, the affine part of APIC included: that is how other matter pushes the body.
/// </summary>
internal sealed class RigidGroup
{
    private const int Chunk = 1024;

    // Over which a path's velocity at the start is taken [s].
    private const double FirstMoment = 1e-6;

    private readonly int[] particles;
    private readonly double[] offsets;
    private readonly double[] masses;
    private readonly Matrix3x3<Real64>[] deformations;
    private readonly MotionPath? path;
    private readonly double affineInertia;
    private readonly Vector3<Real64>[] partialMomentum;
    private readonly Vector3<Real64>[] partialAngular;
    private readonly Vector3<Real64> start;
    private readonly RigidContacts contacts = new();
    private readonly double[] surface;
    private readonly double radius;
    private readonly double reach;
    private readonly double gravity;
    private Matrix3x3<Real64> turn = Matrix3x3<Real64>.Identity;
    private Vector3<Real64> velocity, angularVelocity;

    public RigidGroup(SimulationSetup setup, int material, int[] particles)
    {
        this.particles = particles;
        Material = material;
        path = setup.Materials[material].Path;
        ParticleSet set = setup.Particles;
        affineInertia = 0.25 * setup.Domain.CellSize * setup.Domain.CellSize;
        offsets = new double[3 * particles.Length];
        masses = [.. particles.Select(p => set.Mass[p])];
        deformations = [.. particles.Select(set.DeformationGradient)];
        double mass = masses.Sum();
        if (!(mass > 0))
        {
            throw new SimulationSetupException(
                $"Materials[{material}]", $"the rigid body '{setup.Materials[material].Name}' has no mass", "give its particles a mass");
        }

        Vector3<Real64> center = default, momentum = default, angular = default;
        for (int i = 0; i < particles.Length; i++) center += new Real64(masses[i] / mass) * set.Position(particles[i]);
        double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
        for (int i = 0; i < particles.Length; i++)
        {
            Vector3<Real64> r = set.Position(particles[i]) - center, v = set.Velocity(particles[i]);
            (offsets[3 * i], offsets[3 * i + 1], offsets[3 * i + 2]) = (r.X.Value, r.Y.Value, r.Z.Value);
            Real64 m = masses[i];
            momentum += m * v;
            angular += m * (Vector3<Real64>.Cross(r, v) + new Real64(affineInertia) * Axial(set.AffineVelocity(particles[i])));
            double own = masses[i] * (r.LengthSquared.Value + 2 * affineInertia);
            xx += own - masses[i] * r.X.Value * r.X.Value;
            yy += own - masses[i] * r.Y.Value * r.Y.Value;
            zz += own - masses[i] * r.Z.Value * r.Z.Value;
            xy -= masses[i] * r.X.Value * r.Y.Value;
            xz -= masses[i] * r.X.Value * r.Z.Value;
            yz -= masses[i] * r.Y.Value * r.Z.Value;
        }

        // Particles fill the body; its surface is half of one further out.
        double spacing = Math.Cbrt(particles.Sum(p => set.RestVolume[p]) / particles.Length);
        radius = 0.5 * spacing;
        surface = spacing > 0 ? RigidSurface.Of(offsets, spacing) : offsets;
        for (int i = 0; i < particles.Length; i++) reach = Math.Max(reach, Offset(i).Length.Value);
        gravity = setup.Gravity.Length.Value;
        Inertia = new(mass, Matrix3x3<Real64>.FromRows(new(xx, xy, xz), new(xy, yy, yz), new(xz, yz, zz)));
        start = center;
        State = new(center, Quaternion<Real64>.Identity, momentum, angular);
        int chunks = (particles.Length + Chunk - 1) / Chunk;
        partialMomentum = new Vector3<Real64>[chunks];
        partialAngular = new Vector3<Real64>[chunks];
        Refresh();
        if (path is not null) Follow(0, FirstMoment);
    }

    /// <summary>The material that the particles have.</summary>
    public int Material { get; }

    public RigidInertia Inertia { get; }

    public RigidState State { get; private set; }

    /// <summary>The particles by their index.</summary>
    public IReadOnlyList<int> Particles => particles;

    /// <summary>The body's rotation since the start.</summary>
    public Matrix3x3<Real64> Turn => turn;

    /// <summary>Velocity of the centre of mass [m/s].</summary>
    public Vector3<Real64> Velocity => velocity;

    /// <summary>Angular velocity [rad/s].</summary>
    public Vector3<Real64> AngularVelocity => angularVelocity;

    /// <summary>Parts of the work that are independent of each other.</summary>
    public int Chunks => partialMomentum.Length;

    /// <summary>Goes back to an earlier state.</summary>
    public void Restore(in RigidState state)
    {
        State = state;
        Refresh();
    }

    /// <summary>Adds up what the particles of a chunk have gathered.</summary>
    public void Sum(int chunk, IRigidStore store)
    {
        Vector3<Real64> momentum = default, angular = default;
        for (int i = chunk * Chunk; i < Math.Min(particles.Length, (chunk + 1) * Chunk); i++)
        {
            store.Read(particles[i], out Vector3<Real64> v, out Matrix3x3<Real64> c);
            Real64 m = masses[i];
            momentum += m * v;
            angular += m * (Vector3<Real64>.Cross(turn * Offset(i), v) + new Real64(affineInertia) * Axial(c));
        }

        partialMomentum[chunk] = momentum;
        partialAngular[chunk] = angular;
    }

    /// <summary>For back ends that keep them elsewhere, 13 numbers of a particle at the start: offset from the centre of mass, mass, F.</summary>
    /// <param name="i">Which of the body's particles.</param>
    /// <param name="target">Takes the number's index and value.</param>
    public void Describe(int i, Action<int, double> target)
    {
        Span<double> numbers = stackalloc double[13];
        Scalars.Write(Offset(i), numbers);
        numbers[3] = masses[i];
        Scalars.Write(in deformations[i], numbers[4..]);
        for (int k = 0; k < numbers.Length; k++) target(k, numbers[k]);
    }

    /// <summary>The body's own step, after all chunks are summed; the sums have one order whoever made them.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    public void Move(SubstepWork work, FieldTable fields)
    {
        Vector3<Real64> momentum = default, angular = default;
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            momentum += partialMomentum[chunk];
            angular += partialAngular[chunk];
        }

        Move(momentum, angular, work, fields);
    }

    /// <summary>The body's own step, with what its particles have gathered.</summary>
    /// <param name="momentum">Momentum [kg m/s].</param>
    /// <param name="angular">Angular momentum about the centre of mass [kg m^2/s].</param>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    public void Move(Vector3<Real64> momentum, Vector3<Real64> angular, SubstepWork work, FieldTable fields)
    {
        if (path is not null)
        {
            Follow(work.Time + work.TimeStep, work.TimeStep);
            return;
        }

        RigidState pushed = contacts.Solve(
            new(State with { Momentum = momentum, AngularMomentum = angular }, Inertia, surface, radius, reach), work, fields,
            RigidContacts.RestingSteps * gravity * work.TimeStep);
        State = Inertia.Moved(pushed, work.TimeStep);
        Refresh();
    }

    /// <summary>Gives the particles of a chunk the body's motion.</summary>
    public void Write(int chunk, IRigidStore store)
    {
        Matrix3x3<Real64> affine = Rotations.Cross(angularVelocity);
        for (int i = chunk * Chunk; i < Math.Min(particles.Length, (chunk + 1) * Chunk); i++)
        {
            Vector3<Real64> arm = turn * Offset(i);
            Matrix3x3<Real64> deformation = turn * deformations[i];
            store.Write(particles[i], State.Position + arm, velocity + Vector3<Real64>.Cross(angularVelocity, arm), in affine, in deformation);
        }
    }

    /// <summary>Where the body has brought a point that was somewhere at the start, and its rotation.</summary>
    public Vector3<Real64> Carry(Vector3<Real64> point, out Matrix3x3<Real64> rotation)
    {
        rotation = turn;
        return State.Position + turn * (point - start);
    }

    private void Follow(double time, double timeStep)
    {
        // The path moves a frame; the body keeps its place in it.
        Quaternion<Real64> orientation = (path!.OrientationAt(time) * Rotations.Inverse(path.OrientationAt(0))).Normalized;
        Vector3<Real64> arm = orientation.ToMatrix() * (start - path.PositionAt(0));
        Vector3<Real64> w = path.MeanAngularVelocity(time, timeStep);
        Vector3<Real64> v = path.MeanVelocity(time, timeStep) + Vector3<Real64>.Cross(w, arm);
        Matrix3x3<Real64> r = orientation.ToMatrix();
        State = new(path.PositionAt(time) + arm, orientation, new Real64(Inertia.Mass) * v, r * (Inertia.Inertia * (r.Transposed * w)));
        Refresh();
    }

    private void Refresh()
    {
        turn = State.Orientation.ToMatrix();
        velocity = Inertia.Velocity(State);
        angularVelocity = Inertia.AngularVelocity(State);
    }

    private Vector3<Real64> Offset(int i) => new(offsets[3 * i], offsets[3 * i + 1], offsets[3 * i + 2]);

    private static Vector3<Real64> Axial(in Matrix3x3<Real64> c) => new(c.M21 - c.M12, c.M02 - c.M20, c.M10 - c.M01);
}
