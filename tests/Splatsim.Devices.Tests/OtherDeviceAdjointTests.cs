using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The reverse substep on a device through surface tension, rigid bodies and laws of batches, against the reference in double.</summary>
[Collection("device")]
public sealed class OtherDeviceAdjointTests
{
    // Three substeps: as in the reference's own tests, which central differences decide.
    private const int Substeps = 3;

    [Fact]
    public void Reverse_SurfaceTension_MatchesTheReference() => CheckDrop([]);

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_SurfaceTensionAndAForce_MatchesTheReference() => CheckDrop([new DampingForce(3)]);

    // The floor, and a force at nodes, find what tension has left.
    private static void CheckDrop(IReadOnlyList<IForce> forces)
    {
        Random random = new(3);
        double[] inputs = LiquidDrop.Inputs(random), weights = LiquidDrop.Weights(random);
        SimulationSetup setup = LiquidDrop.Setup(inputs) with
        {
            Gravity = new(0.5, -0.3, -9.81),
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.31), new(0, 0.1, 1), 0.3)],
            Forces = forces,
        };
        int n = 3 * LiquidDrop.Particles;
        SimulationGradient gradient = TapeComparison.Check(
            setup, Substeps * LiquidDrop.TimeStep, new() { Positions = weights[..n], Velocities = weights[n..] });
        Assert.NotEqual(0, gradient.SurfaceTension);
        Assert.NotEqual(0, gradient.Boundaries[0].Friction);
    }
}
