using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Conservation and free fall (reference/mpm.md 6.2 and 6.4 item 1).</summary>
public sealed class ConservationTests
{
    private const double CellSize = 0.05;

    // Acceptance values of mpm.md 6.4: double 1e-12; float 5e-5 over 5000 steps, free fall 1e-4, mass 1e-5. The smallest
    // published-quality runs reach 2e-14, 1.2e-5 and 2.7e-5 (mpm.md 6.2).
    private const double DoubleTolerance = 1e-12;
    private const double SingleTolerance = 5e-5;
    private const double SingleFallTolerance = 1e-4;
    private const double SingleMassTolerance = 1e-5;

    [Theory]
    [InlineData(Engines.Double, DoubleTolerance)]
    [InlineData(Engines.Single, SingleFallTolerance)]
    [InlineData(Engines.Fast, SingleFallTolerance)]
    public void FreeFall_Block_FollowsTheParabola(string engine, double tolerance)
    {
        const double step = 1e-4;
        const int count = 3000;
        ParticleSet block = Bodies.Cube(new(0.3, 0.3, 0.7), 6, CellSize);
        Bodies.SetVelocity(block, new(0.1, -0.2, 0));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(24, CellSize), block).On(engine) with
        {
            Gravity = new(0, 0, -9.81),
            StepPolicy = StepPolicy.Fixed(step),
        });
        simulator.Advance(count * step);
        ParticleSet state = Bodies.StateOf(simulator);
        double time = count * step;
        // Symplectic Euler: after n steps the sum of velocities has n (n + 1)/2 kicks.
        double fall = -9.81 * step * step * count * (count + 1) / 2;
        for (int p = 0; p < block.Count; p++)
        {
            Bodies.AssertVector(new(0.1, -0.2, -9.81 * time), state.Velocity(p), tolerance);
            Bodies.AssertVector(
                block.Position(p) + new Vector3<Real64>(0.1 * time, -0.2 * time, fall), state.Position(p), tolerance);
        }
    }

    [Theory]
    [InlineData(Engines.Double, DoubleTolerance)]
    [InlineData(Engines.Single, SingleTolerance)]
    [InlineData(Engines.Fast, SingleTolerance)]
    public void SpinningCube_KeepsMomentumAndAngularMomentum(string engine, double tolerance)
    {
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, 0.4), 8, CellSize);
        ParticleLattices.SetRigidVelocity(cube, new(0.1, 0.05, -0.1), new(1, -2, 5), new(0.5, 0.5, 0.5));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(32, CellSize), cube).On(engine) with
        {
            StepPolicy = StepPolicy.Fixed(2e-4),
        });
        SimulationStatistics before = simulator.Statistics();
        simulator.Advance(5000 * 2e-4);
        SimulationStatistics after = simulator.Statistics();
        Assert.Equal(5000, simulator.SubstepCount);
        AssertRelative(before.Momentum, after.Momentum, tolerance);
        AssertRelative(before.AngularMomentum, after.AngularMomentum, tolerance);
        Assert.Equal(before.Mass, after.Mass);
    }

    [Fact]
    public void Grid_HoldsTheMassOfTheParticles()
    {
        // The weights of the 27 nodes add up to 1, wherever the particle is.
        ParticleSet cube = Bodies.Cube(new(0.3117, 0.4023, 0.3761), 6, CellSize);
        SimulationSetup setup = Bodies.Setup(GridDomain.Cube(24, CellSize), cube);
        double expected = cube.Mass.Sum();
        Assert.Equal(expected, GridMass(new ReferenceSimulator<Real64>(setup)), DoubleTolerance * expected);
        Assert.Equal(expected, GridMass(new ReferenceSimulator<Real32>(setup)), SingleMassTolerance * expected);
    }

    [Theory]
    [InlineData(Engines.Single)]
    [InlineData(Engines.Fast)]
    public void FarFromTheOrigin_InFloat_MovesAsNearIt(string engine)
    {
        // Positions are kept relative to the domain: a million metres away (where floats are 0.06 m apart) nothing changes
        // but the rounding of the initial positions in double, 1e-10 m.
        Vector3<Real64> far = new(1e6, -2e6, 3e6);
        ParticleSet near = Bodies.Cube(new(0.3, 0.3, 0.3), 4, CellSize), away = near.Clone();
        for (int p = 0; p < away.Count; p++) Scalars.Write(near.Position(p) + far, away.X.AsSpan(3 * p, 3));
        Vector3<Real64> Fall(ParticleSet body, Vector3<Real64> origin)
        {
            GridDomain domain = GridDomain.Cube(24, CellSize) with { Origin = origin };
            using ISimulator simulator = Simulators.Create(Bodies.Setup(domain, body).On(engine) with
            {
                Gravity = new(0, 0, -9.81),
                Boundaries = [new PlaneBoundary(ContactMode.Separate, origin + new Vector3<Real64>(0, 0, 0.27), new(0, 0, 1))],
            });
            simulator.Advance(0.2);
            return Bodies.StateOf(simulator).Position(7) - origin;
        }

        Bodies.AssertVector(Fall(near, default), Fall(away, far), 1e-5);
    }

    private static double GridMass<T>(ReferenceSimulator<T> simulator)
        where T : unmanaged, IReal<T>
    {
        simulator.Advance(1e-4);
        return simulator.Grid.Touched.Sum(n => Scalars.ToDouble(simulator.Grid.Mass[n]));
    }

    private static void AssertRelative(Vector3<Real64> expected, Vector3<Real64> actual, double tolerance)
    {
        double difference = (actual - expected).Length.Value / expected.Length.Value;
        TestContext.Current.TestOutputHelper?.WriteLine($"{difference:g3} of {tolerance:g3}");
        Assert.True(difference <= tolerance, $"{expected} became {actual}: {difference:g3} exceeds {tolerance:g3}");
    }
}
