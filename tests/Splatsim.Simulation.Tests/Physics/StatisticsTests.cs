using Splatsim.Simulation;

namespace Splatsim.Tests;

public sealed class StatisticsTests
{
    private const double Tolerance = 1e-14;

    [Fact]
    public void Statistics_TwoParticles_AreTheSumsByHand()
    {
        ParticleSet two = new(2);
        new double[] { 0.4, 0.5, 0.6, 0.5, 0.4, 0.3 }.CopyTo(two.X, 0);
        new double[] { 1, 0, 2, 0, -3, 0 }.CopyTo(two.V, 0);
        new double[] { 2, 3 }.CopyTo(two.Mass, 0);
        new double[] { 0.1, 0.2 }.CopyTo(two.RestVolume, 0);
        // A pure spin of 2 rad/s about z for the first.
        (two.C[1], two.C[3]) = (-2, 2);
        two.F[0] = 1.1;
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(12, 0.1), two, Bodies.Elastic("neo-hookean", 1000, 0.25)) with { Gravity = new(0, 0, -10) });
        SimulationStatistics s = simulator.Statistics();
        Assert.Equal(5, s.Mass, Tolerance);
        Bodies.AssertVector(new((2 * 0.4 + 3 * 0.5) / 5, (2 * 0.5 + 3 * 0.4) / 5, (2 * 0.6 + 3 * 0.3) / 5), s.CenterOfMass, Tolerance);
        Bodies.AssertVector(new(2, -9, 4), s.Momentum, Tolerance);
        // x cross v: (1, -0.2, -0.5) and (0.9, 0, -1.5); the spin adds m dx^2/4 times twice the angular velocity.
        Bodies.AssertVector(new(2 + 2.7, -0.4, -1 - 4.5 + 2 * 0.0025 * 4), s.AngularMomentum, Tolerance);
        Assert.Equal(0.5 * 2 * 5 + 0.5 * 3 * 9, s.KineticEnergy, Tolerance);
        Assert.Equal(2 * 0.01 / 8 * 8, s.AffineKineticEnergy, Tolerance);
        Assert.Equal(10 * (2 * 0.6 + 3 * 0.3), s.GravitationalEnergy, Tolerance);
        // Neo-Hookean: mu/2 (tr F F^T - 3) - mu ln J + lambda/2 (ln J)^2 with mu = lambda = 400.
        double log = Math.Log(1.1);
        Assert.Equal(0.1 * (200 * 0.21 - 400 * log + 200 * log * log), s.ElasticEnergy, 1e-12);
        Assert.Equal(3, s.MaximumSpeed, Tolerance);
        Assert.Equal((1.0, 1.1, 1.05), (s.MinimumVolumeRatio, Math.Round(s.MaximumVolumeRatio, 14), Math.Round(s.MeanVolumeRatio, 14)));
    }
}
