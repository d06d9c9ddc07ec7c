using Splatsim.Compute;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests;

/// <summary>The reverse run on the fast back end does not depend on schedules or workers, sorts and all.</summary>
public sealed class FastTapeStateTests
{
    [Theory]
    [InlineData(CheckpointStrategy.Binomial, 2)]
    [InlineData(CheckpointStrategy.Binomial, 5)]
    [InlineData(CheckpointStrategy.TwoLevel, 40)]
    [InlineData(CheckpointStrategy.ThreeLevel, 40)]
    public void Reverse_Checkpointed_IsTheSameToTheLastBit(CheckpointStrategy strategy, int states)
    {
        double[] all = Gradient(new() { Strategy = CheckpointStrategy.StoreAll }, 1, out long bytes);
        double[] some = Gradient(new() { Strategy = strategy, MemoryBudget = (long)(1.2 * states * bytes) }, 1, out _);
        Assert.Equal(all, some);
        Assert.True(all.Max(Math.Abs) > 0);
    }

    [Theory]
    [InlineData(CheckpointStrategy.StoreAll, 1)]
    [InlineData(CheckpointStrategy.StoreAll, 3)]
    [InlineData(CheckpointStrategy.TwoLevel, 1)]
    public void Reverse_WithMomentaOfNodesKept_IsTheSameToTheLastBit(CheckpointStrategy strategy, int workers)
    {
        // The reversal of a substep asks the nodes what particles gave them; computed again they are those of the run.
        using WorkerPool pool = new(workers);
        SimulationSetup setup = Setup(pool);
        using SimulationTape never = FastTapeChecks.Tape(setup, new() { Strategy = strategy, MemoryBudget = 100 << 20 }, momentaShare: 0);
        using SimulationTape always = FastTapeChecks.Tape(setup, new() { Strategy = strategy, MemoryBudget = 100 << 20 }, momentaShare: 100);
        for (int frame = 0; frame < 3; frame++)
        {
            never.Advance(0.004);
            always.Advance(0.004);
        }

        Assert.Equal(Reverse(never, setup), Reverse(always, setup));
        Assert.Equal(0, KeptOf(never));
        // All but the first substep, whose state is older than the frame; elsewhere those that were run after their state was copied.
        if (strategy == CheckpointStrategy.StoreAll) Assert.Equal(always.SubstepCount - 1, KeptOf(always));
        else Assert.InRange(KeptOf(always), always.SubstepCount / 2, always.SubstepCount - 1);
        Assert.True(always.StateBytes > never.StateBytes);
    }

    [Fact]
    public void Reverse_AfterAFrameWasCancelled_TakesNoMomentaOfIt()
    {
        // The first try has other substeps than the second one, from the same states.
        SimulationSetup setup = Setup(null);
        using SimulationTape plain = FastTapeChecks.Tape(setup, new(), momentaShare: 0);
        using SimulationTape tape = FastTapeChecks.Tape(setup, new(), momentaShare: 100);
        for (int frame = 0; frame < 2; frame++)
        {
            using CancellationTokenSource source = new();
            Assert.Throws<OperationCanceledException>(() => tape.Advance(0.005, new Each(p => { if (p.Substep == 4) source.Cancel(); }), source.Token));
            tape.Advance(0.0045);
            plain.Advance(0.0045);
        }

        Assert.Equal(plain.SubstepCount, tape.SubstepCount);
        Assert.Equal(Reverse(plain, setup), Reverse(tape, setup));
        Assert.Equal(tape.SubstepCount - 1, KeptOf(tape));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Reverse_MoreWorkers_IsTheSameToTheLastBit(int workers) =>
        Assert.Equal(Gradient(new(), 1, out _), Gradient(new(), workers, out _));

    [Fact]
    public void Reverse_Twice_IsTheSameToTheLastBit()
    {
        SimulationSetup setup = Setup(null);
        using SimulationTape tape = FastTapeChecks.Tape(setup, new());
        for (int frame = 0; frame < 3; frame++) tape.Advance(0.004);
        Assert.Equal(Reverse(tape, setup), Reverse(tape, setup));
    }

    [Theory]
    [InlineData(SimulationBackend.Fast)]
    [InlineData(SimulationBackend.Reference)]
    public void Remember_AfterOneWasGivenBack_TakesItsMemory(SimulationBackend backend)
    {
        // A reverse run takes thousands of states and holds some tens: left to the collector, they filled the machine.
        using SimulationTape tape = new(Setup(null) with { Backend = backend });
        SimulatorBase simulator = (SimulatorBase)tape.Simulator;
        SimulatorMemory first = simulator.Remember(), second = simulator.Remember();
        Assert.NotSame(first.State, second.State);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => simulator.Recall(first));
        tape.Advance(0.004);
        double[] moved = Bodies.StateOf(simulator).X;
        using SimulatorMemory third = simulator.Remember(), fourth = simulator.Remember();
        Assert.Same(first.State, third.State);
        Assert.NotSame(third.State, fourth.State);
        simulator.Recall(second);
        Assert.NotEqual(moved, Bodies.StateOf(simulator).X);
        simulator.Recall(third);
        Assert.Equal(moved, Bodies.StateOf(simulator).X);
        second.Dispose();
    }

    [Fact]
    public void Reverse_ThenAdvance_GoesOnAsIfNothingHadHappened()
    {
        SimulationSetup setup = Setup(null);
        using SimulationTape tape = FastTapeChecks.Tape(setup, new() { Strategy = CheckpointStrategy.Binomial, MemoryBudget = 1 << 20 });
        using SimulationTape plain = FastTapeChecks.Tape(setup, new());
        for (int frame = 0; frame < 2; frame++)
        {
            tape.Advance(0.004);
            plain.Advance(0.004);
            Assert.Equal(Bodies.StateOf(plain.Simulator).X, Bodies.StateOf(tape.Simulator).X);
            Reverse(tape, setup);
        }

        Assert.Equal(plain.Simulator.Time, tape.Simulator.Time);
    }

    [Fact]
    public void Reverse_ABodyOfManyBlocks_IsThatOfTheReference()
    {
        // Two laws, tracers, a thousand particles over some ten blocks, sorted four times; as FastTapeTests.
        FastTapeChecks.AssertIsThatOfTheReference(Setup(null), TapedBlock.Run);
    }

    private sealed class Each(Action<SubstepProgress> told) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value) => told(value);
    }

    private static double[] Gradient(TapeOptions options, int workers, out long stateBytes)
    {
        using WorkerPool pool = new(workers);
        SimulationSetup setup = Setup(pool);
        using SimulationTape tape = FastTapeChecks.Tape(setup, options);
        for (int frame = 0; frame < 3; frame++) tape.Advance(0.004);
        stateBytes = tape.StateBytes;
        return Reverse(tape, setup);
    }

    private static int KeptOf(SimulationTape tape) => ((IFastDiagnostics)tape.Simulator).KeptMomentaUsed;

    private static double[] Reverse(SimulationTape tape, SimulationSetup setup)
    {
        SimulationGradient gradient = TapedBlock.Run(tape, setup);
        return [.. GradientParts.Of(gradient).SelectMany(p => p.Values), .. gradient.History];
    }

    // Particles change cells and blocks.
    private static SimulationSetup Setup(WorkerPool? pool) => TapedBlock.Setup(new(3, -2, -4), new(2, -3, 9), 0.4, 0.25, pool);
}
