using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests.Fast;

/// <summary>Small scenes that exercise the fast path: a jittered, turning, slightly strained body over a few blocks.</summary>
internal static class FastScenes
{
    public const double CellSize = 0.05;
    private const int Nodes = 26;

    public static GridDomain Domain { get; } = new(new(-0.2, 0.1, 0.3), CellSize, Nodes, Nodes, Nodes);

    public static Vector3<Real64> Middle { get; } = new Real64(0.5) * (Domain.Origin + Domain.Maximum);

    public static Material Of(LawEntry law) => new(law.Key, law, new Dictionary<string, double>(), 1000);

    /// <summary>A body around the domain's middle; the same numbers for the same arguments, without a random generator.</summary>
    public static ParticleSet Body(int side, double particlesPerCell, int materials = 1, double strain = 0.01)
    {
        double spacing = CellSize / Math.Cbrt(particlesPerCell);
        double half = 0.5 * side * spacing;
        ParticleSet set = ParticleLattices.Box(Middle - new Vector3<Real64>(half, half, half), side, side, side, spacing, 1000);
        ParticleLattices.SetRigidVelocity(set, new(0.3, -0.2, 0.1), new(1, -2, 1.5), Middle);
        for (int i = 0; i < set.X.Length; i++) set.X[i] += 0.3 * spacing * Wave(i, 0.7);
        for (int i = 0; i < set.F.Length; i++) set.F[i] += strain * Wave(i, 1.3);
        for (int p = 0; p < set.Count; p++) set.Material[p] = p % materials;
        return set;
    }

    /// <summary>The setup with a step well inside the stable range, so that rounding is not amplified.</summary>
    public static SimulationSetup Setup(ParticleSet particles, params Material[] materials)
    {
        double fastest = materials.Max(m => Math.Sqrt(m.Law.WaveModulus(m.UserParameters) / 1000));
        return new()
        {
            Domain = Domain,
            Particles = particles,
            Materials = materials,
            Gravity = new(0, 0, -9.81),
            StepPolicy = StepPolicy.Fixed(0.2 * CellSize / (fastest + 2)),
            Workers = Pool(1),
        };
    }

    /// <summary>The state after a number of substeps, in frames of the given length.</summary>
    public static ParticleSet Run(SimulationSetup setup, FastOptions options, int substeps, int frame = int.MaxValue)
    {
        using ISimulator simulator = FastBackend.Create(setup, options);
        return Advance(simulator, setup, substeps, frame);
    }

    public static ParticleSet RunReference(SimulationSetup setup, int substeps)
    {
        using ISimulator simulator = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        return Advance(simulator, setup, substeps, int.MaxValue);
    }

    public static ParticleSet Advance(ISimulator simulator, SimulationSetup setup, int substeps, int frame = int.MaxValue)
    {
        double dt = setup.StepPolicy.TimeStep!.Value;
        for (int done = 0; done < substeps; done += frame) simulator.Advance(Math.Min(frame, substeps - done) * dt);
        ParticleSet state = new(simulator.ParticleCount);
        simulator.CopyTo(state);
        return state;
    }

    public static WorkerPool Pool(int workers) => Pools[workers - 1];

    public static void AssertClose(ParticleSet expected, ParticleSet actual, StateTolerance tolerance)
    {
        Assert.True(Largest(expected.X, actual.X) <= tolerance.X, $"x differs by {Largest(expected.X, actual.X):g3}");
        Assert.True(Largest(expected.V, actual.V) <= tolerance.V, $"v differs by {Largest(expected.V, actual.V):g3}");
        Assert.True(Largest(expected.C, actual.C) <= tolerance.C, $"C differs by {Largest(expected.C, actual.C):g3}");
        Assert.True(Largest(expected.F, actual.F) <= tolerance.F, $"F differs by {Largest(expected.F, actual.F):g3}");
    }

    public static void AssertIdentical(ParticleSet expected, ParticleSet actual)
    {
        Assert.Equal(expected.X, actual.X);
        Assert.Equal(expected.V, actual.V);
        Assert.Equal(expected.C, actual.C);
        Assert.Equal(expected.F, actual.F);
        Assert.Equal(expected.History, actual.History);
    }

    /// <summary>Largest difference; NaN counts as infinite.</summary>
    public static double Largest(double[] expected, double[] actual)
    {
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            if (double.IsNaN(difference)) return double.PositiveInfinity;
            largest = Math.Max(largest, difference);
        }

        return largest;
    }

    private static WorkerPool[] Pools { get; } = [new(1), new(2), new(3)];

    private static double Wave(int i, double rate) => Math.Sin(rate * i + 0.01 * i * i);
}
