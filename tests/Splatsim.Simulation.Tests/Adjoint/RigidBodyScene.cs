using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Free rigid bodies among matter and above a tilted floor, as a function from their numbers and those of the matter to a fixed linear
/// function of the last state.
/// </summary>
internal sealed class RigidBodyScene
{
    public const int PerBody = 15, Particles = 24;
    private const double CellSize = 0.05;

    // x, v of particles; then of each body: position, turn, velocity, angular velocity, mass, friction, restitution; gravity, the floor's friction.
    private readonly int first = 6 * Particles;
    private readonly ColliderShape[] shapes;
    private readonly Vector3<Real64>[] places;
    private readonly ContactMode mode;
    private readonly double[] weights;

    /// <param name="mode">How the bodies touch.</param>
    /// <param name="bodies">A box, or a box and a ball.</param>
    /// <param name="substeps">Substeps of a run.</param>
    /// <param name="only">Another form for a single body.</param>
    public RigidBodyScene(ContactMode mode, int bodies, int substeps, ColliderShape? only = null)
    {
        this.mode = mode;
        Substeps = substeps;
        ColliderShape[] all = [new BoxShape(new(0.07, 0.06, 0.05)), new SphereShape(0.06)];
        shapes = only is null ? all[..bodies] : [only];
        // The ball overlaps the box a little, and both the floor.
        Vector3<Real64>[] positions = [new(0.36, 0.35, 0.27), new(0.36, 0.365, 0.372)];
        places = positions[..bodies];
        Random random = new(7);
        Inputs = new double[first + PerBody * bodies + 4];
        for (int i = 0; i < 3 * Particles; i++)
        {
            Inputs[i] = 0.36 + 0.26 * (random.NextDouble() - 0.5) + (i % 3 == 2 ? -0.02 : 0);
            Inputs[3 * Particles + i] = 2 * random.NextDouble() - 1;
        }

        for (int b = 0; b < bodies; b++)
        {
            Span<double> body = Inputs.AsSpan(first + PerBody * b, PerBody);
            Put(places[b], body);
            Put(new(0.1, -0.2, 0.15 + 0.1 * b), body[3..]);
            Put(new(0.3 - 0.5 * b, 0.2, -0.8 - b), body[6..]);
            Put(new(3, -2 + b, 1.5), body[9..]);
            (body[12], body[13], body[14]) = (0.05 + 0.02 * b, mode == ContactMode.Coulomb ? 0.3 + 0.1 * b : 0, mode is ContactMode.Coulomb or ContactMode.Separate ? 0.3 - 0.1 * b : 0);
        }

        (Inputs[^4], Inputs[^3], Inputs[^2], Inputs[^1]) = (0.4, -0.3, -9.81, 0.25);
        weights = new double[24 * Particles + 13 * bodies];
        for (int i = 0; i < weights.Length; i++) weights[i] = 2 * random.NextDouble() - 1;
        for (int i = 0; i < 3 * Particles; i++) weights[i] /= CellSize;
        for (int i = 24 * Particles; i < weights.Length; i++) weights[i] *= (i - 24 * Particles) % 13 switch { < 3 => 20, < 7 => 3, < 10 => 20, _ => 2000 };
    }

    public double[] Inputs { get; }

    public int Substeps { get; }

    public IReadOnlyList<IParticleEvent> Events { get; init; } = [];

    private double TimeStep { get; } = 2e-4;

    /// <summary>Every number that acts.</summary>
    public IEnumerable<int> Probes()
    {
        for (int i = 0; i < first; i += 11) yield return i;
        for (int i = first; i < Inputs.Length; i++)
        {
            int own = (i - first) % PerBody;
            bool isOfABody = i < Inputs.Length - 4;
            if (isOfABody && own == 13 && mode != ContactMode.Coulomb) continue;
            if (isOfABody && own == 14 && mode is ContactMode.Sticky or ContactMode.Slip) continue;
            yield return i;
        }
    }

    public double SizeOf(int input)
    {
        if (input < 3 * Particles) return CellSize;
        if (input < first) return 1;
        if (input >= Inputs.Length - 4) return input == Inputs.Length - 1 ? 0.25 : 10;
        return ((input - first) % PerBody) switch { < 3 => CellSize, < 6 => 1, < 9 => 1, < 12 => 10, 12 => Inputs[input], _ => 0.3 };
    }

