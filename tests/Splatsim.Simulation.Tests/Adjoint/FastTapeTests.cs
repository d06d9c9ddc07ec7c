using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests;

/// <summary>
/// The reverse run on the fast back end against the reference one in double, which central differences confirm. Where both are right they
/// differ by the rounding of single precision: 1e-3 of the largest entry of a kind at most (reference/mpm.md 6.4, item 12).
/// </summary>
public sealed class FastTapeTests
{
    private const double Tolerance = 1e-3;
    private const int Substeps = 3;

    public static TheoryData<string, int> LawCases()
    {
        TheoryData<string, int> data = [];
        foreach (LawEntry law in Laws.All.Where(l => !l.Description.IsRigid))
            foreach (int lanes in new[] { 1, 8, 16 }) data.Add(law.Key, lanes);
        return data;
    }

    public static TheoryData<string, int> BoundaryCases => AdjointProductTests.CasesOf(GridBoundaries.All);

    public static TheoryData<string, int> ForceCases => AdjointProductTests.ForceCases();

    [Theory]
    [MemberData(nameof(LawCases))]
    public void Reverse_EveryLawAtEveryWidth_IsThatOfTheReference(string key, int lanes)
    {
        IReadOnlyList<IGridBoundary> planes = GridBoundaries.All.Single(b => b.Key == "plane").Examples(AdjointScene.Domain);
        int index = Laws.All.Select(l => l.Key).ToList().IndexOf(key);
        // The first scene in which rounding decides no kink.
        foreach (int seed in Enumerable.Range(11, 10))
        {
            AdjointScene scene = new(Laws.Find(key), planes[index % planes.Count], [], Substeps, seed);
            double[] expected = scene.Gradient();
            if (Worst(scene, expected, scene.Gradient(SimulationPrecision.Single)).Worst > 0.3 * Tolerance) continue;
            using SimulationTape fast = new(scene.Setup(scene.Inputs), null, s => Engine(s, lanes));
            (double worst, string entry) = Worst(scene, expected, scene.Gradient(fast));
            Assert.True(worst <= Tolerance, $"worst {worst:g3}, {entry}");
            return;
        }

        Assert.Fail("rounding decides a kink in every scene");
    }

    [Theory]
    [MemberData(nameof(BoundaryCases))]
    public void Reverse_EveryBoundary_IsThatOfTheReference(string key, int example) => Compare(
        new(Laws.Find("neo-hookean"), GridBoundaries.All.Single(b => b.Key == key).Examples(AdjointScene.Domain)[example], [], Substeps, seed: 12), 8);

    [Theory]
    [MemberData(nameof(ForceCases))]
    public void Reverse_EveryForce_IsThatOfTheReference(string key, int example)
    {
        IForce force = Forces.All.Single(f => f.Key == key).Examples(AdjointScene.Domain)[example];
        IGridBoundary plane = GridBoundaries.All.Single(b => b.Key == "plane").Examples(AdjointScene.Domain)[3];
        AdjointScene scene = new(Laws.Find("stvk-hencky"), plane, [force], Substeps, seed: 13);
        Compare(scene, 8);
        CoefficientGradient expected = Coefficients(scene, TapeEngines.Create), actual = Coefficients(scene, s => Engine(s, 8));
        Assert.Equal(expected.Names.Order(), actual.Names.Order());
        double largest = expected.Names.Select(n => Math.Abs(expected[n])).DefaultIfEmpty(0).Max();
        foreach (string name in expected.Names) Assert.Equal(expected[name], actual[name], Tolerance * largest);
    }

