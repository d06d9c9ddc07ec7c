using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The particles of one rigid material. They go onto the grid like all others; what they bring back is replaced by the rigid motion with
/// the same momentum and angular momentum, the affine part of APIC included: that is how other matter pushes the body.
/// </summary>
internal sealed class RigidGroup
{
    private const int Chunk = 1024;

    private readonly int[] particles;
    private readonly double[] offsets;
    private readonly double[] masses;
    private readonly Matrix3x3<Real64>[] deformations;
    private readonly MotionPath? path;
    private readonly double affineInertia;
    private readonly Vector3<Real64>[] partialMomentum;
    private readonly Vector3<Real64>[] partialAngular;
    private readonly Vector3<Real64> start;
    private readonly RigidContacts<Real64> contacts = new();
    private readonly Real64[] surface;
    private readonly int[] outer;
    private readonly double radius;
    private readonly double reach;
    private readonly double gravity;
    private ParticleForm? form;
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
        Matrix3x3<Real64> inertia = default;
        for (int i = 0; i < particles.Length; i++)
        {
            Vector3<Real64> r = set.Position(particles[i]) - center;
            (offsets[3 * i], offsets[3 * i + 1], offsets[3 * i + 2]) = (r.X.Value, r.Y.Value, r.Z.Value);
            RigidParticles.Gather(r, masses[i], affineInertia, set.Velocity(particles[i]), set.AffineVelocity(particles[i]), ref momentum, ref angular);
            RigidParticles.AddInertia(r, masses[i], affineInertia, ref inertia);
        }

