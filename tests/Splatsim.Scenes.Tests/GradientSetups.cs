using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>A small block of matter in the middle of a grid, for checks of gradients.</summary>
internal static class GradientSetups
{
    public static GridDomain Domain { get; } = GridDomain.Cube(14, 0.05);

    /// <summary>Twenty-seven particles, two a cell along each axis, moving and turning a little.</summary>
    public static SimulationSetup Block(string law = "neo-hookean", IReadOnlyDictionary<string, double>? values = null)
    {
        const int side = 3;
        ParticleSet particles = new(side * side * side);
        for (int p = 0; p < particles.Count; p++)
        {
            double[] cell = [p / 9, p / 3 % 3, p % 3];
            for (int i = 0; i < 3; i++)
            {
                particles.X[3 * p + i] = 0.3 + 0.025 * cell[i] + 0.002 * Math.Sin(7 * p + i);
                particles.V[3 * p + i] = 0.3 * Math.Cos(3 * p + 2 * i) - (i == 1 ? 1 : 0);
            }

            particles.RestVolume[p] = Math.Pow(0.025, 3);
            particles.Mass[p] = 1000 * particles.RestVolume[p];
        }

        return new()
        {
            Domain = Domain,
            Particles = particles,
            Materials = [new("body", Laws.Find(law), values ?? new Dictionary<string, double> { ["youngsModulus"] = 8e4 }, 1000)],
            Gravity = new(0.4, -9.81, -0.3),
            StepPolicy = StepPolicy.Fixed(5e-4),
        };
    }

    /// <summary>Moves all particles.</summary>
    public static void Move(ParticleSet particles, Vector3<Real64> by)
    {
        for (int p = 0; p < particles.Count; p++)
        {
            particles.X[3 * p] += by.X.Value;
            particles.X[3 * p + 1] += by.Y.Value;
            particles.X[3 * p + 2] += by.Z.Value;
        }
    }
}