    [Fact]
    public void Reverse_Events_AreThoseOfTheReference()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), null, [], Substeps, seed: 21);
        SimulationSetup setup = AdjointChanges.WithEvents(scene.Setup(scene.Inputs));
        using SimulationTape reference = new(setup), fast = new(setup, null, s => Engine(s, 8));
        Compare(scene, scene.Gradient(reference), scene.Gradient(fast));
        SimulationGradient expected = Run(reference), actual = Run(fast);
        for (int e = 0; e < expected.Events.Count; e++)
        {
            double largest = expected.Events[e].Names.Select(n => Math.Abs(expected.Events[e][n])).DefaultIfEmpty(0).Max();
            foreach (string name in expected.Events[e].Names) Assert.Equal(expected.Events[e][name], actual.Events[e][name], Tolerance * largest);
        }

        Assert.Equal(9, expected.Events.Sum(e => e.Names.Count));

        SimulationGradient Run(SimulationTape tape) => tape.Reverse(f => f == 1 ? scene.Seed() : null);
    }

    [Fact]
    public void Reverse_AnimatedParameter_IsThatOfTheReference()
    {
        AdjointScene scene = new(Laws.Find("drucker-prager"), null, [], 6, seed: 5);
        SimulationSetup setup = AdjointChanges.WithStiffening(scene.Setup(scene.Inputs), 6 * scene.TimeStep);
        using SimulationTape reference = new(setup), fast = new(setup, null, s => Engine(s, 8));
        Compare(scene, scene.Gradient(reference), scene.Gradient(fast));
    }

    [Theory]
    [InlineData("kelvin-voigt")]
    [InlineData("snow")]
    public void Reverse_ALawOfBatchesThatReadsCOrRemembers_IsThatOfTheReference(string key) =>
        Compare(new(LawEntry.OfLearned(new BatchedFormula(Laws.Find(key))), null, [], Substeps, seed: 14), 8);

    [Fact]
    public void New_OfNoBackEnd_FollowsThePrecision()
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), null, [], 1) { Transfer = TransferOptions.Default with { Kernel = TransferKernel.Cubic } };
        SimulationSetup setup = scene.Setup(scene.Inputs) with { Backend = SimulationBackend.Automatic };
        Assert.Contains("fast", Described(setup with { Precision = SimulationPrecision.Single }), StringComparison.Ordinal);
        Assert.Contains("reference", Described(setup), StringComparison.Ordinal);
        Assert.Contains("reference", Described(setup with { Precision = SimulationPrecision.Double }), StringComparison.Ordinal);

        static string Described(SimulationSetup setup)
        {
            using SimulationTape tape = new(setup);
            return tape.Simulator.Description;
        }
    }

    private static ITapeEngine Engine(SimulationSetup setup, int lanes) =>
        FastTapes.Create(setup with { Backend = SimulationBackend.Fast, Precision = null }, new FastOptions { LaneCount = lanes });

    private static CoefficientGradient Coefficients(AdjointScene scene, Func<SimulationSetup, ITapeEngine> engine)
    {
        using SimulationTape tape = new(scene.Setup(scene.Inputs), null, engine);
        tape.Advance(scene.Substeps * scene.TimeStep);
        return tape.Reverse(f => f == 1 ? scene.Seed() : null).Forces[0];
    }

    private static void Compare(AdjointScene scene, int lanes)
    {
        using SimulationTape fast = new(scene.Setup(scene.Inputs), null, s => Engine(s, lanes));
        Compare(scene, scene.Gradient(), scene.Gradient(fast));
    }

    // A kink that rounding decides (a node on the border of a field's cell, a strain on the surface of yield) has two derivatives. The reference in
    // single precision takes the same one as the fast back end, and is what counts where it is not that of double precision.
    private static void Compare(AdjointScene scene, double[] expected, double[] actual)
    {
        (double worst, string entry) = Worst(scene, expected, actual);
        if (worst <= Tolerance) return;
        double[] single = scene.Gradient(SimulationPrecision.Single);
        Assert.True(Worst(scene, expected, single).Worst > Tolerance, $"worst {worst:g3}, {entry}");
        (worst, entry) = Worst(scene, single, actual);
        Assert.True(worst <= Tolerance, $"worst {worst:g3}, {entry}");
    }

    private static (double Worst, string Entry) Worst(AdjointScene scene, double[] expected, double[] actual)
    {
        double worst = 0;
        string entry = string.Empty;
        for (int i = 0; i < expected.Length; i++)
        {
            // What a law does not remember is not kept.
            if (i is >= AdjointScene.History and < AdjointScene.User && !scene.HasHistory(i)) continue;
            double scale = Math.Max(scene.ScaleOf(i, expected), double.Epsilon);
            double difference = Math.Abs(expected[i] - actual[i]) * scene.SizeOf(i) / scale;
            if (difference <= worst) continue;
            worst = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            entry = $"entry {i}: {actual[i]:g9}, the reference {expected[i]:g9}; the largest is {scale / scene.SizeOf(i):g3}";
        }

        return (worst, entry);
    }
}
