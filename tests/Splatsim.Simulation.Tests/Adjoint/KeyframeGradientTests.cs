using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Derivatives by the keyframes of animated parameters, against central differences of fourth order.</summary>
public sealed class KeyframeGradientTests
{
    private const double CellSize = 0.1, TimeStep = 1e-3;
    private const int Substeps = 24;

    // In double over two dozen substeps, between the bounds of 3 (1e-5) and of 50 substeps (1e-4).
    private const double Tolerance = 1e-5;

    // Three keyframes within the run, one that is its end, and one that it never reaches.
    private static readonly double[] Times = [0.002, 0.0085, 0.015, 0.024, 0.05];

    private static readonly ParticleSet Body = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);

    [Fact]
    public void Reverse_Keyframes_AreTheCentralDifferences()
    {
        double[] values = [0.2, 0.7, 0.4, 0.9, 0.1, 2e4, 3e4, 1.5e4, 2.5e4, 1e4];
        using SimulationTape tape = new(Setup(values));
        tape.Advance(Substeps * TimeStep);
        SimulationGradient gradient = tape.Reverse(frame => frame == 1 ? new StateCotangents { Positions = Weights() } : null);
        double[] byActivation = gradient.Keyframes[0]["activation"], byStiffness = gradient.Keyframes[0]["youngsModulus"];
        Check([.. byActivation, .. byStiffness], values);

        // The run ends where the way to the last keyframe begins.
        Assert.Equal(0, byActivation[^1]);

        // A constant that is added moves all keyframes.
        Assert.Equal(gradient.ByMaterial(0, "activation"), byActivation.Sum(), 1e-12 * byActivation.Max(Math.Abs));
    }

    [Fact]
    public void Keyframes_OfUnanimatedMaterials_AreNone()
    {
        double[] values = [0.2, 0.7, 0.4, 0.9, 0.1, 2e4, 3e4, 1.5e4, 2.5e4, 1e4];
        SimulationSetup setup = Setup(values);
        using SimulationTape tape = new(setup with { Materials = [setup.Materials[0] with { Animated = new Dictionary<string, ScalarCurve>() }] });
        tape.Advance(TimeStep);
        Assert.Empty(tape.Reverse(_ => null).Keyframes[0]);
    }

    private static void Check(double[] claimed, double[] values)
    {
        for (int half = 0; half < 2; half++)
        {
            int first = half * Times.Length;
            double largest = claimed[first..(first + Times.Length)].Max(Math.Abs);
            Assert.True(largest > 0);
            for (int i = first; i < first + Times.Length; i++)
            {
                (double expected, _) = FourthOrder.Derivative(Loss, values, i, values[i], claimed[i], Tolerance);
                Assert.True(Math.Abs(claimed[i] - expected) <= Tolerance * largest, $"keyframe {i}: adjoint {claimed[i]:g10}, difference {expected:g10}");
            }
        }
    }

    private static double Loss(double[] values)
    {
        using ISimulator simulator = Simulators.Create(Setup(values));
        simulator.Advance(Substeps * TimeStep);
        return Bodies.StateOf(simulator).X.Zip(Weights(), (x, w) => w * x).Sum();
    }

    private static double[] Weights() => [.. Enumerable.Range(0, 3 * Body.Count).Select(i => Math.Sin(1.3 * i) / CellSize)];

    private static SimulationSetup Setup(double[] values)
    {
        Material muscle = new("muscle", Laws.Find("muscle"), new Dictionary<string, double> { ["fibreStiffness"] = 1e3, ["activeStress"] = 2e4 }, 1000)
        {
            Animated = new Dictionary<string, ScalarCurve> { ["activation"] = Curve(0), ["youngsModulus"] = Curve(Times.Length) },
        };
        return Bodies.Setup(GridDomain.Cube(12, CellSize), Body, muscle) with { StepPolicy = StepPolicy.Fixed(TimeStep), Backend = SimulationBackend.Reference };

        ScalarCurve Curve(int first) => ScalarCurve.Keyframes([.. Times.Select((t, i) => (t, values[first + i]))]);
    }
}
