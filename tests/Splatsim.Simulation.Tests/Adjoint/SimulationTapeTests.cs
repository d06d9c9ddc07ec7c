using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The tape: schedules, frames, cancellation, what it refuses.</summary>
public sealed class SimulationTapeTests
{
    [Theory]
    [InlineData(CheckpointStrategy.Automatic, 2)]
    [InlineData(CheckpointStrategy.Automatic, 3)]
    [InlineData(CheckpointStrategy.Automatic, 5)]
    [InlineData(CheckpointStrategy.TwoLevel, 40)]
    [InlineData(CheckpointStrategy.ThreeLevel, 40)]
    [InlineData(CheckpointStrategy.Binomial, 4)]
    public void Reverse_Checkpointed_IsTheSameToTheLastBit(CheckpointStrategy strategy, int states)
    {
        AdjointScene scene = Scene(12);
        double[] all = scene.Gradient(options: new() { Strategy = CheckpointStrategy.StoreAll });
        long bytes;
        using (SimulationTape tape = new(scene.Setup(scene.Inputs))) bytes = tape.StateBytes;
        double[] some = scene.Gradient(options: new() { Strategy = strategy, MemoryBudget = states * bytes });
        Assert.Equal(all, some);
    }

    [Theory]
    [InlineData(SimulationBackend.Reference)]
    [InlineData(SimulationBackend.Fast)]
    public void Reverse_WhatALossTakesFromMassesItself_ComesBackAsItIs(SimulationBackend backend)
    {
        // No substep changes a mass: those of all frames add up, and nothing else is said.
        AdjointScene scene = Scene(2);
        using SimulationTape tape = new(scene.Setup(scene.Inputs) with { Backend = backend });
        tape.Advance(scene.Substeps * scene.TimeStep);
        double[] seed = [.. Enumerable.Range(0, AdjointScene.Particles).Select(p => 1.0 + p)];
        for (int run = 0; run < 2; run++)
        {
            SimulationGradient gradient = tape.Reverse(_ => new StateCotangents { Masses = seed });
            Assert.Equal(seed.Select(m => 2 * m), gradient.Masses);
            Assert.All(gradient.Positions, x => Assert.Equal(0, x));
        }
    }

