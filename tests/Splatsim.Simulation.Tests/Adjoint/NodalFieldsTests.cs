using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Mass and momentum of nodes as a loss sees them: closed forms, and derivatives through a simulation against differences.</summary>
public sealed class NodalFieldsTests
{
    private const double CellSize = 0.1, TimeStep = 1e-3;
    private const int Substeps = 6;

    // In double over six substeps, by the bound that derivatives over three have (1e-5 of the largest entry).
    private const double Tolerance = 1e-5;

    // Cuts the body: half of its nodes are looked at.
    private static readonly GridDomain Window = new(new(0.43, 0.36, 0.36), CellSize, 3, 4, 4);

    private static readonly GridDomain Whole = new(new(0, 0, 0), CellSize, 12, 12, 12);

    [Theory]
    [InlineData(TransferKernel.Quadratic)]
    [InlineData(TransferKernel.Cubic)]
    public void Fields_OfALinearVelocity_AreItsValuesAtTheNodes(TransferKernel kernel)
    {
        ParticleSet body = Bodies.Cube(new(0.4, 0.45, 0.5), 4, CellSize);
        Vector3<Real64> spin = new(2, -1, 3), velocity = new(0.3, 0.1, -0.2);
        ParticleLattices.SetRigidVelocity(body, velocity, spin, default);
        NodalFields fields = new(Whole, kernel);
        double[] masses = fields.Masses(body), momenta = fields.Momenta(body);

        // The weights sum to one; rounding of 64 particles.
        Assert.Equal(body.Mass.Sum(), masses.Sum(), 1e-13);
        int seen = 0;
        for (int node = 0; node < masses.Length; node++)
        {
            Vector3<Real64> place = new Real64(CellSize) * new Vector3<Real64>(node / 144, node / 12 % 12, node % 12);
            Vector3<Real64> expected = new Real64(masses[node]) * (velocity + Vector3<Real64>.Cross(spin, place));
            Bodies.AssertVector(expected, new(momenta[3 * node], momenta[3 * node + 1], momenta[3 * node + 2]), 1e-14);
            if (masses[node] > 1e-12) seen++;
        }

        // Particles at 4.25 to 5.75 cells along x reach nodes 3 to 7 with either kernel, and so 4 to 8 along z; at 4.75 to 6.25 along y 4 to 7, or 3 to 8.
        Assert.Equal(kernel == TransferKernel.Cubic ? 5 * 6 * 5 : 5 * 4 * 5, seen);
    }

    [Fact]
    public void Fields_OfAWindow_AreThoseOfTheWholeGridThere()
    {
        ParticleSet body = Body();
        GridDomain part = Whole with { Origin = new(0.4, 0.3, 0.5), CountX = 2, CountY = 4, CountZ = 3 };
        double[] whole = new NodalFields(Whole).Momenta(body), own = new NodalFields(part).Momenta(body);
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 4; j++)
                for (int k = 0; k < 3; k++)
                    for (int c = 0; c < 3; c++)
                        Assert.Equal(whole[3 * Whole.IndexOf(i + 4, j + 3, k + 5) + c], own[3 * ((i * 4 + j) * 3 + k) + c], 1e-14);
    }

    [Theory]
    [InlineData(TransferKernel.Quadratic)]
    [InlineData(TransferKernel.Cubic)]
    public void Reverse_ThroughASimulation_IsTheCentralDifferences(TransferKernel kernel)
    {
        ParticleSet body = Body();
        SimulationGradient gradient = Gradient(body, kernel, SimulationBackend.Reference);
        Check(gradient.Positions, body.X, CellSize);
        Check(gradient.Velocities, body.V, 1);
        Check(gradient.Masses, body.Mass, body.Mass[0]);

        void Check(double[] claimed, double[] inputs, double size)
        {
            double largest = claimed.Max(Math.Abs);
            for (int i = 0; i < claimed.Length; i += 7)
            {
                (double expected, bool isKink) = FourthOrder.Derivative(_ => Loss(body, kernel), inputs, i, size, claimed[i], Tolerance);
                Assert.False(isKink);
                Assert.True(Math.Abs(claimed[i] - expected) <= Tolerance * largest, $"entry {i}: adjoint {claimed[i]:g10}, difference {expected:g10}, largest {largest:g4}");
            }
        }
    }

    [Fact]
    public void Reverse_OnTheFastBackEnd_IsThatInDouble()
    {
        ParticleSet body = Body();
        SimulationGradient exact = Gradient(body, TransferKernel.Quadratic, SimulationBackend.Reference), fast = Gradient(body, TransferKernel.Quadratic, SimulationBackend.Fast);
        Near(exact.Positions, fast.Positions);
        Near(exact.Velocities, fast.Velocities);
        Near(exact.Masses, fast.Masses);

        // The bound of float derivatives against double.
        static void Near(double[] expected, double[] actual)
        {
            double largest = expected.Max(Math.Abs);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3 * largest);
        }
    }

    [Fact]
    public void Fields_OfAnUnboundedGrid_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new NodalFields(Whole with { IsUnbounded = true }));

    private static ParticleSet Body()
    {
        ParticleSet body = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        ParticleLattices.SetRigidVelocity(body, new(0.5, 0.2, -0.3), new(1, 2, -1), new(0.5, 0.4, 0.45));
        return body;
    }

    private static SimulationGradient Gradient(ParticleSet body, TransferKernel kernel, SimulationBackend backend)
    {
        using SimulationTape tape = new(Setup(body) with { Backend = backend });
        tape.Advance(Substeps * TimeStep);
        NodalFields fields = new(Window, kernel);
        StateCotangents seed = fields.Reverse(Bodies.StateOf(tape.Simulator), Weights(Window.NodeCount, 1.7), Weights(3 * Window.NodeCount, 0.9));
        return tape.Reverse(frame => frame == 1 ? seed : null);
    }

    private static double Loss(ParticleSet body, TransferKernel kernel)
    {
        using ISimulator simulator = Simulators.Create(Setup(body));
        simulator.Advance(Substeps * TimeStep);
        NodalFields fields = new(Window, kernel);
        ParticleSet state = Bodies.StateOf(simulator);
        return Dot(fields.Masses(state), Weights(Window.NodeCount, 1.7)) + Dot(fields.Momenta(state), Weights(3 * Window.NodeCount, 0.9));
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static double[] Weights(long count, double pitch) => [.. Enumerable.Range(0, (int)count).Select(i => Math.Sin(pitch * i + 0.4))];

    private static SimulationSetup Setup(ParticleSet body) =>
        Bodies.Setup(GridDomain.Cube(12, CellSize), body, Bodies.Elastic(youngsModulus: 2e4)) with { StepPolicy = StepPolicy.Fixed(TimeStep) };
}
