using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Matter besides laws with a formula in reverse on the fast back end, against the reference one; see <see cref="FastTapeChecks"/>.</summary>
public sealed class FastTapeMatterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void Reverse_ALawOfBatches_IsThatOfTheReference(int lanes)
    {
        // Two materials of one law share packets: their batches are told apart.
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(OfBatches(null), TapedBlock.Run, lanes);
        Assert.NotEqual(0, expected.ByMaterial(0, "youngsModulus"));
        Assert.NotEqual(0, expected.ByMaterial(1, "poissonsRatio"));
    }

    [Fact]
    public void Reverse_ALawOfBatches_IsTheSameForAnyScheduleAndWorkers() =>
        FastTapeChecks.AssertSameForAnyScheduleAndWorkers(OfBatches, TapedBlock.Run);

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