        // Particles fill the body; its surface is half of one further out.
        double spacing = Math.Cbrt(particles.Sum(p => set.RestVolume[p]) / particles.Length);
        radius = 0.5 * spacing;
        outer = spacing > 0 ? RigidSurface.Of(offsets, spacing) : [.. Enumerable.Range(0, particles.Length)];
        surface = [.. outer.SelectMany(i => new Real64[] { offsets[3 * i], offsets[3 * i + 1], offsets[3 * i + 2] })];
        for (int i = 0; i < particles.Length; i++) reach = Math.Max(reach, Offset(i).Length.Value);
        gravity = setup.Gravity.Length.Value;
        Inertia = new(mass, inertia);
        start = center;
        State = new(center, Quaternion<Real64>.Identity, momentum, angular);
        int chunks = (particles.Length + Chunk - 1) / Chunk;
        partialMomentum = new Vector3<Real64>[chunks];
        partialAngular = new Vector3<Real64>[chunks];
        Refresh();
        if (path is not null) Follow(0, 0);
    }

    /// <summary>The material that the particles have.</summary>
    public int Material { get; }

    public RigidInertia<Real64> Inertia { get; }

    public RigidState State { get; private set; }

    /// <summary>What the body's contacts have done so far.</summary>
    public RigidBranches Branches => contacts.Branches;

    /// <summary>Thin walls that it meets; null for none.</summary>
    public RigidWalls? Walls { get; set; }

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

    /// <summary>The path that it follows; null where it moves freely.</summary>
    public MotionPath? Path => path;

    /// <summary>Centre of mass at the start [m].</summary>
    public Vector3<Real64> Start => start;

    /// <summary>dx^2/4, which the affine velocity of a particle turns with [m^2].</summary>
    public double AffineInertia => affineInertia;

    /// <summary>The particles that can touch something, by their place among the body's.</summary>
    public int[] Outer => outer;

    /// <summary>How far the surface lies outside these [m].</summary>
    public double Radius => radius;

    /// <summary>Distance of the farthest particle from the centre of mass [m].</summary>
    public double Reach => reach;

    /// <summary>From the centre of mass to a particle at the start [m].</summary>
    /// <param name="i">Which of the body's particles.</param>
    public Vector3<Real64> Offset(int i) => new(offsets[3 * i], offsets[3 * i + 1], offsets[3 * i + 2]);

    /// <summary>Mass of a particle [kg].</summary>
    /// <param name="i">Which of the body's particles.</param>
    public double MassOf(int i) => masses[i];

    /// <summary>F of a particle at the start.</summary>
    /// <param name="i">Which of the body's particles.</param>
    public Matrix3x3<Real64> DeformationOf(int i) => deformations[i];

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
            RigidParticles.Gather(turn * Offset(i), masses[i], affineInertia, v, in c, ref momentum, ref angular);
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

    /// <summary>The body before its contacts, with the sums of all chunks; these have one order whoever made them.</summary>
    public RigidMotion<Real64> Gathered
    {
        get
        {
            Vector3<Real64> momentum = default, angular = default;
            for (int chunk = 0; chunk < Chunks; chunk++)
            {
                momentum += partialMomentum[chunk];
                angular += partialAngular[chunk];
            }

            return RigidMotion<Real64>.From(State with { Momentum = momentum, AngularMomentum = angular });
        }
    }

    /// <summary>The body where it is, as its path moves it in a substep.</summary>
    /// <param name="work">The substep.</param>
    public RigidMotion<Real64> MotionOnPath(SubstepWork work)
    {
        RigidMotion<Real64> end = RigidParticles.Follow(path!, work.Time + work.TimeStep, work.TimeStep, start, Inertia);
        return RigidMotion<Real64>.From(State with { Momentum = end.Momentum, AngularMomentum = end.AngularMomentum });
    }

    /// <summary>The body as contacts push it.</summary>
    /// <param name="motion">The body before them.</param>
    /// <param name="factor">How much heavier it is to what it meets.</param>
    public RigidMover<Real64> MoverOf(in RigidMotion<Real64> motion, double factor = 1)
    {
        if (factor == 1) return new(in motion, Inertia, surface, new Real64(radius), reach);
        Real64 times = factor;
        RigidMotion<Real64> heavy = motion with { Momentum = times * motion.Momentum, AngularMomentum = times * motion.AngularMomentum };
        return new(in heavy, new(factor * Inertia.Mass.Value, times * Inertia.Inertia), surface, new Real64(radius), reach);
    }

    /// <summary>The body's form where it is.</summary>
    /// <param name="domain">The grid.</param>
    public ParticleForm FormIn(GridDomain domain)
    {
        form ??= new(this);
        form.Begin(State, domain);
        return form;
    }

    /// <summary>The rest of a substep, after contacts.</summary>
    /// <param name="pushed">The body with the momenta that they have left.</param>
    /// <param name="work">The substep.</param>
    public void Take(in RigidMotion<Real64> pushed, SubstepWork work)
    {
        if (path is not null)
        {
            Follow(work.Time + work.TimeStep, work.TimeStep);
            return;
        }

        State = Inertia.Moved(in pushed, work.TimeStep).State;
        Refresh();
    }

    /// <summary>The body's own step, after all chunks are summed.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    public void Move(SubstepWork work, FieldTable fields)
    {
        RigidMotion<Real64> gathered = Gathered;
        Move(gathered.Momentum, gathered.AngularMomentum, work, fields);
    }

    /// <summary>The body's own step, with what its particles have gathered.</summary>
    /// <param name="momentum">Momentum [kg m/s].</param>
    /// <param name="angular">Angular momentum about the centre of mass [kg m^2/s].</param>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    public void Move(Vector3<Real64> momentum, Vector3<Real64> angular, SubstepWork work, FieldTable fields)
    {
        RigidScene<Real64> scene = new(CollectionsMarshal.AsSpan(work.Contacts), work, fields, gravity);
        RigidMotion<Real64> motion = RigidMotion<Real64>.From(State with { Momentum = momentum, AngularMomentum = angular });
        if (path is null)
        {
            contacts.Clear();
            contacts.Add(MoverOf(in motion), in scene);
            Walls?.Meet(contacts, 0, FormIn(work.Domain), in scene);
            contacts.Solve();
            motion = contacts.StateOf(0);
        }

        Take(in motion, work);
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
        State = RigidParticles.Follow(path!, time, timeStep, start, Inertia).State;
        Refresh();
    }

    private void Refresh()
    {
        turn = State.Orientation.ToMatrix();
        RigidMotion<Real64> motion = RigidMotion<Real64>.From(State);
        velocity = Inertia.Velocity(in motion);
        angularVelocity = Inertia.AngularVelocity(in motion);
    }
}
