using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Parameters that vary in time, on every back end.</summary>
public sealed class AnimatedMaterialTests
{
    private const double CellSize = 0.1, Dt = 1e-3;

    public static TheoryData<string> All => [Engines.Double, Engines.Single, Engines.Fast];

    [Theory]
    [MemberData(nameof(All))]
    public void Advance_ConstantCurve_IsTheConstantToTheBit(string engine)
    {
        Material plain = Muscle(("activation", 0.4)), animated = Muscle() with { Animated = Curve((0, 0.4), (1, 0.4)) };
        Assert.Equal(Run(engine, plain, 30).X, Run(engine, animated, 30).X);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Advance_ActivationThatRises_PullsTheFibresTogether(string engine)
    {
        // Static: the fibres shorten until mu (s^2 - s^-1) + T a s^2 = 0 at constant volume; here it only has to be shorter
        // than the slack one, which does not move at all.
        ParticleSet start = Cube(), slack = Run(engine, Muscle(), 60);
        ParticleSet pulled = Run(engine, Muscle() with { Animated = Curve((0, 0), (0.03, 1)) }, 60);
        Assert.Equal(Width(start), Width(slack), 1e-5);
        Assert.True(Width(pulled) < 0.97 * Width(start), $"{Width(pulled)} m of {Width(start)} m");
    }

    [Fact]
    public void Advance_Fast_FollowsTheReference()
    {
        Material material = Muscle() with { Animated = Curve((0.005, 0), (0.02, 1), (0.025, 0.2)) };
        ParticleSet expected = Run(Engines.Double, material, 50), actual = Run(Engines.Fast, material, 50);
        // golden/mpm README, section 6, "substep", float32.
        Assert.True(Fast.FastScenes.Largest(expected.X, actual.X) <= 5e-6);
        Assert.True(Fast.FastScenes.Largest(expected.V, actual.V) <= 1e-4);
    }

    [Fact]
    public void TimeStep_OfAnAnimatedModulus_IsThatOfItsStiffestMoment()
    {
        // c grows with the root of E.
        Material soft = Bodies.Elastic("neo-hookean", 1e4), rising = soft with
        {
            Animated = new Dictionary<string, ScalarCurve> { ["youngsModulus"] = ScalarCurve.Keyframes((1, 1e4), (2, 4e6)) },
        };
        using ISimulator slow = Simulators.Create(Bodies.Setup(GridDomain.Cube(12, CellSize), Cube(), soft));
        using ISimulator fast = Simulators.Create(Bodies.Setup(GridDomain.Cube(12, CellSize), Cube(), rising));
        Assert.Equal(slow.TimeStep / 20, fast.TimeStep, 1e-9);
    }

    [Fact]
    public void Create_KeyframeOutOfRange_NamesTheParameter()
    {
        SimulationSetup setup = Bodies.Setup(GridDomain.Cube(12, CellSize), Cube(), Muscle() with { Animated = Curve((0, 0), (1, 2)) });
        SimulationSetupException error = Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup));
        Assert.Contains("activation = 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PreparedAt_EverySubstep_AllocatesNothing()
    {
        MaterialMotion motion = new(Muscle() with { Animated = Curve((0, 0), (1, 1)) }, 0);
        motion.PreparedAt(0.1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = 0;
        for (int i = 0; i < 100; i++) sum += motion.PreparedAt(0.01 * i).P7.Value;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum > 0);
    }

    [Fact]
    public void Keyframes_OutOfOrder_AreRefusedByName()
    {
        SimulationSetupException error = Assert.Throws<SimulationSetupException>(() => ScalarCurve.Keyframes((1, 0), (1, 2)));
        Assert.Contains("ScalarCurve[1].Time", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, ScalarCurve> Curve(params (double, double)[] keys) => new() { ["activation"] = ScalarCurve.Keyframes(keys) };

    private static Material Muscle(params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new() { ["youngsModulus"] = 2e4, ["fibreStiffness"] = 0, ["activeStress"] = 5e3 };
        foreach ((string key, double value) in more) values[key] = value;
        return new("muscle", Laws.Find("muscle"), values, 1000);
    }

    private static ParticleSet Cube() => Bodies.Cube(new(0.4, 0.4, 0.4), 6, CellSize);

    private static double Width(ParticleSet set)
    {
        double[] x = [.. Enumerable.Range(0, set.Count).Select(p => set.X[3 * p])];
        return x.Max() - x.Min();
    }

    private static ParticleSet Run(string engine, Material material, int substeps)
    {
        SimulationSetup setup = Bodies.Setup(GridDomain.Cube(12, CellSize), Cube(), material) with { StepPolicy = StepPolicy.Fixed(Dt) };
        using ISimulator simulator = Simulators.Create(setup.On(engine));
        simulator.Advance(substeps * Dt);
        return Bodies.StateOf(simulator);
    }
}
