using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// A cube of liquid, whose edges have curvature, as a function of places, velocities, the coefficient of surface tension, and a common factor of
/// all masses.
/// </summary>
internal static class LiquidDrop
{
    public const int Particles = 64;
    public const double CellSize = 0.05, TimeStep = 2e-4;

    /// <summary>x, v, the coefficient, the factor.</summary>
    public static double[] Inputs(Random random)
    {
        double[] inputs = new double[6 * Particles + 2];
        for (int p = 0; p < Particles; p++)
        {
            for (int i = 0; i < 3; i++)
            {
                int cell = i == 0 ? p / 16 : i == 1 ? p / 4 % 4 : p % 4;
                inputs[3 * p + i] = 0.3 + 0.025 * cell + 0.006 * random.NextDouble();
                inputs[3 * (Particles + p) + i] = random.NextDouble() - 0.5;
            }
        }

        (inputs[^2], inputs[^1]) = (2, 1);
        return inputs;
    }

    /// <summary>Weights of x and v in a loss, each part of size 1.</summary>
    public static double[] Weights(Random random)
    {
        double[] weights = new double[6 * Particles];
        for (int i = 0; i < weights.Length; i++) weights[i] = (2 * random.NextDouble() - 1) / (i < 3 * Particles ? CellSize * TimeStep : 1);
        return weights;
    }

    public static SimulationSetup Setup(double[] at)
    {
        ParticleSet set = new(Particles);
        at.AsSpan(0, 3 * Particles).CopyTo(set.X);
        at.AsSpan(3 * Particles, 3 * Particles).CopyTo(set.V);
        Array.Fill(set.RestVolume, Math.Pow(0.025, 3));
        Array.Fill(set.Mass, at[^1] * 1000 * Math.Pow(0.025, 3));
        return new()
        {
            Domain = GridDomain.Cube(15, CellSize),
            Particles = set,
            Materials = [new("liquid", Laws.Find("newtonian-fluid"), new Dictionary<string, double>(), 1000)],
            SurfaceTension = new(at[^2]),
            StepPolicy = new() { TimeStep = TimeStep, MaximumCourantNumber = double.PositiveInfinity },
            MaximumClampedFraction = 1,
            Backend = SimulationBackend.Reference,
        };
    }
}
