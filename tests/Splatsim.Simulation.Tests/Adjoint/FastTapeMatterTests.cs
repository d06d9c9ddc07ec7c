using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Matter besides laws with a formula in reverse on the fast back end, against the reference one; see <see cref="FastTapeChecks"/>.</summary>
public sealed class FastTapeMatterTests
{
    [Fact]
    public void Reverse_ALawOfBatches_IsThatOfTheReference()
    {
        // Two materials of one law share packets: their batches are told apart.
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(OfBatches(null), TapedBlock.Run);
        Assert.NotEqual(0, expected.ByMaterial(0, "youngsModulus"));
        Assert.NotEqual(0, expected.ByMaterial(1, "poissonsRatio"));
    }

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_ALawOfBatches_IsTheSameForAnyScheduleAndWorkers() =>
        FastTapeChecks.AssertSameForAnyScheduleAndWorkers(OfBatches, TapedBlock.Run);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [Trait("Tier", "Full")]
    public void Reverse_MatterAtOtherWidths_IsThatOfTheReference(int lanes)
    {
        FastTapeChecks.AssertIsThatOfTheReference(OfBatches(null), TapedBlock.Run, lanes);
        FastTapeChecks.AssertIsThatOfTheReference(Drop(null), TapedBlock.Run, lanes);
    }

    [Fact]
    public void Reverse_SurfaceTension_IsThatOfTheReference()
    {
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(Drop(null), TapedBlock.Run);
        Assert.NotEqual(0, expected.SurfaceTension);
        Assert.NotEqual(0, expected.Boundaries[0].Friction);
    }

    [Fact]
    public void Reverse_SurfaceTension_IsTheSameForAnyScheduleAndWorkers() =>
        FastTapeChecks.AssertSameForAnyScheduleAndWorkers(Drop, TapedBlock.Run);

    // A cube of liquid whose tension moves it about as much as its spin does; a ball flies into it.
    private static SimulationSetup Drop(WorkerPool? pool)
    {
        SimulationSetup setup = TapedBlock.Setup(new(1, -0.5, -2), new(2, -3, 4), 0.4, 0.25, pool);
        setup.Particles.Material.AsSpan().Clear();
        return setup with
        {
            Materials = [new("liquid", Laws.Find("newtonian-fluid"), new Dictionary<string, double> { ["bulkModulus"] = 4e4 }, 1000)],
            SurfaceTension = new(30),
            RigidBodies = [new RigidBody(new SphereShape(0.09), 2, new(ContactMode.Coulomb, 0.3, 0.2)) { Position = new(0.36, 0.52, 0.3), Velocity = new(2, 0.5, -1) }],
        };
    }

    private static SimulationSetup OfBatches(WorkerPool? pool)
    {
        LawEntry law = LawEntry.OfLearned(new DifferentiableBatchedNeoHookean());
        return TapedBlock.Setup(new(3, -2, -4), new(2, -3, 9), 0.4, 0.25, pool) with
        {
            Materials =
            [
                new("soft", law, new Dictionary<string, double> { ["youngsModulus"] = 2e4 }, 1000),
                new("stiff", law, new Dictionary<string, double> { ["youngsModulus"] = 6e4, ["poissonsRatio"] = 0.35 }, 1000),
            ],
        };
    }
}
