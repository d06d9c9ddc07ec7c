using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Gradients through surface tension, and through learned laws that offer their adjoint.</summary>
public sealed class OtherAdjointTests
{
    private const int Drop = LiquidDrop.Particles;

    [Fact]
    public void Reverse_SurfaceTension_IsTheCentralDifference()
    {
        Random random = new(3);
        double[] inputs = LiquidDrop.Inputs(random), weights = LiquidDrop.Weights(random);
        SimulationGradient gradient;
        using (SimulationTape tape = new(LiquidDrop.Setup(inputs)))
        {
            tape.Advance(3 * LiquidDrop.TimeStep);
            gradient = tape.Reverse(f => f != 1 ? null : new() { Positions = weights[..(3 * Drop)], Velocities = weights[(3 * Drop)..] });
        }

        double[] adjoint = [.. gradient.Positions, .. gradient.Velocities, gradient.SurfaceTension, gradient.Masses.Sum() * 1000 * Math.Pow(0.025, 3)];
        double worst = 0, largestX = gradient.Positions.Max(Math.Abs), largestV = gradient.Velocities.Max(Math.Abs);
        Assert.NotEqual(0, gradient.SurfaceTension);
        int compared = 0, crossed = 0;
        foreach (int i in (int[])[.. Enumerable.Range(0, 12).Select(k => 31 * k), inputs.Length - 2, inputs.Length - 1])
        {
            double size = i < 3 * Drop ? LiquidDrop.CellSize : i == inputs.Length - 2 ? 2 : 1;
            (double expected, bool isKink) = FourthOrder.Derivative(Value, inputs, i, size, adjoint[i], 1e-5);
            double scale = Math.Max(Math.Abs(expected), i < 3 * Drop ? 1e-2 * largestX : i < 6 * Drop ? 1e-2 * largestV : 0);
            double error = Math.Abs(adjoint[i] - expected) / scale;
            // Colours end at 1, and the force sets in at a gradient: kinks.
            if (error > 1e-5 && (isKink || FourthOrder.Spread(Value, inputs, i, size) > 1e-5 * scale))
            {
                crossed++;
                continue;
            }

            compared++;
            worst = Math.Max(worst, error);
            Assert.True(error <= 1e-5, $"input {i}: adjoint {adjoint[i]:g10}, difference {expected:g10}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} entries, {crossed} crossed, worst {worst:g3}");
        Assert.True(crossed <= 2, $"{crossed} of {compared + crossed}");

        double Value(double[] at)
        {
            using ISimulator simulator = Simulators.Create(LiquidDrop.Setup(at));
            simulator.Advance(3 * LiquidDrop.TimeStep);
            ParticleSet state = Bodies.StateOf(simulator);
            double[] all = [.. state.X, .. state.V];
            return all.Zip(weights, (a, w) => a * w).Sum();
        }
    }

    [Fact]
    public void Reverse_ALearnedLawWithItsAdjoint_IsThatOfTheFormula()
    {
        // The same matter by its formula. Learned laws take and give single precision: F is rounded at 6e-8, stresses of strains of 3 % at
        // 30 times that, in each of three substeps that amplify it; 1e-4 of the largest of each kind is an order above what that comes to.
        AdjointScene formula = new(Laws.Find("neo-hookean"), null, [], 3, seed: 41);
        AdjointScene learned = new(LawEntry.OfLearned(new DifferentiableBatchedNeoHookean()), null, [], 3, seed: 41);
        double[] expected = formula.Gradient(), actual = learned.Gradient();
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (i is >= AdjointScene.History and < AdjointScene.User) continue;
            double scale = formula.ScaleOf(i, expected);
            double error = scale == 0 ? Math.Abs(actual[i]) : Math.Abs(expected[i] - actual[i]) * formula.SizeOf(i) / scale;
            worst = Math.Max(worst, error);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"worst {worst:g3}");
        Assert.True(worst <= 1e-4, $"{worst:g3}");
    }
}
