using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

public sealed class TracerTests
{
    private const double CellSize = 0.05;

    // Rounding of sums over 27 nodes.
    private const double Rounding = 1e-12;

    [Fact]
    public void AffineFlow_OneSubstep_MovesAndStretchesTracersExactly()
    {
        // APIC carries an affine velocity v = L (x - o) through the grid exactly (Jiang et al. 2015, prop. 5.3).
        Matrix3x3<Real64> gradient = Matrix3x3<Real64>.FromRows(new(0.3, -0.7, 0.2), new(0.5, 0.1, -0.4), new(-0.2, 0.6, -0.3));
        Vector3<Real64> centre = new(0.5, 0.5, 0.5);
        ParticleSet body = Bodies.Cube(new(0.3, 0.3, 0.3), 16, CellSize);
        for (int p = 0; p < body.Count; p++)
        {
            Scalars.Write(gradient * (body.Position(p) - centre), body.V.AsSpan(3 * p, 3));
            Scalars.Write(in gradient, body.C.AsSpan(9 * p, 9));
        }

        // Without volume there is no stress, which would add the divergence of dt C to the momentum.
        Array.Clear(body.RestVolume);
        TracerSet tracers = TracerSet.At([0.5, 0.5, 0.5, 0.43, 0.51, 0.4777, 0.55, 0.46, 0.6]);
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(20, CellSize), body) with { Tracers = tracers });
        const double dt = 1e-3;
        simulator.Advance(dt);
        Assert.Equal(1, simulator.SubstepCount);
        Matrix3x3<Real64> stretch = Matrix3x3<Real64>.Identity + new Real64(dt) * gradient;
        for (int t = 0; t < tracers.Count; t++)
        {
            Vector3<Real64> expected = centre + stretch * (tracers.Position(t) - centre);
            Bodies.AssertVector(expected, simulator.Tracers.Position(t), Rounding);
            Matrix3x3<Real64> f = Scalars.ReadMatrix<Real64>(simulator.Tracers.F.AsSpan(9 * t, 9));
            Assert.True((f - stretch).SquaredNorm.Value < Rounding * Rounding);
        }
    }

    [Theory]
    [InlineData(Engines.Double, 1e-12)]
    [InlineData(Engines.Single, 2e-5)]
    [InlineData(Engines.Fast, 2e-5)]
    public void TracersOnParticles_FollowThem(string engine, double tolerance)
    {
        // A tracer on a particle sees what the particle sees. Elastic matter keeps its total F, advanced with the C of the
        // step start; the tracer's F is one step ahead: F_tracer = (I + dt C) F_particle.
        ParticleSet body = Bodies.Cube(new(0.4, 0.4, 0.22), 6, CellSize);
        Bodies.SetVelocity(body, new(0.5, 0, -1));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), body).On(engine) with
        {
            Gravity = new(0, 0, -9.81),
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.2), new(0, 0, 1), 0.4)],
            Tracers = TracerSet.At(body.X),
        });
        simulator.Advance(0.1);
        ParticleSet state = Bodies.StateOf(simulator);
        double largestStrain = 0;
        for (int p = 0; p < body.Count; p++)
        {
            Bodies.AssertVector(state.Position(p), simulator.Tracers.Position(p), tolerance);
            Matrix3x3<Real64> ahead = (Matrix3x3<Real64>.Identity + new Real64(simulator.TimeStep) * state.AffineVelocity(p))
                * state.DeformationGradient(p);
            Matrix3x3<Real64> f = Scalars.ReadMatrix<Real64>(simulator.Tracers.F.AsSpan(9 * p, 9));
            Assert.True(Math.Sqrt((f - ahead).SquaredNorm.Value) < tolerance);
            largestStrain = Math.Max(largestStrain, (f - Matrix3x3<Real64>.Identity).SquaredNorm.Value);
        }

        Assert.True(largestStrain > 1e-3, "the body did not deform: the test shows nothing");
    }

    [Fact]
    public void TracerAwayFromMatter_RestsWhereItIs()
    {
        ParticleSet body = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        Bodies.SetVelocity(body, new(0.1, 0, 0));
        double[] places = [0.8, 0.8, 0.8, -5, 0, 0];
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(20, CellSize), body) with { Tracers = TracerSet.At(places) });
        simulator.Advance(0.05);
        Assert.Equal(places, simulator.Tracers.X);
    }
}