    [Fact]
    public void Reverse_SeveralFrames_AddsWhatEachSays()
    {
        // The gradient is linear in the seeds: two frames at once are the sum of one at a time, to rounding.
        AdjointScene scene = Scene(4);
        double[] first = Reverse(f => f == 1), second = Reverse(f => f == 2), initial = Reverse(f => f == 0), together = Reverse(_ => true);
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i] + second[i] + initial[i], together[i], 1e-12 * (1 + Math.Abs(first[i]) + Math.Abs(second[i])));
        // The first frame alone is a run that ends there.
        Assert.Equal(scene.Gradient()[..first.Length], first);
        // The initial state's own cotangents come back as they are.
        Assert.Equal(scene.Seed().Positions, initial[..(3 * AdjointScene.Particles)]);

        double[] Reverse(Func<int, bool> wanted)
        {
            using SimulationTape tape = new(scene.Setup(scene.Inputs));
            tape.Advance(4 * scene.TimeStep);
            tape.Advance(4 * scene.TimeStep);
            Assert.Equal(2, tape.FrameCount);
            SimulationGradient gradient = tape.Reverse(f => wanted(f) ? scene.Seed() : null);
            return [.. gradient.Positions, .. gradient.Velocities];
        }
    }

    [Fact]
    public void Reverse_ThenAdvance_GoesOnAsIfNothingHadHappened()
    {
        AdjointScene scene = Scene(4);
        using SimulationTape tape = new(scene.Setup(scene.Inputs));
        using ISimulator plain = Simulators.Create(scene.Setup(scene.Inputs));
        tape.Advance(4 * scene.TimeStep);
        tape.Reverse(_ => scene.Seed());
        tape.Advance(4 * scene.TimeStep);
        plain.Advance(4 * scene.TimeStep);
        plain.Advance(4 * scene.TimeStep);
        Assert.Equal(Bodies.StateOf(plain).X, Bodies.StateOf(tape.Simulator).X);
        Assert.Equal(plain.Time, tape.Simulator.Time);
    }

    [Fact]
    public void Advance_Cancelled_LeavesTheTapeAsItWas()
    {
        AdjointScene scene = Scene(6);
        using SimulationTape tape = new(scene.Setup(scene.Inputs));
        tape.Advance(6 * scene.TimeStep);
        double[] before = Bodies.StateOf(tape.Simulator).X;
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => tape.Advance(6 * scene.TimeStep, new Cancelling(source), source.Token));
        Assert.Equal(before, Bodies.StateOf(tape.Simulator).X);
        Assert.Equal((1, 6), (tape.FrameCount, tape.SubstepCount));
        Assert.Equal(scene.Gradient()[..9], tape.Reverse(f => f == 1 ? scene.Seed() : null).Positions[..9]);
    }

    [Fact]
    public void Reverse_AdaptiveSteps_HoldsThemFixed()
    {
        AdjointScene scene = Scene(3);
        SimulationSetup setup = scene.Setup(scene.Inputs) with { StepPolicy = StepPolicy.Automatic };
        using SimulationTape tape = new(setup);
        tape.Advance(0.004);
        double step = tape.Simulator.TimeStep;
        SimulationGradient adaptive = tape.Reverse(f => f == 1 ? scene.Seed() : null);
        using SimulationTape fixedTape = new(setup with { StepPolicy = StepPolicy.Fixed(step) });
        fixedTape.Advance(0.004);
        Assert.Equal(tape.SubstepCount, fixedTape.SubstepCount);
        Assert.Equal(fixedTape.Reverse(f => f == 1 ? scene.Seed() : null).Velocities, adaptive.Velocities);
    }

    [Fact]
    public void Reverse_Single_IsCloseToDouble()
    {
        // reference/mpm.md 6.4, item 12: 1e-3 of the largest entry of each kind.
        AdjointScene scene = Scene(10);
        double[] exact = scene.Gradient(), single = scene.Gradient(SimulationPrecision.Single);
        for (int i = 0; i < AdjointScene.History; i++)
            Assert.Equal(exact[i] * scene.SizeOf(i), single[i] * scene.SizeOf(i), 1e-3 * scene.ScaleOf(i, exact));
    }

    [Fact]
    public void Reverse_TwoMaterials_SumsToEachOne()
    {
        AdjointScene scene = Scene(3);
        using SimulationTape tape = new(scene.Setup(scene.Inputs));
        tape.Advance(3 * scene.TimeStep);
        SimulationGradient gradient = tape.Reverse(f => f == 1 ? scene.Seed() : null);
        double[] each = gradient.ByParticle("youngsModulus");
        for (int m = 0; m < 2; m++)
        {
            double sum = each.Where((_, p) => AdjointScene.MaterialOf(p) == m).Sum();
            Assert.Equal(sum, gradient.ByMaterial(m, "youngsModulus"), 1e-12 * Math.Abs(sum));
            Assert.NotEqual(0, sum);
        }
    }

    [Fact]
    public void New_WhatHasNoDerivative_IsRefusedByName()
    {
        AdjointScene scene = Scene(1);
        SimulationSetup setup = scene.Setup(scene.Inputs);
        CutEvent cut = new(MotionPath.At(default), new(1, 0, 0), new(0, 0, 1), 0.01, new(0, 1));
        Refused("Events[0] (CutEvent)", setup with { Events = [cut] });
        LawEntry learned = LawEntry.OfLearned(new BatchedNeoHookean());
        Refused($"the law '{learned.Key}'", setup with { Materials = [setup.Materials[0] with { Law = learned }, setup.Materials[1]] });
        Refused("the rigid material 'stone'", setup with
        {
            Materials = [setup.Materials[0], new("stone", Laws.Find("rigid"), new Dictionary<string, double>(), 1000)],
            Transfer = new() { Kernel = TransferKernel.Cubic },
        });

        static void Refused(string thing, SimulationSetup setup)
        {
            NotDifferentiableException exception = Assert.Throws<NotDifferentiableException>(() => new SimulationTape(setup));
            Assert.Equal(thing, exception.Thing);
        }
    }

    [Fact]
    public void New_ABudgetOfLessThanTwoStates_IsRefused()
    {
        AdjointScene scene = Scene(1);
        SimulationSetupException exception = Assert.Throws<SimulationSetupException>(
            () => new SimulationTape(scene.Setup(scene.Inputs), new() { MemoryBudget = 100 }));
        Assert.Equal("TapeOptions.MemoryBudget", exception.Property);
    }

    [Fact]
    public void Reverse_CotangentsOfAnotherLength_AreRefused()
    {
        AdjointScene scene = Scene(1);
        using SimulationTape tape = new(scene.Setup(scene.Inputs));
        tape.Advance(scene.TimeStep);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => tape.Reverse(_ => new() { Positions = new double[5] }));
        Assert.Contains("frame 1", exception.Message, StringComparison.Ordinal);
    }

    private static AdjointScene Scene(int substeps) => new(
        Laws.Find("von-mises"), new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3), [], substeps);

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value)
        {
            if (value.Substep == 3) source.Cancel();
        }
    }
}
