using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Schedules, checked by carrying them out on numbers instead of states.</summary>
public sealed class CheckpointScheduleTests
{
    public static TheoryData<CheckpointStrategy, int, int> Cases()
    {
        TheoryData<CheckpointStrategy, int, int> data = [];
        foreach (int substeps in new[] { 0, 1, 2, 3, 7, 25, 64, 100, 257 })
        {
            foreach (int slots in new[] { 1, 2, 3, 5, 10, 300 }) data.Add(CheckpointStrategy.Binomial, substeps, slots);
            data.Add(CheckpointStrategy.StoreAll, substeps, 300);
            data.Add(CheckpointStrategy.TwoLevel, substeps, 300);
            data.Add(CheckpointStrategy.ThreeLevel, substeps, 300);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_CarriedOut_ReverseEverySubstepOnceFromItsOwnState(CheckpointStrategy strategy, int substeps, int slots)
    {
        CheckpointSchedule schedule = CheckpointSchedule.Of(strategy, substeps, slots);
        Assert.True(schedule.SlotCount <= slots);
        int?[] states = new int?[schedule.SlotCount];
        states[0] = 0;
        int at = 0, next = substeps - 1;
        long forward = 0;
        foreach (CheckpointStep step in schedule.Steps)
        {
            switch (step.Action)
            {
                case CheckpointAction.Restore:
                    at = states[step.Slot]!.Value;
                    Assert.Equal(step.Substep, at);
                    break;
                case CheckpointAction.Advance:
                    Assert.True(step.Substep > at);
                    forward += step.Substep - at;
                    at = step.Substep;
                    break;
                case CheckpointAction.Store:
                    Assert.NotEqual(0, step.Slot);
                    Assert.Equal(step.Substep, at);
                    states[step.Slot] = at;
                    break;
                default:
                    Assert.Equal(next, step.Substep);
                    Assert.Equal(step.Substep, at);
                    next--;
                    // The reversal repeats its substep.
                    at++;
                    break;
            }
        }

        Assert.Equal(-1, next);
        Assert.Equal(schedule.ForwardCount, forward);
    }

    [Fact]
    public void Binomial_RunsAsFewSubstepsAsThereCanBe()
    {
        // The optimum by its recursion (Griewank and Walther 2000, eq. 2): t(n, s) = min over m of m + t(n - m, s - 1) + t(m, s).
        const int most = 60, slots = 8;
        long[,] fewest = new long[slots + 1, most + 1];
        for (int n = 2; n <= most; n++) fewest[1, n] = fewest[1, n - 1] + n - 1;
        for (int s = 2; s <= slots; s++)
        {
            for (int n = 2; n <= most; n++)
            {
                fewest[s, n] = long.MaxValue;
                for (int m = 1; m < n; m++) fewest[s, n] = Math.Min(fewest[s, n], m + fewest[s - 1, n - m] + fewest[s, m]);
            }
        }

        for (int s = 1; s <= slots; s++)
        {
            for (int n = 1; n <= most; n++)
            {
                Assert.Equal(fewest[s, n], CheckpointSchedule.FewestForward(n, s));
                Assert.Equal(fewest[s, n], CheckpointSchedule.Of(CheckpointStrategy.Binomial, n, s).ForwardCount);
            }
        }
    }

    [Fact]
    public void Levels_KeepTheRootsOfTheSubsteps()
    {
        // 1000 substeps: 32 starts of 32 and a window of 32, one run more; 10 of 100, 10 of 10, 10, two runs more.
        CheckpointSchedule two = CheckpointSchedule.Of(CheckpointStrategy.TwoLevel, 1000, 100);
        Assert.True(two.SlotCount <= 64);
        Assert.True(two.ForwardCount <= 2 * 1000);
        CheckpointSchedule three = CheckpointSchedule.Of(CheckpointStrategy.ThreeLevel, 1000, 100);
        Assert.True(three.SlotCount <= 30);
        Assert.True(three.ForwardCount <= 3 * 1000);
    }

    [Fact]
    public void Of_MoreStatesThanTheBudgetHolds_IsRefused()
    {
        SimulationSetupException exception =
            Assert.Throws<SimulationSetupException>(() => CheckpointSchedule.Of(CheckpointStrategy.TwoLevel, 1000, 20));
        Assert.Equal("TapeOptions.MemoryBudget", exception.Property);
    }
}
