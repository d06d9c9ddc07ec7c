using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>A cube dropped on a frictionless floor (reference/mpm.md 6.2 and 6.4 item 6).</summary>
public sealed class BounceTests
{
    // An independent reference rebounds at 0.809 of the impact speed when elastic and at 0.011 when it yields at 2 kPa.
    private const double LeastElasticRebound = 0.75, LargestPlasticRebound = 0.05;

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Single)]
    [InlineData(Engines.Fast)]
    public void ElasticCube_ReboundsWithMostOfItsSpeed(string engine)
    {
        double rebound = Rebound(Bodies.Elastic("stvk-hencky"), engine);
        Assert.InRange(rebound, LeastElasticRebound, 1);
    }

    [Fact]
    public void YieldingCube_HardlyRebounds()
    {
        Material metal = new(
            "metal", Laws.Find("von-mises"),
            new Dictionary<string, double> { ["youngsModulus"] = 1e5, ["poissonsRatio"] = 0.3, ["yieldStress"] = 2e3 }, 1000);
        Assert.InRange(Rebound(metal, Engines.Double), -LargestPlasticRebound, LargestPlasticRebound);
    }

    private static double Rebound(Material material, string engine)
    {
        const double dx = 1.0 / 32, floor = 3 * dx, impact = 2;
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, floor + 1.5 * dx), 12, dx);
        Bodies.SetVelocity(cube, new(0, 0, -impact));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(32, dx), cube, material).On(engine) with
        {
            Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, 0, floor), new(0, 0, 1))],
        });
        // Without gravity: the speed after the contact is the rebound speed. The contact lasts about two wave transits.
        double fastest = -impact;
        for (int frame = 0; frame < 60; frame++)
        {
            simulator.Advance(0.002);
            fastest = Math.Max(fastest, Bodies.MeanVelocity(simulator).Z.Value);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"rebound {fastest / impact:g4}");
        return fastest / impact;
    }
}