    public double Value(double[] inputs)
    {
        using ISimulator simulator = Simulators.Create(Setup(inputs));
        simulator.Advance(Substeps * TimeStep);
        ParticleSet state = Bodies.StateOf(simulator);
        double[] all = [.. state.X, .. state.V, .. state.C, .. state.F, .. simulator.Bodies.SelectMany(Numbers)];
        return all.Zip(weights, (a, w) => a * w).Sum();
    }

    /// <summary>The same by a tape, and its gradient in the order of the inputs.</summary>
    /// <param name="start">Makes the tape; null for that of the reference in double.</param>
    public double[] Gradient(Func<SimulationSetup, SimulationTape>? start = null)
    {
        using SimulationTape tape = start is null ? new(Setup(Inputs)) : start(Setup(Inputs));
        tape.Advance(Substeps * TimeStep);
        int n = Particles;
        SimulationGradient gradient = tape.Reverse(frame => frame != 1 ? null : new()
        {
            Positions = weights[..(3 * n)],
            Velocities = weights[(3 * n)..(6 * n)],
            AffineVelocities = weights[(6 * n)..(15 * n)],
            DeformationGradients = weights[(15 * n)..(24 * n)],
            Bodies = weights[(24 * n)..],
        });
        double[] result = new double[Inputs.Length];
        gradient.Positions.CopyTo(result, 0);
        gradient.Velocities.CopyTo(result, 3 * n);
        for (int b = 0; b < shapes.Length; b++)
        {
            Span<double> body = result.AsSpan(first + PerBody * b, PerBody);
            Put(gradient.Bodies[b].Position, body);
            Put(gradient.Bodies[b].Turn, body[3..]);
            Put(gradient.Bodies[b].Velocity, body[6..]);
            Put(gradient.Bodies[b].AngularVelocity, body[9..]);
            (body[12], body[13], body[14]) = (gradient.Bodies[b].Mass, gradient.Bodies[b].Friction, gradient.Bodies[b].Restitution);
        }

        Put(gradient.Gravity, result.AsSpan(Inputs.Length - 4));
        result[^1] = gradient.Boundaries[0].Friction;
        return result;
    }

    private SimulationSetup Setup(double[] inputs)
    {
        ParticleSet set = new(Particles);
        inputs.AsSpan(0, 3 * Particles).CopyTo(set.X);
        inputs.AsSpan(3 * Particles, 3 * Particles).CopyTo(set.V);
        Array.Fill(set.RestVolume, 1.5e-5);
        Array.Fill(set.Mass, 1.5e-2);
        return new()
        {
            Domain = GridDomain.Cube(15, CellSize),
            Particles = set,
            Materials = [new("jelly", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 8e4 }, 1000)],
            Gravity = new(inputs[^4], inputs[^3], inputs[^2]),
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.225), new(0, 0.1, 1), inputs[^1])],
            RigidBodies = [.. shapes.Select((s, b) => Body(s, b, inputs.AsSpan(first + PerBody * b, PerBody)))],
            Events = Events,
            StepPolicy = new() { TimeStep = TimeStep, MaximumCourantNumber = double.PositiveInfinity },
            MaximumClampedFraction = 1,
            Backend = SimulationBackend.Reference,
        };
    }

    private RigidBody Body(ColliderShape shape, int b, ReadOnlySpan<double> v)
    {
        // The turn of the inputs is one from the orientation that the scene was written with.
        double[] written = [0.1, -0.2, 0.15 + 0.1 * b];
        Quaternion<Real64> first = new Quaternion<Real64>(0.9, 0.1 * (1 + b), -0.2, 0.3).Normalized;
        return new(shape, v[12], new(mode, v[13], v[14]))
        {
            Position = new(v[0], v[1], v[2]),
            Orientation = Rotations.FromVector(new Vector3<Real64>(v[3] - written[0], v[4] - written[1], v[5] - written[2])) * first,
            Velocity = new(v[6], v[7], v[8]),
            AngularVelocity = new(v[9], v[10], v[11]),
        };
    }

    private static double[] Numbers(RigidState state)
    {
        double[] numbers = new double[13];
        state.Write(numbers);
        return numbers;
    }

    private static void Put(Vector3<Real64> v, Span<double> target) => (target[0], target[1], target[2]) = (v.X.Value, v.Y.Value, v.Z.Value);
}
