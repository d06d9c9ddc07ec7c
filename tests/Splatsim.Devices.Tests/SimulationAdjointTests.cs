using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Transfer;

namespace Splatsim.Tests;

/// <summary>
/// The reverse substep on a device against the reference in double, which central differences and the golden files verify. Tolerances:
/// reference/mpm.md 6.4, item 12: 1e-3 of the largest entry of each kind, or five times what single precision costs the golden program.
/// </summary>
[Collection("device")]
public sealed partial class SimulationAdjointTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-3;
    private const int ShortRun = 3, LongRun = 25;

    private static readonly DeviceOptions FixedOrder = new() { IsDeterministic = true }, AnyOrder = new();

    // Where each kind of input ends in the scene's list of all.
    private static readonly (string Kind, int End)[] Kinds =
    [
        ("x", AdjointScene.V), ("v", AdjointScene.C), ("C", AdjointScene.F), ("F", AdjointScene.Mass), ("mass", AdjointScene.Volume),
        ("volume", AdjointScene.History), ("history", AdjointScene.User), ("parameters", AdjointScene.Gravity), ("gravity", AdjointScene.Boundary),
        ("boundary", AdjointScene.TracerX), ("tracer x", AdjointScene.TracerF), ("tracer F", AdjointScene.Count),
    ];

    public static TheoryData<string> SomeLaws => [.. KernelList.SomeLaws];

    public static TheoryData<string> LawKeys => [.. Laws.All.Where(l => !l.Description.IsRigid).Select(l => l.Key)];

    public static TheoryData<string> SomeCases => GoldenCase.Paths(c => c.Kind == "gradient" && c.Name.StartsWith("gradient_neo_hookean", StringComparison.Ordinal));

    public static TheoryData<string> Cases => GoldenCase.Paths(c => c.Kind == "gradient");

    public static TheoryData<string> BoundaryKeys => [.. GridBoundaries.All.Select(b => b.Key)];

    public static TheoryData<string> ForceKeys => [.. Forces.All.Select(f => f.Key)];

    [Theory]
    [MemberData(nameof(SomeLaws))]
    public void Reverse_SomeLawsInFixedOrder_MatchTheReference(string key) => Check(new(Laws.Find(key), Plane(), [], ShortRun, seed: 11), FixedOrder);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(LawKeys))]
    public void Reverse_EveryLaw_MatchesTheReference(string key)
    {
        Check(new(Laws.Find(key), Plane(), [], ShortRun, seed: 11), FixedOrder);
        Check(new(Laws.Find(key), Plane(), [], ShortRun, seed: 12), AnyOrder);
    }

    [Theory(SkipTestWithoutData = true)]
    [Trait("Kind", "Golden")]
    [MemberData(nameof(SomeCases))]
    public void Reverse_SomeGoldenFiles_MatchTheStoredGradients(string path) =>
        GradientComparison.Run(new(path), setup => Start(setup, FixedOrder), Tolerance, isSingle: true);

    [Theory(SkipTestWithoutData = true)]
    [Trait("Kind", "Golden")]
    [Trait("Tier", "Full")]
    [MemberData(nameof(Cases))]
    public void Reverse_EveryGoldenFile_MatchesTheStoredGradients(string path) =>
        GradientComparison.Run(new(path), setup => Start(setup, FixedOrder), Tolerance, isSingle: true);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(BoundaryKeys))]
    public void Reverse_EveryBoundary_MatchesTheReference(string key)
    {
        foreach (IGridBoundary boundary in GridBoundaries.All.Single(b => b.Key == key).Examples(AdjointScene.Domain))
            Check(new(Laws.Find("neo-hookean"), boundary, [], ShortRun, seed: 12), FixedOrder);
    }

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(ForceKeys))]
    public void Reverse_EveryForce_MatchesTheReference(string key)
    {
        foreach (IForce force in Forces.All.Single(f => f.Key == key).Examples(AdjointScene.Domain))
        {
            AdjointScene scene = new(Laws.Find("neo-hookean"), null, [force], ShortRun, seed: 13);
            Check(scene, FixedOrder);
            CompareCoefficients(scene);
        }
    }

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(TransferChoices.All), MemberType = typeof(TransferChoices))]
    public void Reverse_EveryTransfer_MatchesTheReference(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel)
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), Plane(), [], ShortRun, seed: 15) { Transfer = TransferChoices.Of(scheme, gradient, kernel) };
        Check(scene, FixedOrder);
        Check(scene, AnyOrder);
    }

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_Events_MatchTheReference()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), null, [], ShortRun, seed: 21);
        CheckSetup(scene, AdjointChanges.WithEvents);
        SimulationSetup setup = AdjointChanges.WithEvents(scene.Setup(scene.Inputs));
        IReadOnlyList<CoefficientGradient> expected = Events(new(setup)), actual = Events(Start(setup, FixedOrder));
        for (int e = 0; e < expected.Count; e++)
        {
            double largest = expected[e].Names.Select(n => Math.Abs(expected[e][n])).DefaultIfEmpty(0).Max();
            foreach (string name in expected[e].Names) Assert.Equal(expected[e][name], actual[e][name], Tolerance * largest);
        }

        IReadOnlyList<CoefficientGradient> Events(SimulationTape tape)
        {
            using (tape)
            {
                tape.Advance(scene.Substeps * scene.TimeStep);
                return tape.Reverse(f => f == 1 ? scene.Seed() : null).Events;
            }
        }
    }

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_AnimatedParameter_MatchesTheReference()
    {
        AdjointScene scene = new(Laws.Find("drucker-prager"), null, [], 2 * ShortRun, seed: 5);
        CheckSetup(scene, setup => AdjointChanges.WithStiffening(setup, scene.Substeps * scene.TimeStep));
    }

    [Fact]
    public void New_AParticleWithoutVolume_IsRefusedByName()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), null, [], 1);
        SimulationSetup setup = scene.Setup(scene.Inputs);
        setup.Particles.RestVolume[4] = 0;
        NotDifferentiableException exception = Assert.Throws<NotDifferentiableException>(() => Start(setup, FixedOrder));
        Assert.Equal("particle 4 without rest volume", exception.Thing);
    }

    [Fact]
    public void Reverse_InAnyOrder_MatchesTheReference() => Check(new(Laws.Find("neo-hookean"), Plane(), [], LongRun, seed: 14), AnyOrder);

    [Theory]
    [InlineData(CheckpointStrategy.Automatic, 3)]
    [InlineData(CheckpointStrategy.Binomial, 4)]
    [InlineData(CheckpointStrategy.TwoLevel, 20)]
    public void Reverse_CheckpointedInFixedOrder_IsTheSameToTheLastBit(CheckpointStrategy strategy, int states)
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), Plane(), [], LongRun, seed: 14);
        double[] all = scene.Gradient(setup => Start(setup, FixedOrder, new() { Strategy = CheckpointStrategy.StoreAll }));
        long bytes;
        using (SimulationTape tape = Start(scene.Setup(scene.Inputs), FixedOrder)) bytes = tape.StateBytes;
        Assert.Equal(all, scene.Gradient(setup => Start(setup, FixedOrder, new() { Strategy = strategy, MemoryBudget = states * bytes })));
    }

    [Fact]
    public void Reverse_TwiceInFixedOrder_IsTheSameToTheLastBit()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), Plane(), [], LongRun, seed: 14);
        Assert.Equal(scene.Gradient(setup => Start(setup, FixedOrder)), scene.Gradient(setup => Start(setup, FixedOrder)));
    }

    [Fact]
    public void Reverse_WhatALossTakesFromMassesItself_ComesBackAsItIs()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), null, [], ShortRun);
        using SimulationTape tape = Start(scene.Setup(scene.Inputs), FixedOrder);
        tape.Advance(scene.Substeps * scene.TimeStep);
        double[] seed = [.. Enumerable.Range(0, AdjointScene.Particles).Select(p => 1.0 + p)];
        Assert.Equal(seed, tape.Reverse(frame => frame == 1 ? new StateCotangents { Masses = seed } : null).Masses);
    }

    // Where blocks are found does not change the order of any sum.
    [Fact]
    public void Reverse_WithoutBoundsInFixedOrder_IsTheSameToTheLastBit()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), Plane(), [], LongRun, seed: 14);
        Assert.Equal(
            scene.Gradient(setup => Start(setup, FixedOrder)),
            scene.Gradient(setup => Start(setup with { Domain = setup.Domain with { IsUnbounded = true } }, FixedOrder)));
    }

    private void Check(AdjointScene scene, DeviceOptions options) => Check(
        scene, scene.Gradient(), scene.Gradient(SimulationPrecision.Single), scene.Gradient(setup => Start(setup, options)));

    // A kink that rounding decides (a node on the border of a field's cell) has two derivatives: where the reference in single precision
    // takes another one than in double, that one is asked for.
    private void Check(AdjointScene scene, double[] exact, double[] rounded, double[] actual)
    {
        bool isKinked = !IsClose(scene, exact, rounded, isTold: false);
        if (isKinked) output.WriteLine("rounding decides a kink");
        Assert.True(
            IsClose(scene, isKinked ? rounded : exact, actual, isTold: true), "a difference of more than 1e-3 of the largest entry of its kind; see the output");
    }

    private bool IsClose(AdjointScene scene, double[] expected, double[] actual, bool isTold)
    {
        bool isClose = true;
        int first = 0;
        foreach ((string kind, int end) in Kinds)
        {
            (double worst, int at) = Worst(scene, expected, actual, first, end);
            isClose &= worst <= Tolerance;
            if (isTold) output.WriteLine($"{kind}: {worst:g3} of its largest entry; [{at - first}] is {actual[at]:g7}, not {expected[at]:g7}");
            first = end;
        }

        return isClose;
    }

    private static (double Difference, int Entry) Worst(AdjointScene scene, double[] expected, double[] actual, int first, int end)
    {
        (double worst, int at) = (0, first);
        double scale = scene.ScaleOf(first, expected);
        for (int i = first; i < end; i++)
        {
            // What a loss says of scalars that a law does not have means nothing, and devices do not keep it.
            if (i is >= AdjointScene.History and < AdjointScene.User && !scene.HasHistory(i)) continue;
            double difference = Math.Abs(actual[i] - expected[i]) * scene.SizeOf(i) / (scale > 0 ? scale : 1);
            if (double.IsNaN(difference)) return (double.PositiveInfinity, i);
            if (difference > worst) (worst, at) = (difference, i);
        }

        return (worst, at);
    }

    private static void CompareCoefficients(AdjointScene scene)
    {
        SimulationSetup setup = scene.Setup(scene.Inputs);
        CoefficientGradient expected = Coefficients(new(setup)), actual = Coefficients(Start(setup, FixedOrder));
        double largest = expected.Names.Select(n => Math.Abs(expected[n])).DefaultIfEmpty(0).Max();
        foreach (string name in expected.Names)
            Assert.True(Math.Abs(expected[name] - actual[name]) <= Tolerance * largest, $"{name}: {actual[name]:g5}, not {expected[name]:g5}");

        CoefficientGradient Coefficients(SimulationTape tape)
        {
            using (tape)
            {
                tape.Advance(scene.Substeps * scene.TimeStep);
                return tape.Reverse(f => f == 1 ? scene.Seed() : null).Forces[0];
            }
        }
    }

    private void CheckSetup(AdjointScene scene, Func<SimulationSetup, SimulationSetup> change)
    {
        SimulationSetup setup = change(scene.Setup(scene.Inputs));
        Check(scene, scene.Gradient(_ => new(setup)), scene.Gradient(_ => new(setup with { Precision = SimulationPrecision.Single })),
            scene.Gradient(_ => Start(setup, FixedOrder)));
    }

    private static IGridBoundary Plane() => GridBoundaries.All.Single(b => b.Key == "plane").Examples(AdjointScene.Domain)[3];

    private static SimulationTape Start(SimulationSetup setup, DeviceOptions options, TapeOptions? tape = null)
    {
        ComputeDevice device = OpenClDevice.Required;
        return new(setup with { Backend = SimulationBackend.Device, Precision = null }, tape, s => new DeviceTapeEngine(s, device, ownsDevice: false, options));
    }
}
